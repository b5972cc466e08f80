//! Whether any cell of a delimited text may have white space around it, seen while the text is checked. Most files have none, and
//! to know it spares a search in every row of them. May say so of a text that has none, never the other way round.

/// What was seen so far.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Edges {
    delimiter: u8,
    /// The last two bytes, for what stands across two blocks.
    before: [u8; 2],
    begun: bool,
    spaced: bool,
}

impl Edges {
    /// Of a text with this delimiter. Nothing is known of one whose delimiter is more than a byte.
    pub(crate) fn new(delimiter: Option<u8>) -> Self {
        let spaced = !delimiter.is_some_and(|byte| byte.is_ascii());
        Self { delimiter: delimiter.unwrap_or_default(), before: *b"\n\n", begun: false, spaced }
    }

    /// The next block of the text, in UTF-8.
    pub(crate) fn add(&mut self, block: &[u8]) {
        if self.spaced {
            return;
        }
        let block = if self.begun { block } else { block.strip_prefix(b"\xef\xbb\xbf").unwrap_or(block) };
        self.begun |= !block.is_empty();
        let seam = [&self.before[..], &block[..block.len().min(2)]].concat();
        self.spaced = self.anywhere(&seam) || self.anywhere(block);
        self.before.copy_from_slice(&seam[seam.len() - 2..]);
        if let [.., a, b] = block {
            self.before = [*a, *b];
        }
    }

    /// Whether a cell may begin or end with white space; the text ends here.
    pub(crate) fn spaced(self) -> bool {
        self.spaced || self.anywhere(&[self.before[0], self.before[1], b'\n', b'\n'])
    }

    fn anywhere(self, bytes: &[u8]) -> bool {
        self.in_ascii(bytes) || (!bytes.is_ascii() && beyond_ascii(bytes))
    }

    /// White space of ASCII beside a delimiter, a quote or the end of a line. Without branches, so that the compiler looks at many
    /// bytes at once.
    fn in_ascii(self, bytes: &[u8]) -> bool {
        let delimiter = self.delimiter;
        let stop = |byte: u8| (byte == delimiter) | (byte == b'\n') | (byte == b'\r');
        let space = |byte: u8| {
            ((byte == b' ') | (byte == b'\t') | (byte == b'\x0b') | (byte == b'\x0c')) & (byte != delimiter)
        };
        any_three(bytes, |a, b, c| {
            let quoted_break =
                (a == b'\n') & (b == b'"') & stop(c) | stop(a) & (b == b'"') & ((c == b'\n') | (c == b'\r'));
            space(a) & (stop(b) | (b == b'"'))
                | (stop(a) | (a == b'"')) & space(b)
                | (a == b'\r') & (b != b'\n')
                | quoted_break
        })
    }
}

/// A white space of Unicode beyond ASCII, wherever it stands.
fn beyond_ascii(bytes: &[u8]) -> bool {
    any_three(bytes, |a, b, c| {
        (a == 0xc2) & ((b == 0x85) | (b == 0xa0))
            | (a == 0xe1) & (b == 0x9a) & (c == 0x80)
            | (a == 0xe2) & (b == 0x80) & ((c <= 0x8a) | (c == 0xa8) | (c == 0xa9) | (c == 0xaf))
            | (a == 0xe2) & (b == 0x81) & (c == 0x9f)
            | (a == 0xe3) & (b == 0x80) & (c == 0x80)
    })
}

/// Whether it holds for any three bytes that follow each other.
fn any_three(bytes: &[u8], is: impl Fn(u8, u8, u8) -> bool) -> bool {
    let (Some(second), Some(third)) = (bytes.get(1..), bytes.get(2..)) else { return false };
    bytes.iter().zip(second).zip(third).fold(false, |any, ((&a, &b), &c)| any | is(a, b, c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn spaced(text: &str, block: usize) -> bool {
        let mut edges = Edges::new(Some(b','));
        text.as_bytes().chunks(block).for_each(|block| edges.add(block));
        edges.spaced()
    }

    #[test]
    fn white_space_within_a_cell_is_none_around_it() {
        for text in [
            "a,b\n1,Web shop\n",
            "\u{feff}a,b\r\n1,x\r\n,\r\n",
            "a\n\"\",\"x y\"\n\"two\nlines\",3",
            "\"a\",\"b\"\n\"1\",\"Gdańsk – 2\"\n",
            "",
        ] {
            for block in 1..9 {
                assert!(!spaced(text, block), "{text:?} in blocks of {block}");
            }
        }
    }

    #[test]
    fn white_space_around_a_cell_is_seen_wherever_it_stands() {
        for text in [
            " a,b\n1,2\n",
            "a,b\n1, 2\n",
            "a,b\n1 ,2\n",
            "a,b\n1,2 ",
            "a,b\n1,2\t\r\n",
            "a,b\n\" 1\",2\n",
            "a,b\n\"1 \",2\n",
            "a,b\n\"1\n\",2\n",
            "a,b\n1,\"\r\n2\"\n",
            "a,b\n1\r,2\n",
            "a,b\n1\u{a0},2\n",
            "a,b\n\u{3000}1,2\n",
            "a,b\n1,\u{2009}",
        ] {
            for block in 1..9 {
                assert!(spaced(text, block), "{text:?} in blocks of {block}");
            }
        }
    }

    #[test]
    fn a_delimiter_that_is_white_space_is_none() {
        let mut edges = Edges::new(Some(b'\t'));
        edges.add(b"a\tb\n\t\n1\t2\n");
        assert!(!edges.spaced());
    }

    proptest! {
        #[test]
        fn no_cell_with_white_space_around_it_is_missed(
            cells in prop::collection::vec("[ab \"\n\r\t\u{a0}\u{2003}é]{0,4}", 1..12),
            block in 1_usize..20,
        ) {
            let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
            for row in cells.chunks(3) {
                let mut row = row.to_vec();
                row.resize(3, String::new());
                writer.write_record(&row).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let any = cells.iter().any(|cell| cell.trim() != cell);
            prop_assert!(!any || spaced(&text, block), "{text:?}");
        }
    }
}
