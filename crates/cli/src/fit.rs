//! How a table finds room on a terminal: headings go on in a second line first, then long names are cut, then the last columns are
//! left out. A number is never broken.

/// Signs of a name that are kept at least.
const LEAST: usize = 16;
/// Signs that a table needs beside a column's own: one on each side, and one between two columns.
const BESIDE: usize = 3;

/// A column and the room it would like.
pub(crate) struct Wanted {
    pub(crate) heading: String,
    /// Signs of its widest value.
    pub(crate) values: usize,
    /// Whether its values may be cut.
    pub(crate) cut: bool,
}

/// What there is room for.
pub(crate) struct Fitted {
    /// How many of the columns, from the first.
    pub(crate) columns: usize,
    /// Their headings, in lines.
    pub(crate) headings: Vec<String>,
    /// Signs of the longest name in a column whose values may be cut.
    pub(crate) longest: usize,
}

/// Signs of a text on a terminal, where none is wider than another.
pub(crate) fn signs(text: &str) -> usize {
    text.chars().count()
}

/// The text within so many signs, with an ellipsis where something is cut off.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    if signs(text) <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// Fits columns into so many signs; without a limit everything is shown as it is.
pub(crate) fn fit(wanted: &[Wanted], room: Option<usize>) -> Fitted {
    let all = |headings: Vec<String>| Fitted { columns: wanted.len(), headings, longest: usize::MAX };
    let plain: Vec<String> = wanted.iter().map(|column| column.heading.clone()).collect();
    let whole = wanted.iter().map(|column| column.values.max(signs(&column.heading)));
    let Some(room) = room.filter(|&room| total(whole) > room) else { return all(plain) };
    let mut columns = wanted.len();
    while columns > 1 && total(wanted[..columns].iter().map(|column| column.width(LEAST))) > room {
        columns -= 1;
    }
    let kept = &wanted[..columns];
    let widest = kept.iter().map(|column| column.values).max().unwrap_or(LEAST).max(LEAST);
    let fits = |longest: &usize| total(kept.iter().map(|column| column.width(*longest))) <= room;
    let longest = (LEAST..=widest).rev().find(fits).unwrap_or(LEAST);
    let headings = kept.iter().map(|column| in_lines(&column.heading, column.width(longest))).collect();
    Fitted { columns, headings, longest }
}

fn total(widths: impl Iterator<Item = usize>) -> usize {
    widths.map(|width| width + BESIDE).sum::<usize>().saturating_sub(1)
}

impl Wanted {
    /// Its width with a heading in lines and names of so many signs.
    fn width(&self, longest: usize) -> usize {
        let word = self.heading.split(' ').map(signs).max().unwrap_or(0);
        word.max(if self.cut { self.values.min(longest) } else { self.values })
    }
}

/// The words of a heading in lines of so many signs.
fn in_lines(heading: &str, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in heading.split(' ') {
        match lines.last_mut() {
            Some(line) if signs(line) + 1 + signs(word) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}
