//! Opens a file with bounded memory: finds the packing by its first bytes, reads the unpacked head, streams the rest.

use crate::refusal::Refusal;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use vihje_model::import::{BytesRead, Compression};

/// Bytes looked at when the file has line breaks.
pub(crate) const HEAD: usize = 1 << 20;
/// The longest line a file may have, in bytes; nothing more is ever held at once.
pub(crate) const LINE_LIMIT: usize = 4 << 20;

/// The first bytes of a file, unpacked.
pub(crate) struct Head {
    /// How the file is packed.
    pub(crate) compression: Compression,
    /// At most [`LINE_LIMIT`] bytes.
    pub(crate) bytes: Vec<u8>,
    /// True when `bytes` is the whole file.
    pub(crate) whole: bool,
}

/// Opens and tells a missing file from an unreadable one.
pub(crate) fn file(path: &Path) -> Result<File, Refusal> {
    File::open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Refusal::NotFound,
        _ => Refusal::Unreadable(error),
    })
}

/// The packing, by the first bytes and never by the name.
pub(crate) fn compression(path: &Path) -> Result<Compression, Refusal> {
    let mut magic = [0_u8; 4];
    let length = fill(&mut file(path)?, &mut magic).map_err(Refusal::Unreadable)?;
    Ok(match &magic[..length] {
        [0x1f, 0x8b, ..] => Compression::Gzip,
        [0x28, 0xb5, 0x2f, 0xfd] => Compression::Zstd,
        _ => Compression::None,
    })
}

/// Whom to tell how far a file has been read.
pub(crate) type Tell<'a> = &'a dyn Fn(BytesRead);

/// A file that tells how far it has been read.
struct Told<'a> {
    file: File,
    bytes: BytesRead,
    tell: Tell<'a>,
}

impl Read for Told<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.file.read(buffer)?;
        self.bytes.read += length as u64;
        (self.tell)(self.bytes);
        Ok(length)
    }
}

/// The unpacked bytes of a file as a stream; `tell` hears of the packed ones.
pub(crate) fn unpacked<'a>(
    path: &Path,
    compression: Compression,
    tell: Tell<'a>,
) -> Result<Box<dyn Read + 'a>, Refusal> {
    let file = file(path)?;
    let total = file.metadata().map_err(Refusal::Unreadable)?.len();
    let packed = BufReader::with_capacity(1 << 18, Told { file, bytes: BytesRead { read: 0, total }, tell });
    Ok(match compression {
        Compression::None => Box::new(packed),
        Compression::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(packed)),
        Compression::Zstd => Box::new(zstd::Decoder::with_buffer(packed).map_err(Refusal::Damaged)?),
    })
}

/// Reads [`HEAD`] bytes, and on to [`LINE_LIMIT`] while there is no line break.
pub(crate) fn head(path: &Path) -> Result<Head, Refusal> {
    let compression = compression(path)?;
    let mut stream = unpacked(path, compression, &|_| {})?;
    let mut bytes = Vec::new();
    let mut limit = HEAD;
    loop {
        let wanted = limit - bytes.len();
        let got = stream
            .by_ref()
            .take(wanted as u64)
            .read_to_end(&mut bytes)
            .map_err(|error| broken(compression, error))?;
        let whole = got < wanted;
        let has_line = bytes.iter().any(|byte| matches!(byte, b'\n' | b'\r'));
        if whole || has_line || limit == LINE_LIMIT {
            return Ok(Head { compression, bytes, whole });
        }
        limit = LINE_LIMIT;
    }
}

/// An error while reading packed data means damaged data; otherwise the disk failed.
pub(crate) fn broken(compression: Compression, error: io::Error) -> Refusal {
    match compression {
        Compression::None => Refusal::Unreadable(error),
        Compression::Gzip | Compression::Zstd => Refusal::Damaged(error),
    }
}

/// Reads until the buffer is full or the stream ends; the number of bytes read.
pub(crate) fn fill(stream: &mut dyn Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while length < buffer.len() {
        match stream.read(&mut buffer[length..]) {
            Ok(0) => break,
            Ok(read) => length += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length)
}
