//! A file's bytes as plain UTF-8, unpacked and decoded while they are read. Must never hold more than a buffer of it.

use crate::error::{Error, Result};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use vihje_model::import::Compression;

const BUFFER: usize = 1 << 20;

/// Opens a file as a stream of UTF-8 bytes without a byte order mark. Bytes that are not valid in `encoding` come out as they
/// are in UTF-8 (so that the row can be named) and as the replacement character in UTF-16.
pub(super) fn open(path: &Path, compression: Compression, encoding: &str) -> Result<Box<dyn BufRead>> {
    let file = File::open(path).map_err(|error| Error::file(path, error))?;
    let plain: Box<dyn Read> = match compression {
        Compression::None => Box::new(file),
        Compression::Gzip => {
            Box::new(flate2::read::MultiGzDecoder::new(BufReader::with_capacity(BUFFER, file)))
        }
        Compression::Zstd => Box::new(zstd::Decoder::new(file).map_err(|error| Error::file(path, error))?),
    };
    let mut bytes = BufReader::with_capacity(BUFFER, plain);
    let head = bytes.fill_buf().map_err(|error| Error::file(path, error))?;
    Ok(match encoding {
        "latin-1" => Box::new(BufReader::with_capacity(BUFFER, Latin1(bytes))),
        "utf-16" => {
            let little = !head.starts_with(&[0xFE, 0xFF]);
            let marked = head.starts_with(&[0xFE, 0xFF]) || head.starts_with(&[0xFF, 0xFE]);
            bytes.consume(if marked { 2 } else { 0 });
            Box::new(BufReader::with_capacity(BUFFER, Utf16 { bytes, little, pending: None }))
        }
        _ => {
            let marked = head.starts_with(&[0xEF, 0xBB, 0xBF]);
            bytes.consume(if marked { 3 } else { 0 });
            Box::new(bytes)
        }
    })
}

/// ISO 8859-1 to UTF-8.
struct Latin1<R>(R);

impl<R: BufRead> Read for Latin1<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let input = self.0.fill_buf()?;
        let (mut used, mut written) = (0, 0);
        for &byte in input {
            if written + 2 > out.len() {
                break;
            }
            written += char::from(byte).encode_utf8(&mut out[written..]).len();
            used += 1;
        }
        self.0.consume(used);
        Ok(written)
    }
}

/// UTF-16 of either byte order to UTF-8.
struct Utf16<R> {
    bytes: R,
    little: bool,
    /// A unit read ahead: the one after an unpaired surrogate.
    pending: Option<u16>,
}

impl<R: Read> Utf16<R> {
    fn unit(&mut self) -> io::Result<Option<u16>> {
        if let Some(unit) = self.pending.take() {
            return Ok(Some(unit));
        }
        let mut pair = [0; 2];
        match self.bytes.read_exact(&mut pair) {
            Ok(()) => Ok(Some(if self.little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn sign(&mut self) -> io::Result<Option<char>> {
        let Some(first) = self.unit()? else { return Ok(None) };
        if !(0xD800..0xDC00).contains(&first) {
            return Ok(Some(char::from_u32(u32::from(first)).unwrap_or(char::REPLACEMENT_CHARACTER)));
        }
        let second = self.unit()?;
        match second {
            Some(low @ 0xDC00..0xE000) => {
                let code = 0x1_0000 + ((u32::from(first) - 0xD800) << 10) + (u32::from(low) - 0xDC00);
                Ok(char::from_u32(code))
            }
            other => {
                self.pending = other;
                Ok(Some(char::REPLACEMENT_CHARACTER))
            }
        }
    }
}

impl<R: Read> Read for Utf16<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut written = 0;
        while written + 4 <= out.len() {
            let Some(sign) = self.sign()? else { break };
            written += sign.encode_utf8(&mut out[written..]).len();
        }
        Ok(written)
    }
}
