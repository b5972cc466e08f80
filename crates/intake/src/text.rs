//! Finds the encoding of text: UTF-8, UTF-16 in both byte orders, or Windows-1252 (which holds Latin-1).

use crate::refusal::Refusal;

/// How text is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, least byte first.
    Utf16Le,
    /// UTF-16, greatest byte first.
    Utf16Be,
    /// Windows-1252, a superset of the printable part of Latin-1.
    Latin1,
}

impl Encoding {
    /// The name that a plan carries.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le | Self::Utf16Be => "utf-16",
            Self::Latin1 => "latin-1",
        }
    }

    /// The decoder for it.
    pub(crate) fn decoder(self) -> encoding_rs::Decoder {
        match self {
            Self::Utf8 => encoding_rs::UTF_8,
            Self::Utf16Le => encoding_rs::UTF_16LE,
            Self::Utf16Be => encoding_rs::UTF_16BE,
            Self::Latin1 => encoding_rs::WINDOWS_1252,
        }
        .new_decoder_with_bom_removal()
    }
}

/// The encoding of the first bytes of a file; `whole` when there are no more.
pub(crate) fn encoding(bytes: &[u8], whole: bool) -> Result<Encoding, Refusal> {
    if bytes.starts_with(b"\xff\xfe\0\0") || bytes.starts_with(b"\0\0\xfe\xff") {
        return Err(Refusal::Unsupported { what: "UTF-32 text", hint: "Save it as UTF-8." });
    }
    if bytes.starts_with(b"\xff\xfe") {
        return Ok(Encoding::Utf16Le);
    }
    if bytes.starts_with(b"\xfe\xff") {
        return Ok(Encoding::Utf16Be);
    }
    if bytes.contains(&0) {
        return utf16_without_mark(bytes).ok_or(Refusal::Binary);
    }
    let control = bytes.iter().filter(|byte| **byte < 9 || (14..32).contains(*byte) && **byte != 27).count();
    if control * 200 > bytes.len() {
        return Err(Refusal::Binary);
    }
    let census = Census::of(bytes, whole);
    match census.first_bad {
        None => Ok(Encoding::Utf8),
        // A Latin-1 text holds what looks like a UTF-8 sequence only by rare accident; one in twenty is a mixture.
        Some(at) if census.sequences * 20 >= census.bad && census.sequences > 1 => {
            Err(Refusal::MixedEncoding { line: line_of(bytes, at) })
        }
        Some(_) => Ok(Encoding::Latin1),
    }
}

/// Zero bytes in every second place are Latin letters in UTF-16.
fn utf16_without_mark(bytes: &[u8]) -> Option<Encoding> {
    let zeros = |parity: usize| bytes.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let most = bytes.len() / 2 * 6 / 10;
    match (even, odd) {
        (even, odd) if odd > most && even * 20 <= odd => Some(Encoding::Utf16Le),
        (even, odd) if even > most && odd * 20 <= even => Some(Encoding::Utf16Be),
        _ => None,
    }
}

/// How much of a text is UTF-8 beyond ASCII, and how much cannot be.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Census {
    /// Well-formed sequences of two bytes and more.
    pub(crate) sequences: usize,
    /// Bytes that belong to no sequence.
    pub(crate) bad: usize,
    /// Where the first of those lies.
    pub(crate) first_bad: Option<usize>,
    /// Bytes at the end that may be the beginning of a sequence.
    pub(crate) unfinished: usize,
}

impl Census {
    /// Counts; an unfinished sequence at the end is bad only when `whole`.
    pub(crate) fn of(bytes: &[u8], whole: bool) -> Self {
        let mut census = Self::default();
        if bytes.is_ascii() {
            return census; // the usual block, told apart at the speed of memory
        }
        let mut start = 0;
        while start < bytes.len() {
            let (good, error) = match std::str::from_utf8(&bytes[start..]) {
                Ok(_) => (bytes.len() - start, None),
                Err(error) => (error.valid_up_to(), Some(error.error_len())),
            };
            census.sequences += count(&bytes[start..start + good], |byte| byte >= 0xc2);
            start += good;
            match error {
                None => break,
                Some(None) if !whole => {
                    census.unfinished = bytes.len() - start;
                    break;
                }
                Some(length) => {
                    let length = length.unwrap_or(bytes.len() - start);
                    census.first_bad.get_or_insert(start);
                    census.bad += length;
                    start += length;
                }
            }
        }
        census
    }
}

/// The line of a byte, counted from one.
pub(crate) fn line_of(bytes: &[u8], at: usize) -> u64 {
    1 + count(&bytes[..at], |byte| byte == b'\n') as u64
}

/// How many bytes are so. Counts 255 at a time in bytes that cannot overflow, which the compiler turns into vector instructions.
pub(crate) fn count(bytes: &[u8], is: impl Fn(u8) -> bool) -> usize {
    let few = |chunk: &[u8]| chunk.iter().fold(0_u8, |sum, &byte| sum.wrapping_add(u8::from(is(byte))));
    bytes.chunks(255).map(|chunk| usize::from(few(chunk))).sum()
}

/// The head of a file as UTF-8 text without a byte order mark.
pub(crate) fn decode(bytes: &[u8], encoding: Encoding, whole: bool) -> String {
    let mut decoder = encoding.decoder();
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len()));
    let _ = decoder.decode_to_string(bytes, &mut text, whole);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_told_apart() {
        let utf16: Vec<u8> = "id;nimi\n1;Äyräpää\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let utf16_big: Vec<u8> = "id;nimi\n1;Äyräpää\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (bytes, expected) in [
            (&b"id,name\n1,Ann\n"[..], "utf-8"),
            ("\u{feff}id,name\n1,Väinö\n".as_bytes(), "utf-8"),
            (b"id;nimi\n1;V\xe4in\xf6\n", "latin-1"),
            (b"id;price\n1;\x80 5\n", "latin-1"),
            (&utf16, "utf-16"),
            (&utf16_big, "utf-16"),
        ] {
            assert_eq!(encoding(bytes, true).map(Encoding::name).unwrap(), expected, "{bytes:?}");
        }
    }

    #[test]
    fn a_mixture_is_refused_with_its_line() {
        let mut bytes = "id;nimi\n1;Väinö\n2;Äijä\n".as_bytes().to_vec();
        bytes.extend(b"3;V\xe4in\xf6\n");
        assert!(matches!(encoding(&bytes, true), Err(Refusal::MixedEncoding { line: 4 })));
    }

    #[test]
    fn a_sequence_cut_by_the_end_of_the_head_is_no_error() {
        let bytes = "a,ä".as_bytes();
        assert_eq!(encoding(&bytes[..bytes.len() - 1], false).unwrap(), Encoding::Utf8);
        assert_eq!(encoding(&bytes[..bytes.len() - 1], true).unwrap(), Encoding::Latin1);
    }
}
