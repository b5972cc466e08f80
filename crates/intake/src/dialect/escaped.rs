//! Percent escapes (RFC 3986, 2.1): what is none is left as it stands.

/// The bytes that are meant.
pub(super) fn unescaped(bytes: &[u8]) -> Vec<u8> {
    let mut told = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let code = bytes.get(at + 1..at + 3).and_then(|two| std::str::from_utf8(two).ok());
        let code = code.filter(|_| byte == b'%').and_then(|two| u8::from_str_radix(two, 16).ok());
        told.push(code.unwrap_or(byte));
        at += if code.is_some() { 3 } else { 1 };
    }
    told
}

#[cfg(test)]
mod tests {
    use super::unescaped;

    #[test]
    fn escapes_are_read_and_what_is_none_stays() {
        for (told, meant) in
            [("a%C3%A4%3D", "aä="), ("100%", "100%"), ("%4", "%4"), ("%zz%", "%zz%"), ("", "")]
        {
            assert_eq!(String::from_utf8_lossy(&unescaped(told.as_bytes())), meant, "{told}");
        }
    }
}
