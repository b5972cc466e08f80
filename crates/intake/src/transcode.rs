//! One pass over a text file before it is imported: the whole of it is checked (packing, encoding, length of lines), and
//! written again as UTF-8 where it is not. Must never hold more than a few blocks.

use crate::edges::Edges;
use crate::open::{self, LINE_LIMIT, Tell};
use crate::refusal::Refusal;
use crate::text::{self, Census, Encoding};
use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc;
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
    length: usize,
}

impl Survey {
    /// Of a text whose cells are parted by `delimiter`, where they are.
    fn new(delimiter: Option<u8>) -> Self {
        let edges = Edges::new(delimiter);
        Self { lines: 0, bad_line: None, edges, length: 0 }
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

/// A block of a text for the second look.
struct Block {
    bytes: Vec<u8>,
    /// Where the first bytes stand that are not UTF-8.
    bad: Option<usize>,
}

/// Blocks on their way between the two looks.
const AHEAD: usize = 4;

/// Reads a UTF-8 text through. The encoding is found by its head, so bytes that are no UTF-8 may still come: then the
/// encoding is Latin-1 after all, or the file is a mixture and refused. One thread reads, unpacks and looks at the encoding,
/// another at lines and cells.
pub(crate) fn survey(
    path: &Path,
    compression: Compression,
    delimiter: Option<u8>,
    tell: Tell<'_>,
) -> Result<(Survey, Encoding), Refusal> {
    let mut stream = open::unpacked(path, compression, tell)?;
    let (looked, survey) = std::thread::scope(|scope| {
        let (blocks, taken) = mpsc::sync_channel::<Block>(AHEAD);
        let (used, empty) = mpsc::channel();
        let second = scope.spawn(move || {
            let mut survey = Survey::new(delimiter);
            for block in taken {
                if let Some(at) = block.bad {
                    survey.bad_line.get_or_insert(survey.lines + text::line_of(&block.bytes, at));
                }
                survey.add(&block.bytes)?;
                // Nobody waits for the last ones.
                let _ = used.send(block.bytes);
            }
            Ok(survey)
        });
        let looked = look(&mut *stream, compression, &blocks, &empty);
        drop(blocks);
        (looked, second.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    // What the second saw is of lines before those the first was at.
    let survey: Survey = survey?;
    let (sequences, bad) = looked?;
    match survey.bad_line {
        None => Ok((survey, Encoding::Utf8)),
        Some(line) if sequences > 1 && sequences * 20 >= bad => Err(Refusal::MixedEncoding { line }),
        Some(_) => Ok((survey, Encoding::Latin1)),
    }
}

/// Sends every block on, without what is unfinished at its end: the next begins with that. Returns how many sequences of UTF-8
/// and how many bytes that are none there are. Ends early when nobody takes the blocks.
fn look(
    stream: &mut dyn Read,
    compression: Compression,
    blocks: &mpsc::SyncSender<Block>,
    empty: &mpsc::Receiver<Vec<u8>>,
) -> Result<(usize, usize), Refusal> {
    let (mut sequences, mut bad) = (0, 0);
    let mut unfinished = Vec::new();
    loop {
        let mut bytes: Vec<u8> = empty.try_recv().unwrap_or_default();
        bytes.resize(BLOCK, 0);
        let carried = unfinished.len();
        bytes[..carried].copy_from_slice(&unfinished);
        let read =
            open::fill(stream, &mut bytes[carried..]).map_err(|error| open::broken(compression, error))?;
        let last = carried + read < BLOCK;
        bytes.truncate(carried + read);
        if bytes.contains(&0) {
            return Err(Refusal::Binary);
        }
        let census = Census::of(&bytes, last);
        sequences += census.sequences;
        bad += census.bad;
        unfinished = bytes.split_off(bytes.len() - census.unfinished);
        let taken = blocks.send(Block { bytes, bad: census.first_bad });
        if last || taken.is_err() {
            return Ok((sequences, bad));
        }
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
