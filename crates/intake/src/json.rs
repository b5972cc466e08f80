//! JSON: one object a line, or one array of objects cut into lines with bounded memory. Nested names are joined with a
//! dot. Must never parse more than one object at a time.

use crate::delimited::SAMPLE_ROWS;
use crate::open::LINE_LIMIT;
use crate::refusal::Refusal;
use serde_json::Value;
use std::collections::HashMap;
use std::io::{self, Read, Write};
use vihje_model::import::Sample;

/// True when the text begins like JSON lines or a JSON array of objects.
pub(crate) fn looks_like_json(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with('{') || is_array(text)
}

/// True for an array whose first element is an object, or an empty array.
pub(crate) fn is_array(text: &str) -> bool {
    text.trim_start().strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with(['{', ']']))
}

/// True for a whole JSON text that is no object and no array of objects, and no number or word that a table may hold.
pub(crate) fn is_other_json(text: &str) -> bool {
    text.trim_start().starts_with('[') && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

/// The names and first rows of the head of a file.
pub(crate) fn sample(text: &str, whole: bool) -> Result<Sample, Refusal> {
    let lines = if is_array(text) {
        let mut lines = Vec::new();
        elements(&mut text.as_bytes(), &mut lines, SAMPLE_ROWS)?;
        String::from_utf8_lossy(&lines).into_owned()
    } else {
        let end = if whole { text.len() } else { text.rfind('\n').map_or(text.len(), |at| at + 1) };
        text[..end].to_owned()
    };
    let mut header: Vec<String> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut rows = Vec::new();
    for (at, line) in lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).take(SAMPLE_ROWS)
    {
        let mut row = vec![String::new(); header.len()];
        let refuse = |reason: String| Refusal::NotAnObject { line: at as u64 + 1, reason };
        match serde_json::from_str(line) {
            Ok(Value::Object(object)) => {
                for (name, value) in object {
                    flatten(name, value, &mut |name, text| {
                        let place = *places.entry(name.clone()).or_insert_with(|| {
                            header.push(name);
                            header.len() - 1
                        });
                        row.resize(header.len().max(row.len()), String::new());
                        row[place] = text;
                    });
                }
            }
            Ok(_) => return Err(refuse("it is another JSON value".to_owned())),
            // A few bad lines are for the import to reject; a bad first line means the file is something else.
            Err(error) if rows.is_empty() => return Err(refuse(error.to_string())),
            Err(_) => continue,
        }
        rows.push(row);
    }
    if rows.is_empty() {
        return Err(Refusal::Empty);
    }
    for row in &mut rows {
        row.resize(header.len(), String::new());
    }
    Ok(Sample { header, rows, total: None })
}

/// Hands each plain value to `take` under its dotted name; arrays as JSON text.
fn flatten(name: String, value: Value, take: &mut dyn FnMut(String, String)) {
    match value {
        Value::Null => take(name, String::new()),
        Value::String(text) => take(name, text),
        Value::Object(object) => {
            for (inner, value) in object {
                flatten(format!("{name}.{inner}"), value, take);
            }
        }
        other => take(name, other.to_string()),
    }
}

/// Cuts a JSON array into one element a line, reading a stream once and holding one element at a time. Returns how many.
pub(crate) fn elements(source: &mut dyn Read, sink: &mut dyn Write, most: usize) -> Result<u64, Refusal> {
    let mut cutter = Cutter::default();
    let mut buffer = vec![0_u8; 1 << 16];
    let mut count = 0_u64;
    loop {
        let read = source.read(&mut buffer).map_err(Refusal::Unreadable)?;
        for &byte in &buffer[..read] {
            if cutter.take(byte) {
                cutter.element.push(b'\n');
                write(sink, &cutter.element)?;
                cutter.element.clear();
                count += 1;
                if count >= most as u64 {
                    return Ok(count);
                }
            }
            if cutter.element.len() > LINE_LIMIT {
                return Err(Refusal::LineTooLong { line: count + 1 });
            }
        }
        if read == 0 {
            return Ok(count);
        }
    }
}

fn write(sink: &mut dyn Write, bytes: &[u8]) -> Result<(), Refusal> {
    sink.write_all(bytes).map_err(|error: io::Error| Refusal::Scratch(error))
}

/// Follows strings and depth, nothing else.
#[derive(Default)]
struct Cutter {
    element: Vec<u8>,
    depth: usize,
    in_text: bool,
    escaped: bool,
}

impl Cutter {
    /// True when this byte ends an element of the outer array.
    fn take(&mut self, byte: u8) -> bool {
        let byte = if matches!(byte, b'\n' | b'\r') { b' ' } else { byte };
        if self.in_text {
            self.element.push(byte);
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_text = false,
                _ => {}
            }
            return false;
        }
        match byte {
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            b'"' => self.in_text = true,
            _ => {}
        }
        let inside = self.depth > 1 || (self.depth == 1 && matches!(byte, b'}' | b']'));
        if inside {
            self.element.push(byte);
        }
        self.depth == 1 && matches!(byte, b'}' | b']')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_array_is_cut_into_lines() {
        let array = b"[ {\"a\": \"x]},\\\"\", \"b\": [1, {\"c\": 2}]},\n {\"a\": 1} ]";
        let mut lines = Vec::new();
        assert_eq!(elements(&mut &array[..], &mut lines, usize::MAX).unwrap(), 2);
        let lines = String::from_utf8(lines).unwrap();
        assert_eq!(lines, "{\"a\": \"x]},\\\"\", \"b\": [1, {\"c\": 2}]}\n{\"a\": 1}\n");
    }

    #[test]
    fn nested_names_are_joined_and_missing_ones_are_empty() {
        let found = sample("{\"id\":1,\"who\":{\"name\":\"Ann\"}}\n{\"id\":2,\"tags\":[1]}\n", true).unwrap();
        assert_eq!(found.header, ["id", "who.name", "tags"]);
        assert_eq!(found.rows, [["1", "Ann", ""], ["2", "", "[1]"]]);
    }
}
