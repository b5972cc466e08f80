//! Records of a delimited text with the line each begins on, good or broken. Must never hold more than one record, nor let a
//! broken one take the next with it.
//!
//! RFC 4180 with these leniencies: lines end with LF, CRLF or CR LF mixed; lines without a value are passed over; a quote inside an
//! unquoted field is a plain character. A quoted field that never closes, or closes in the middle of a text, breaks only
//! the line it began on: reading goes on with the next line. The database's own list of rejects (`store_rejects`, 1.5.5)
//! does not count line breaks within quotes and swallows the lines after an open quote, hence this.

use std::io::{self, BufRead};

/// A record never takes more bytes than this; a longer one is broken, and so is a quoted field of more lines than
/// [`MAX_LINES`].
pub(super) const MAX_BYTES: usize = 2 << 20;
const MAX_LINES: usize = 1_000;

/// One record as it stood.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Record {
    /// Line it begins on, counted from one.
    pub(super) line: u64,
    /// Its text without the line end; bytes that are not UTF-8 are shown as the replacement character.
    pub(super) text: String,
    /// Its fields, or the code of what is wrong with it.
    pub(super) fields: Result<Vec<String>, &'static str>,
}

impl Record {
    /// True when every field is empty: no record, whatever the file calls it.
    pub(super) fn is_blank(&self) -> bool {
        self.fields.as_ref().is_ok_and(|fields| fields.iter().all(|field| field.trim().is_empty()))
    }
}

/// Reads records one after the other.
pub(super) struct Records {
    lines: Lines,
    delimiter: char,
    /// `false`: every line is one field, as in JSON lines.
    quoted: bool,
    /// Fields every record must have, once known.
    pub(super) width: Option<usize>,
}

impl Records {
    pub(super) fn new(input: Box<dyn BufRead>, delimiter: char, quoted: bool) -> Self {
        Self {
            lines: Lines { input, ahead: std::collections::VecDeque::new(), next: 1 },
            delimiter,
            quoted,
            width: None,
        }
    }

    /// The next record, or `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Record>> {
        loop {
            let Some((line, first)) = self.lines.take()? else { return Ok(None) };
            if !first.cut && self.is_nothing(&first.bytes) {
                continue;
            }
            return self.record(line, first).map(Some);
        }
    }

    /// A line of white space and delimiters is no record.
    fn is_nothing(&self, bytes: &[u8]) -> bool {
        let delimiter = self.delimiter as u8;
        bytes.iter().all(|byte| byte.is_ascii_whitespace() || (self.quoted && *byte == delimiter))
    }

    fn record(&mut self, line: u64, first: Line) -> io::Result<Record> {
        let broken = |code, text: &[u8]| Record {
            line,
            text: String::from_utf8_lossy(text).into_owned(),
            fields: Err(code),
        };
        if first.cut {
            return Ok(broken("line-too-long", &first.bytes[..200]));
        }
        if !self.quoted {
            return Ok(match String::from_utf8(first.bytes) {
                Ok(text) => Record { line, fields: Ok(vec![text.clone()]), text },
                Err(error) => broken("not-utf-8", error.as_bytes()),
            });
        }
        let mut bytes = first.bytes.clone();
        let mut lines = 1;
        loop {
            let parsed = match std::str::from_utf8(&bytes) {
                Ok(text) => split(text, self.delimiter),
                Err(_) if lines == 1 => return Ok(broken("not-utf-8", &bytes)),
                Err(_) => Err(Broken::Quote),
            };
            match parsed {
                Ok(fields) if self.width.is_none_or(|width| width == fields.len()) => {
                    self.lines.forget(lines - 1);
                    let text = String::from_utf8_lossy(&bytes).into_owned();
                    return Ok(Record { line, text, fields: Ok(fields) });
                }
                Ok(_) => return Ok(broken("ragged-row", if lines == 1 { &bytes } else { &first.bytes })),
                Err(Broken::Open) if lines < MAX_LINES && bytes.len() < MAX_BYTES => {
                    match self.lines.peek(lines - 1)? {
                        Some(more) if !more.cut => {
                            bytes.push(b'\n');
                            bytes.extend_from_slice(&more.bytes);
                            lines += 1;
                        }
                        _ => return Ok(broken("unterminated-quote", &first.bytes)),
                    }
                }
                Err(_) => return Ok(broken("unterminated-quote", &first.bytes)),
            }
        }
    }
}

/// The fields of one whole record, or `None` when it is broken.
pub(crate) fn split_row(text: &str, delimiter: char) -> Option<Vec<String>> {
    split(text, delimiter).ok()
}

enum Broken {
    /// The text ends within quotes.
    Open,
    /// A quoted field goes on after its closing quote.
    Quote,
}

/// Splits one record into fields.
fn split(text: &str, delimiter: char) -> Result<Vec<String>, Broken> {
    let mut fields = Vec::new();
    let mut rest = text;
    loop {
        if let Some(quoted) = rest.strip_prefix('"') {
            let (field, after) = quoted_field(quoted)?;
            fields.push(field);
            match after.strip_prefix(delimiter) {
                Some(next) => rest = next,
                None if after.is_empty() => return Ok(fields),
                None => return Err(Broken::Quote),
            }
        } else if let Some((field, next)) = rest.split_once(delimiter) {
            fields.push(field.to_owned());
            rest = next;
        } else {
            fields.push(rest.to_owned());
            return Ok(fields);
        }
    }
}

/// The field up to its closing quote, and what follows.
fn quoted_field(text: &str) -> Result<(String, &str), Broken> {
    let mut field = String::new();
    let mut rest = text;
    loop {
        let Some((part, after)) = rest.split_once('"') else { return Err(Broken::Open) };
        field.push_str(part);
        match after.strip_prefix('"') {
            Some(next) => {
                field.push('"');
                rest = next;
            }
            None => return Ok((field, after)),
        }
    }
}

/// Physical lines with a way to look ahead.
struct Lines {
    input: Box<dyn BufRead>,
    ahead: std::collections::VecDeque<Line>,
    /// Number of the next line taken.
    next: u64,
}

#[derive(Clone)]
struct Line {
    bytes: Vec<u8>,
    /// True when the line was longer than [`MAX_BYTES`] and the rest was thrown away.
    cut: bool,
}

impl Lines {
    fn take(&mut self) -> io::Result<Option<(u64, Line)>> {
        let line = match self.ahead.pop_front() {
            Some(line) => Some(line),
            None => self.read()?,
        };
        let number = self.next;
        self.next += 1;
        Ok(line.map(|line| (number, line)))
    }

    fn peek(&mut self, index: usize) -> io::Result<Option<&Line>> {
        while self.ahead.len() <= index {
            match self.read()? {
                Some(line) => self.ahead.push_back(line),
                None => return Ok(None),
            }
        }
        Ok(self.ahead.get(index))
    }

    fn forget(&mut self, count: usize) {
        self.ahead.drain(..count);
        self.next += count as u64;
    }

    fn read(&mut self) -> io::Result<Option<Line>> {
        let mut line = Line { bytes: Vec::new(), cut: false };
        let mut any = false;
        loop {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                break;
            }
            any = true;
            let end = buffer.iter().position(|&byte| byte == b'\n');
            let part = &buffer[..end.unwrap_or(buffer.len())];
            let room = MAX_BYTES.saturating_sub(line.bytes.len());
            line.cut |= part.len() > room;
            line.bytes.extend_from_slice(&part[..part.len().min(room)]);
            let used = end.map_or(buffer.len(), |end| end + 1);
            self.input.consume(used);
            if end.is_some() {
                break;
            }
        }
        if line.bytes.last() == Some(&b'\r') {
            line.bytes.pop();
        }
        Ok(any.then_some(line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &'static str, delimiter: char) -> Vec<(u64, Result<Vec<String>, &'static str>)> {
        let mut records = Records::new(Box::new(text.as_bytes()), delimiter, true);
        let mut found = Vec::new();
        while let Some(record) = records.next().unwrap() {
            if let (None, Ok(fields)) = (records.width, &record.fields) {
                records.width = Some(fields.len());
            }
            found.push((record.line, record.fields));
        }
        found
    }

    fn good(line: u64, fields: &[&str]) -> (u64, Result<Vec<String>, &'static str>) {
        (line, Ok(fields.iter().map(|&field| field.to_owned()).collect()))
    }

    #[test]
    fn lines_are_counted_through_quotes_and_blanks() {
        let found = read("a,b\r\n1,\"x\ny\"\n\n2,\"say \"\"hi\"\"\"\n", ',');
        assert_eq!(found, [good(1, &["a", "b"]), good(2, &["1", "x\ny"]), good(5, &["2", "say \"hi\""])]);
    }

    #[test]
    fn lines_without_a_value_are_passed_over() {
        let found = read("a,b\n,\n , \n,,,\n1,2\n", ',');
        assert_eq!(found, [good(1, &["a", "b"]), good(5, &["1", "2"])]);
        let quoted =
            Record { line: 2, text: String::new(), fields: Ok(vec![String::new(), "\u{a0}".to_owned()]) };
        assert!(quoted.is_blank());
    }

    #[test]
    fn a_broken_line_does_not_take_the_next_with_it() {
        let found = read("a;b\n1;\"open\n2;fine\n3\n4;5;6\n7;8\n", ';');
        assert_eq!(
            found,
            [
                good(1, &["a", "b"]),
                (2, Err("unterminated-quote")),
                good(3, &["2", "fine"]),
                (4, Err("ragged-row")),
                (5, Err("ragged-row")),
                good(6, &["7", "8"]),
            ]
        );
    }

    #[test]
    fn an_open_quote_before_a_quoted_line_breaks_only_itself() {
        let found = read("a,b\n1,\"open\n2,\"fine\"\n", ',');
        assert_eq!(found, [good(1, &["a", "b"]), (2, Err("unterminated-quote")), good(3, &["2", "fine"])]);
    }

    #[test]
    fn a_quote_inside_a_plain_field_is_a_character() {
        assert_eq!(read("a,b\n5\" nail,1\n", ','), [good(1, &["a", "b"]), good(2, &["5\" nail", "1"])]);
    }
}
