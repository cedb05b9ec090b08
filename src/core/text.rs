//! Functions on text and on decimal numbers.
//!
//! The standard library's functions bring patterns, formatting and generic parsers, which as wasm are larger than both signature
//! methods.

/// Concatenates texts.
#[must_use]
pub(crate) fn concat(parts: &[&str]) -> String {
    join(parts, "")
}

/// Joins texts with a separator.
#[must_use]
pub(crate) fn join(parts: &[&str], separator: &str) -> String {
    let mut length = 0;
    for part in parts {
        length += part.len() + separator.len();
    }
    let mut joined = String::with_capacity(length);
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            joined.push_str(separator);
        }
        joined.push_str(part);
    }
    joined
}

/// Returns a number in decimal.
#[must_use]
pub(crate) fn decimal(number: u64) -> String {
    let mut text = String::new();
    push_decimal(&mut text, number, 1);
    text
}

/// Appends a number in decimal, padded with zeros to `digits`.
pub(crate) fn push_decimal(out: &mut String, number: u64, digits: u32) {
    if number > 9 || digits > 1 {
        push_decimal(out, number / 10, digits.saturating_sub(1));
    }
    out.push(char::from(b'0' + (number % 10).to_le_bytes()[0]));
}

/// Parses decimal digits. Returns `None` for any other text, and for a number that is too large.
pub(crate) fn number(digits: &str) -> Option<u64> {
    let mut number = None;
    for byte in digits.bytes() {
        let digit = u64::from(byte.wrapping_sub(b'0'));
        if digit > 9 {
            return None;
        }
        number = Some(number.unwrap_or(0u64).checked_mul(10)?.checked_add(digit)?);
    }
    number
}

/// Returns the index of the first `needle`, which must not be empty.
pub(crate) fn find(text: &str, needle: &str) -> Option<usize> {
    let (text, needle) = (text.as_bytes(), needle.as_bytes());
    // The first byte nearly always decides. A comparison of slices is a function call.
    text.windows(needle.len())
        .position(|window| window[0] == needle[0] && window == needle)
}

/// Splits a text at the first `separator`.
pub(crate) fn split_once<'a>(text: &'a str, separator: &str) -> Option<(&'a str, &'a str)> {
    let (before, rest) = text.split_at_checked(find(text, separator)?)?;
    Some((before, rest.get(separator.len()..)?))
}

/// Splits a text at every `separator`.
pub(crate) fn split<'a>(text: &'a str, separator: &str) -> Vec<&'a str> {
    let (mut parts, mut rest) = (Vec::new(), text);
    while let Some((part, behind)) = split_once(rest, separator) {
        parts.push(part);
        rest = behind;
    }
    parts.push(rest);
    parts
}

#[cfg(test)]
mod tests {
    #[cfg(target_family = "wasm")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn numbers() {
        for number in [0, 9, 10, 304, u64::from(u16::MAX), u64::MAX] {
            assert_eq!(decimal(number), number.to_string());
            assert_eq!(super::number(&number.to_string()), Some(number));
        }
        for bad in [
            "",
            "-1",
            "+1",
            "1 ",
            "1.0",
            "18446744073709551616",
            "99999999999999999999999",
            "१",
        ] {
            assert_eq!(number(bad), None, "{bad}");
        }
        assert_eq!(number("007"), Some(7));
        let mut padded = String::new();
        push_decimal(&mut padded, 26, 4);
        assert_eq!(padded, "0026");
    }

    #[test]
    fn splits() {
        for (text, separator, parts) in [
            ("a::b::c", "::", Some(("a", "b::c"))),
            ("::", "::", Some(("", ""))),
            ("監::視", "::", Some(("監", "視"))),
            ("a:b", "::", None),
            ("", "::", None),
        ] {
            assert_eq!(split_once(text, separator), parts, "{text}");
        }
        assert_eq!(split("a..b", "."), ["a", "", "b"]);
        assert_eq!(split("", "."), [""]);
        assert_eq!(join(&["a", "b"], ", "), "a, b");
    }
}
