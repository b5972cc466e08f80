//! How figures are printed: headings, tables, and one line for each target. Computes nothing.

use anyhow::{Context, Result};
use std::io::Write;

/// What a figure is held against.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Target {
    /// Met by this or less.
    AtMost(f64),
    /// Met by this or more.
    AtLeast(f64),
}

/// Prints a line; figures are all a benchmark is for.
///
/// # Errors
/// When standard output is closed.
pub fn say(line: &str) -> Result<()> {
    writeln!(std::io::stdout().lock(), "{line}").context("standard output is closed")
}

/// The heading of a run: what, on what machine.
///
/// # Errors
/// When standard output is closed.
pub fn heading(what: &str) -> Result<()> {
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let cpu = cpu.lines().find_map(|line| line.strip_prefix("model name")?.split(": ").nth(1));
    say(&format!(
        "# {what}\n{} threads of {}, load before the run {}",
        rayon::current_num_threads(),
        cpu.unwrap_or("an unknown processor"),
        crate::load_average()
    ))
}

/// Prints a figure with its target and whether it was met, on a line that begins with `=>`; `run.sh` collects these.
///
/// # Errors
/// When standard output is closed.
pub fn verdict(what: &str, figure: f64, unit: &str, target: Target) -> Result<()> {
    let (words, bound, met) = match target {
        Target::AtMost(bound) => ("at most", bound, figure <= bound),
        Target::AtLeast(bound) => ("at least", bound, figure >= bound),
    };
    let met = if met { "met" } else { "NOT MET" };
    say(&format!("=> {what}: {} {unit}; target {words} {}: {met}", digits(figure), digits(bound)))
}

/// A number with three significant digits, or all of a whole number's.
fn digits(value: f64) -> String {
    let whole = (value.abs().max(1e-9).log10().floor() + 1.0).clamp(-6.0, 15.0);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 0 and 9
    let after = (3.0 - whole).clamp(0.0, 9.0) as usize;
    let text = format!("{value:.after$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// A whole number with a comma at every thousand.
pub fn thousands(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Prints rows under a heading; all columns but the first are ranged right.
///
/// # Errors
/// When standard output is closed.
pub fn table(heads: &[&str], rows: &[Vec<String>]) -> Result<()> {
    let heads: Vec<String> = heads.iter().map(|head| (*head).to_owned()).collect();
    let all = || std::iter::once(&heads).chain(rows);
    let width = |column: usize| all().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..heads.len()).map(width).collect();
    for row in all() {
        let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, &width))| match column {
            0 => format!("{cell:<width$}"),
            _ => format!("{cell:>width$}"),
        });
        say(cells.collect::<Vec<_>>().join("  ").trim_end())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!(
            ["2.41", "0.00123", "118", "12345", "3"].map(String::from),
            [digits(2.4123), digits(0.001_234), digits(118.0), digits(12_345.4), digits(3.0)]
        );
        assert_eq!((thousands(1_000_000), thousands(999)), ("1,000,000".to_owned(), "999".to_owned()));
    }
}
