//! Redaction of secrets in texts from outside: servers and proxies repeat what they were sent.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use crate::sign::encode::push_encoded;

const MASK: &str = "[redacted]";

/// The shortest secret that is masked: a shorter one would mask ordinary words.
const MIN_SECRET_BYTES: usize = 8;

/// Returns `text` with each secret masked, in every form that [`forms`] makes of it.
#[must_use]
pub(super) fn redact(text: &str, secrets: &[&str]) -> String {
    let forms = forms(text, secrets);
    let (mut redacted, mut rest) = (String::new(), text);
    // One pass: a mask is never searched again.
    while let Some(first) = rest.chars().next() {
        if let Some(length) = match_at(rest, &forms) {
            redacted.push_str(MASK);
            rest = rest.get(length..).unwrap_or_default();
        } else {
            redacted.push(first);
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
    }
    redacted
}

/// Whether `text` has a secret in it, in any form.
#[must_use]
pub(super) fn reveals(text: &str, secrets: &[&str]) -> bool {
    let forms = forms(text, secrets);
    let mut places = text.char_indices();
    places.any(|(at, _)| text.get(at..).is_some_and(|rest| match_at(rest, &forms).is_some()))
}

/// The length of the longest form that `text` begins with: a secret may be a part of another. Hex digits of percent-encoding come in both cases, so case is ignored.
fn match_at(text: &str, forms: &[String]) -> Option<usize> {
    let begins = |form: &&String| {
        let beginning = text.as_bytes().get(..form.len());
        beginning.is_some_and(|bytes| bytes.eq_ignore_ascii_case(form.as_bytes()))
    };
    forms.iter().filter(begins).map(String::len).max()
}

/// The forms of the secrets that `text` has room for: as they are, percent-encoded once and twice (the form in a string
/// to sign), escaped as in JSON and in XML, and in Base64.
fn forms(text: &str, secrets: &[&str]) -> Vec<String> {
    let mut forms: Vec<String> = Vec::new();
    for secret in secrets
        .iter()
        .filter(|secret| (MIN_SECRET_BYTES..=text.len()).contains(&secret.len()))
    {
        let encoded = percent_encoded(secret);
        let all = [
            percent_encoded(&encoded),
            encoded,
            escaped(secret, &[('"', "\\\""), ('\\', "\\\\"), ('/', "\\/")]),
            escaped(secret, &[('"', "\\\""), ('\\', "\\\\")]),
            escaped(
                secret,
                &[
                    ('&', "&amp;"),
                    ('<', "&lt;"),
                    ('>', "&gt;"),
                    ('"', "&quot;"),
                    ('\'', "&apos;"),
                ],
            ),
            STANDARD_NO_PAD.encode(secret),
            (*secret).into(),
        ];
        forms.extend(all);
    }
    forms
}

fn percent_encoded(text: &str) -> String {
    let mut encoded = String::new();
    push_encoded(&mut encoded, text);
    encoded
}

fn escaped(text: &str, escapes: &[(char, &str)]) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match escapes.iter().find(|(from, _)| *from == c) {
            Some((_, to)) => out.push_str(to),
            None => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[cfg(target_family = "wasm")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

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
            assert!(reveals(&text, &[secret]));
        }
        assert!(!reveals("a+b", &[secret]));
    }

    #[test]
    fn masks_once_and_only_long_secrets() {
        let secrets = ["redacted", "secret-to", "secret-token"];
        assert_eq!(
            redact("secret-token secret-to redacted", &secrets),
            "[redacted] [redacted] [redacted]"
        );
        assert_eq!(redact("seven77 x", &["seven77", "", "x"]), "seven77 x");
        assert_eq!(redact("eight888", &["eight888"]), "[redacted]");
    }
}
