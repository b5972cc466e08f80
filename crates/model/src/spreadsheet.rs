//! Text that goes into a spreadsheet as CSV, which knows no types: every exporter of CSV passes its cells through here, so that a
//! name that begins like a formula stays a name. Cells of a workbook are written as text and need none of it. Never changes what is
//! stored, only what is written out.

use std::borrow::Cow;

/// The same text, made harmless for a spreadsheet: one that begins with `=`, `+`, `-`, `@`, tab or carriage return gets a
/// leading apostrophe, unless it is a plain number (`-12.50`, `+3`, `-1,5`) or a telephone number (`+358 40 123`). After OWASP,
/// "CSV Injection".
pub fn neutralise(text: &str) -> Cow<'_, str> {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula && !is_number(text) && !is_phone(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// True for a plus and at least five digits, with spaces, hyphens and brackets between them: an international telephone number. At
/// worst a spreadsheet reckons a difference of numbers from it; it can name no cell and call nothing.
fn is_phone(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('+') else { return false };
    rest.bytes().all(|byte| byte.is_ascii_digit() || b" -()".contains(&byte))
        && rest.bytes().filter(u8::is_ascii_digit).count() >= 5
}

/// True for a sign, digits, at most one decimal point or comma, and an optional exponent: nothing a formula could be.
fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
    digits(whole) && digits(fraction) && digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text_and_numbers_stay() {
        for (given, expected) in [
            ("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")"),
            ("+358 40 123", "+358 40 123"),
            ("+358 (0)40-123 45 67", "+358 (0)40-123 45 67"),
            ("+358 40 123 ext 5", "'+358 40 123 ext 5"),
            ("+35840123*A1", "'+35840123*A1"),
            ("+1 (2)", "'+1 (2)"),
            ("-358 40 123", "'-358 40 123"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("-", "'-"),
            ("-12.50", "-12.50"),
            ("-1,5", "-1,5"),
            ("+3", "+3"),
            ("-1.5e-7", "-1.5e-7"),
            ("Coffee = tea", "Coffee = tea"),
            ("", ""),
        ] {
            assert_eq!(neutralise(given), expected, "{given:?}");
        }
    }
}
