//! One pass over a text file before it is imported: the whole of it is checked (packing, encoding, length of lines), and
//! written again as UTF-8 where it is not. Must never hold more than one block.

use crate::edges::Edges;
use crate::open::{self, LINE_LIMIT, Tell};
use crate::refusal::Refusal;
use crate::text::{self, Census, Encoding};
use std::io::{Read, Write};
use std::path::Path;
use vihje_model::import::Compression;

/// Small enough to stay in the processor's own memory: each block is looked at several times.
const BLOCK: usize = 1 << 18;

/// What the pass saw.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Survey {
    /// Line breaks.
    pub(crate) lines: u64,
    /// The line of the first bytes that are not UTF-8.
    pub(crate) bad_line: Option<u64>,
    edges: Edges,
    sequences: usize,
    bad: usize,
    length: usize,
}

impl Survey {
    /// Of a text whose cells are parted by `delimiter`, where they are.
    fn new(delimiter: Option<u8>) -> Self {
        let edges = Edges::new(delimiter);
        Self { lines: 0, bad_line: None, edges, sequences: 0, bad: 0, length: 0 }
    }

    /// Whether no cell has white space around it.
    pub(crate) fn trimmed(&self) -> bool {
        !self.edges.spaced()
    }

    /// Counts a block of a text; the line limit is in bytes of the file.
    fn add(&mut self, block: &[u8]) -> Result<(), Refusal> {
        let breaks = text::count(block, |byte| byte == b'\n');
        let first = block.iter().position(|byte| *byte == b'\n');
        if self.length + first.unwrap_or(block.len()) > LINE_LIMIT {
            return Err(Refusal::LineTooLong { line: self.lines + 1 });
        }
        self.length = match block.iter().rposition(|byte| *byte == b'\n') {
            Some(last) => block.len() - last - 1,
            None => self.length + block.len(),
        };
        self.lines += breaks as u64;
        self.edges.add(block);
        Ok(())
    }
}

/// Reads a UTF-8 text through. The encoding is found by its head, so bytes that are no UTF-8 may still come: then the
/// encoding is Latin-1 after all, or the file is a mixture and refused.
pub(crate) fn survey(
    path: &Path,
    compression: Compression,
    delimiter: Option<u8>,
    tell: Tell<'_>,
) -> Result<(Survey, Encoding), Refusal> {
    let mut stream = open::unpacked(path, compression, tell)?;
    let mut survey = Survey::new(delimiter);
    let mut block = vec![0_u8; BLOCK];
    let mut carried = 0;
    loop {
        let read = open::fill(&mut *stream, &mut block[carried..])
            .map_err(|error| open::broken(compression, error))?;
        let end = carried + read;
        let last = end < block.len();
        if block[..end].contains(&0) {
            return Err(Refusal::Binary);
        }
        let census = Census::of(&block[..end], last);
        if let Some(at) = census.first_bad {
            survey.bad_line.get_or_insert(survey.lines + text::line_of(&block, at));
        }
        survey.sequences += census.sequences;
        survey.bad += census.bad;
        survey.add(&block[..end - census.unfinished])?;
        block.copy_within(end - census.unfinished..end, 0);
        carried = census.unfinished;
        if last {
            break;
        }
    }
    match survey.bad_line {
        None => Ok((survey, Encoding::Utf8)),
        Some(line) if survey.sequences > 1 && survey.sequences * 20 >= survey.bad => {
            Err(Refusal::MixedEncoding { line })
        }
        Some(_) => Ok((survey, Encoding::Latin1)),
    }
}

/// A stream of UTF-8 from a stream in another encoding.
pub(crate) struct Utf8<'a> {
    source: &'a mut dyn Read,
    decoder: encoding_rs::Decoder,
    input: Vec<u8>,
}

impl<'a> Utf8<'a> {
    /// Decodes a stream; a byte order mark is dropped.
    pub(crate) fn new(source: &'a mut dyn Read, encoding: Encoding) -> Self {
        Self { source, decoder: encoding.decoder(), input: vec![0; BLOCK / 8] }
    }

    /// Writes the text from the line after `skip` line breaks on; returns what it saw of all of it.
    pub(crate) fn write(
        mut self,
        compression: Compression,
        delimiter: Option<u8>,
        skip: u64,
        sink: &mut dyn Write,
    ) -> Result<Survey, Refusal> {
        let mut survey = Survey::new(delimiter);
        let mut output = String::with_capacity(BLOCK);
        let mut skip = skip;
        loop {
            let read =
                open::fill(self.source, &mut self.input).map_err(|error| open::broken(compression, error))?;
            let last = read < self.input.len();
            output.clear();
            let (_, used, _) = self.decoder.decode_to_string(&self.input[..read], &mut output, last);
            debug_assert_eq!(used, read, "the output holds three bytes for every byte of input");
            if output.as_bytes().contains(&0) {
                return Err(Refusal::Binary);
            }
            survey.add(output.as_bytes())?;
            sink.write_all(after_lines(&output, &mut skip).as_bytes()).map_err(Refusal::Scratch)?;
            if last {
                return sink.flush().map_err(Refusal::Scratch).map(|()| survey);
            }
        }
    }
}

/// The text after the lines still to be skipped.
fn after_lines<'a>(text: &'a str, skip: &mut u64) -> &'a str {
    let mut rest = text;
    while *skip > 0 {
        let Some(at) = rest.find('\n') else { return "" };
        rest = &rest[at + 1..];
        *skip -= 1;
    }
    rest
}
