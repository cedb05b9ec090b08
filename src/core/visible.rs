//! What IDs, regions, keys and tokens may contain: characters that a reader can see.
//!
//! The service takes an ID with an invisible character for another ID, answers that there is no such task, and the task runs on.

use crate::text::{concat, decimal};

/// Where ranges of hidden characters begin and end, in turn: the categories Cc, Cf, Zs, Zl and Zp of Unicode 16.
const BOUNDS: [u32; 50] = [
    0, 0x21, 0x7f, 0xa1, 0xad, 0xae, 0x600, 0x606, 0x61c, 0x61d, 0x6dd, 0x6de, 0x70f, 0x710, 0x890, 0x892, 0x8e2,
    0x8e3, 0x1680, 0x1681, 0x180e, 0x180f, 0x2000, 0x2010, 0x2028, 0x2030, 0x205f, 0x2065, 0x2066, 0x2070, 0x3000,
    0x3001, 0xfeff, 0xff00, 0xfff9, 0xfffc, 0x110bd, 0x110be, 0x110cd, 0x110ce, 0x13430, 0x13440, 0x1bca0, 0x1bca4,
    0x1d173, 0x1d17b, 0xe0001, 0xe0002, 0xe0020, 0xe0080,
];

/// Whether a character is a control, format or white-space character.
pub(crate) fn is_hidden(c: char) -> bool {
    let passed = BOUNDS.iter().take_while(|bound| **bound <= u32::from(c));
    passed.count() % 2 == 1
}

/// Whether a character is outside of visible ASCII.
pub(crate) const fn is_beyond_ascii(c: char) -> bool {
    !c.is_ascii_graphic()
}

/// Returns the expected value, and the first character that is not allowed, by its number: it may be invisible.
pub(crate) fn expected(what: &str, text: &str, is_refused: fn(char) -> bool) -> String {
    for (at, c) in text.chars().enumerate() {
        if is_refused(c) {
            return concat(&[
                what,
                ", but it has U+",
                &hex(u32::from(c), 4),
                " at ",
                &decimal(at as u64),
            ]);
        }
    }
    what.into()
}

/// Returns a number in at least `digits` hexadecimal digits.
fn hex(number: u32, digits: u32) -> String {
    let mut text = String::new();
    if number > 15 || digits > 1 {
        text = hex(number / 16, digits.saturating_sub(1));
    }
    text.push(char::from(b"0123456789ABCDEF"[(number % 16) as usize]));
    text
}

#[cfg(test)]
mod tests {
    #[cfg(target_family = "wasm")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn names_the_first_hidden_character() {
        for (text, shown) in [
            ("t", "x"),
            ("\u{feff}t3", "x, but it has U+FEFF at 0"),
            ("監\u{200b}\0", "x, but it has U+200B at 1"),
            ("t\0", "x, but it has U+0000 at 1"),
            ("a b", "x, but it has U+0020 at 1"),
            ("\u{e0001}", "x, but it has U+E0001 at 0"),
        ] {
            assert_eq!(expected("x", text, is_hidden), shown, "{text:?}");
        }
        assert_eq!(expected("x", "é", is_hidden), "x");
        assert_eq!(expected("x", "é", is_beyond_ascii), "x, but it has U+00E9 at 0");
    }

    #[test]
    fn every_white_space_and_control_character_is_hidden() {
        for c in (0..=0x0010_ffff).filter_map(char::from_u32) {
            assert!(is_hidden(c) || !(c.is_whitespace() || c.is_control()), "{c:?}");
        }
    }
}
