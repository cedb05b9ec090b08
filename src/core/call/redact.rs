//! Redaction of secrets in texts from outside: servers and proxies may repeat a request.

use crate::http::MAX_QUOTED_BYTES;
use crate::reply::is_cut;

const MASK: &str = "[redacted]";

/// The shortest secret that is masked: a shorter one would mask ordinary words.
const MIN_SECRET_BYTES: usize = 8;

/// The shortest beginning of a longer secret that is masked: a proxy may cut a secret. A search for whole secrets would also compare each
/// byte of a text with a whole secret, if both repeat themselves.
const MIN_PART_BYTES: usize = 12;

/// The end of a text that was cut, which is not shown: in any usual encoding, a shorter part of a secret has room there.
const UNSURE_BYTES: usize = 8 * MIN_PART_BYTES;

/// The digits of Base64 (RFC 4648, section 4).
const BASE64_DIGITS: [u8; 64] = *b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The bytes that begin an encoded character.
const ESCAPES: [u8; 3] = *b"%\\&";

/// Returns `text` with each secret masked, in every [`Form`]. Of a text that was cut, the end is missing.
#[must_use]
pub(super) fn redact(text: &str, secrets: &[&str]) -> String {
    let (forms, begins) = forms_in(text, secrets);
    let mut end = text.len();
    if is_cut(text) {
        end = MAX_QUOTED_BYTES - UNSURE_BYTES;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
    }
    let end_at = |at: usize| Some(at + match_at(text.as_bytes().get(at..)?, &forms, &begins)?);
    let (mut redacted, mut begin, mut at) = (String::new(), 0, 0);
    // One pass, the longest form first: a secret may be a part of another.
    while at < end {
        if let Some(mut masked) = end_at(at) {
            redacted.push_str(text.get(begin..at).unwrap_or_default());
            redacted.push_str(MASK);
            // A form that was cut may look longer than it is, by characters of a form behind it.
            while at + 1 < masked {
                at = (at + 1).max(masked.saturating_sub(UNSURE_BYTES));
                masked = masked.max(end_at(at).unwrap_or_default());
            }
            at = masked;
            begin = at;
        } else {
            at += 1;
        }
    }
    // A mask may go beyond the end.
    redacted.push_str(text.get(begin..end).unwrap_or_default());
    redacted
}

/// Returns the forms that the text may have, and the bytes that begin them.
fn forms_in<'a>(text: &str, secrets: &[&'a str]) -> (Vec<Form<'a>>, Bytes) {
    let (mut bytes, mut begins) = (Bytes::NONE, Bytes::NONE);
    for byte in text.bytes() {
        bytes.add(byte);
    }
    let mut is_encoded = false;
    for byte in ESCAPES {
        is_encoded |= bytes.has(byte);
        begins.add(byte);
    }
    let mut forms = Vec::new();
    for secret in secrets.iter().filter(|secret| secret.len() >= MIN_SECRET_BYTES) {
        for form in Form::all_of(secret.as_bytes()) {
            if is_encoded || form.fits(&bytes) {
                // Few bytes of a text begin a form.
                begins.add(form.byte(0).unwrap_or_default());
                forms.push(form);
            }
        }
    }
    (forms, begins)
}

/// A set of bytes, without their case.
struct Bytes([bool; 256]);

impl Bytes {
    const NONE: Self = Self([false; 256]);

    fn add(&mut self, byte: u8) {
        self.0[usize::from(byte.to_ascii_lowercase())] = true;
    }

    fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte.to_ascii_lowercase())]
    }
}

/// Returns the length of the longest form at the beginning of `text`: a secret may be a part of another secret.
///
/// A form is ASCII, so it begins and ends between characters.
fn match_at(text: &[u8], forms: &[Form], begins: &Bytes) -> Option<usize> {
    if !begins.has(*text.first()?) {
        return None;
    }
    forms.iter().filter_map(|form| form.match_at(text)).max()
}

/// A text to mask: a secret, or its part of the Base64 of a longer text. Any of its characters may be encoded.
struct Form<'a> {
    secret: &'a [u8],
    /// In Base64, the bytes before the secret, beyond a multiple of three.
    before: Option<usize>,
}

impl<'a> Form<'a> {
    fn all_of(secret: &'a [u8]) -> [Self; 4] {
        [None, Some(0), Some(1), Some(2)].map(|before| Self { secret, before })
    }

    /// The byte at an index. Of Base64 without the digits that the bytes before the secret change, and without the padding, which not every
    /// writer adds.
    fn byte(&self, index: usize) -> Option<u8> {
        let Some(before) = self.before else {
            return self.secret.get(index).copied();
        };
        let bit = 6 * ((before * 4).div_ceil(3) + index);
        let at = bit / 8 - before;
        let next = self.secret.get(at + 1).copied().unwrap_or_default();
        let bits = u16::from_be_bytes([*self.secret.get(at)?, next]);
        let digit = usize::from(bits >> (10 - bit % 8)) % 64;
        Some(BASE64_DIGITS[digit])
    }

    /// The length of this form, or of its beginning, at the beginning of `text`. Case is ignored.
    fn match_at(&self, text: &[u8]) -> Option<usize> {
        let (mut length, mut matched) = (0, 0);
        while let Some(byte) = self.byte(matched) {
            let rest = text.get(length..).unwrap_or_default();
            length += match encoded(rest, byte) {
                Some(length) => length,
                None if rest.first().is_some_and(|first| first.eq_ignore_ascii_case(&byte)) => 1,
                None => break,
            };
            matched += 1;
        }
        (matched >= self.shortest()).then_some(length)
    }

    /// Whether a text of these bytes may have this form, not encoded. Few forms fit the request ID of a response.
    fn fits(&self, bytes: &Bytes) -> bool {
        (0..self.shortest()).all(|index| self.byte(index).is_some_and(|byte| bytes.has(byte)))
    }

    /// The shortest beginning that is masked.
    fn shortest(&self) -> usize {
        self.whole().min(MIN_PART_BYTES)
    }

    /// How many bytes the secret alone decides. In Base64, what follows the secret may change the last digit.
    fn whole(&self) -> usize {
        self.before.map_or(self.secret.len(), |before| {
            (before + self.secret.len()) * 4 / 3 - (before * 4).div_ceil(3)
        })
    }
}

/// The entities of XML that have names.
const ENTITIES: [(&str, u8); 5] = [
    ("&amp;", b'&'),
    ("&lt;", b'<'),
    ("&gt;", b'>'),
    ("&quot;", b'"'),
    ("&apos;", b'\''),
];

/// The length of an encoding of `byte` at the beginning of `text`: in percent, as in JSON, or as in XML.
///
/// Encoders differ in which characters they encode: `encodeURIComponent` leaves `'`, and Gson writes `=` as `\u003d`.
fn encoded(text: &[u8], byte: u8) -> Option<usize> {
    match *text.first()? {
        b'%' => {
            // Encoded more than once, `%` is `%25`.
            let (mut at, mut found) = (1, None);
            loop {
                if number(text.get(at..at + 2), 16) == Some(byte.into()) {
                    found = Some(at + 2);
                }
                if !text.get(at..)?.starts_with(b"25") {
                    return found;
                }
                at += 2;
            }
        }
        b'\\' => {
            // Encoded twice, `\` is `\\`, and `\"` is `\\\"`.
            let slashes = text
                .iter()
                .take(3)
                .take_while(|c| **c == b'\\' && byte != b'\\')
                .count()
                .max(1);
            match *text.get(slashes)? {
                b'u' if number(text.get(slashes + 1..slashes + 5), 16) == Some(byte.into()) => Some(slashes + 5),
                escaped if escaped == byte => Some(slashes + 1),
                _ => None,
            }
        }
        b'&' => {
            let named = ENTITIES
                .iter()
                .find(|(name, meant)| *meant == byte && text.starts_with(name.as_bytes()));
            if let Some((name, _)) = named {
                return Some(name.len());
            }
            let end = text.iter().take(8).position(|c| *c == b';')?;
            let value = match text.get(2)? {
                b'x' | b'X' => number(text.get(3..end), 16),
                _ => number(text.get(2..end), 10),
            };
            (text.get(1) == Some(&b'#') && value == Some(byte.into())).then_some(end + 1)
        }
        _ => None,
    }
}

fn number(digits: Option<&[u8]>, radix: u32) -> Option<u32> {
    let digits = digits.filter(|digits| !digits.is_empty())?;
    digits.iter().try_fold(0, |number: u32, digit| {
        Some(number * radix + char::from(*digit).to_digit(radix)?)
    })
}

#[cfg(test)]
mod tests {
    #[cfg(target_family = "wasm")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::sign::base64::push_base64;

    #[test]
    fn masks_every_form() {
        let secret = r#"a+b/"c\<&d>'="#;
        for form in [
            r#"a+b/"c\<&d>'="#,
            "a%2Bb%2F%22c%5C%3C%26d%3E%27%3D",
            "a%2bb%2f%22c%5c%3c%26d%3e%27%3d",
            "a%252Bb%252F%2522c%255C%253C%2526d%253E%2527%253D",
            r#"a+b/\"c\\<&d>'="#,
            r#"a+b\/\"c\\<&d>'="#,
            "a+b/&quot;c\\&lt;&amp;d&gt;&apos;=",
            "YStiLyJjXDwmZD4nPQ",
        ] {
            let text = ["é ", form, " x"].concat();
            assert_eq!(redact(&text, &[secret]), "é [redacted] x", "{form}");
        }
        assert_eq!(redact("a+b", &[secret]), "a+b");
    }

    #[test]
    fn masks_base64_at_any_place_of_a_longer_text() {
        for secret in [
            "MARKERsecret7f3a9c",
            "marker??7f3a9c",
            "marker7f",
            "marker7f3",
            "marker7f3a",
        ] {
            for (before, behind) in (0..7).flat_map(|before| ["", ":", "::x", "\u{7f}"].map(|behind| (before, behind)))
            {
                let mut text = String::new();
                push_base64(&mut text, [&"u".repeat(before), secret, behind].concat().as_bytes());
                // As PHP writes it in JSON.
                for text in [text.replace('/', r"\/"), text] {
                    let redacted = redact(&text, &[secret]);
                    let left = redacted.replace(MASK, "");
                    assert!(
                        redacted.contains(MASK) && left.len() <= before * 4 / 3 + 8,
                        "{text}: {redacted}"
                    );
                }
            }
        }
    }

    #[test]
    fn masks_the_beginning_of_a_secret_that_was_cut() {
        let secret = "MARKER+secret/7f3a9c51";
        for (text, masked) in [
            ("MARKER+secret/7f3a", "[redacted]"),
            ("MARKER+secre", "[redacted]"),
            ("MARKER%2Bsecret... x", "[redacted]... x"),
            ("MARKER+secr", "MARKER+secr"),
            ("M", "M"),
            ("TUFSS0VSK3NlY3 x", "[redacted] x"),
        ] {
            assert_eq!(redact(text, &[secret]), masked);
        }
    }

    #[test]
    fn shows_no_part_of_a_secret_at_the_end_of_a_text_that_was_cut() {
        let secret = "MARKER+secret/7f3a9c51d0e2";
        let encodings: [fn(u8) -> String; 4] = [
            |byte| char::from(byte).into(),
            |byte| format!("%{byte:02x}"),
            |byte| format!("\\u{byte:04x}"),
            |byte| format!("&#x{byte:04x};"),
        ];
        for encode in encodings {
            let form: String = secret.bytes().map(encode).collect();
            for part in 0..=form.len() {
                let text = [".".repeat(MAX_QUOTED_BYTES - part).as_str(), &form].concat();
                let cut = &text[..MAX_QUOTED_BYTES];
                let shown = redact(cut, &[secret]);
                let rest = shown.trim_start_matches('.');
                assert!(rest.is_empty() || rest == MASK, "{part}: {rest}");
            }
        }
        let long = "é".repeat(MAX_QUOTED_BYTES);
        let shown = redact(&long, &[secret]);
        assert!(long.starts_with(&shown) && shown != long);
        let short = "é".repeat(MAX_QUOTED_BYTES / 2 - 1);
        assert_eq!(redact(&short, &[secret]), short);
    }

    #[test]
    fn masks_a_secret_behind_a_part_that_was_cut() {
        for secret in [
            "Qm3xZ7pK9dRt4QwQ8sLv2NbY6cJf1G",
            "abcabcabcabcXabcabcY",
            "aaaaaaaaaaaaaaab",
        ] {
            let mut base64 = String::new();
            push_base64(&mut base64, secret.as_bytes());
            let escaped = format!("%{:02x}{}", secret.as_bytes()[0], &secret[1..]);
            for (first, second) in [
                (secret, secret),
                (secret, &escaped),
                (secret, &base64),
                (&base64, &base64),
            ] {
                for cut in MIN_PART_BYTES..=first.len() {
                    let text = [&first[..cut], second].concat();
                    let left = redact(&text, &[secret]).replace(MASK, "").replace('=', "");
                    assert_eq!(left, "", "{text}");
                }
            }
        }
    }

    #[test]
    fn a_search_takes_as_long_as_the_text() {
        // Each byte of the text begins what differs from the secret at its end only.
        let secret = ["a".repeat(2_000_000), "b".into()].concat();
        let text = "a".repeat(1_000_000);
        for text in [text.as_str(), "a ".repeat(500_000).as_str()] {
            assert!(redact(text, &[&secret, &secret, &secret]).len() <= MAX_QUOTED_BYTES);
        }
        let secret = ["a".repeat(8_000), "b".into()].concat();
        let text = ["a".repeat(7_999), " ".into()].concat().repeat(2);
        assert_eq!(redact(&text, &[secret.as_str(); 100]), "[redacted] [redacted] ");
    }

    #[test]
    fn masks_characters_by_number() {
        for (form, masked) in [
            (r"abc\u002bdefg", true),
            (r"\u0061\u0062\u0063\u002B\u0064efg", true),
            (r"abc\u002cdefg", false),
            (r"abc\udefg", false),
            (r"abc\\u002bdefg", true),
            (r"abc\\\+defg", true),
            ("abc&#43;defg", true),
            ("&#97;&#98;&#99;&#43;&#100;efg", true),
            ("abc&#x2b;defg", true),
            ("abc&#X2B;defg", true),
            ("abc&#44;defg", false),
            ("abc&#x2c;defg", false),
            ("abc&x43;defg", false),
            ("abc&#43defg", false),
        ] {
            let text = [form, " x"].concat();
            let expected = if masked { "[redacted] x" } else { text.as_str() };
            assert_eq!(redact(&text, &["abc+defg"]), expected, "{form}");
        }
    }

    #[test]
    fn masks_once_and_only_long_secrets() {
        let secrets = ["redacted", "secret-token", "secret-to"];
        assert_eq!(
            redact("secret-token secret-to redacted", &secrets),
            "[redacted] [redacted] [redacted]"
        );
        assert_eq!(redact("seven77 x", &["seven77", "", "x"]), "seven77 x");
        assert_eq!(redact("eight888", &["eight888"]), "[redacted]");
    }
}
