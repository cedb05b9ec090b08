//! Takes secrets out of text that came from elsewhere: servers repeat what they were sent, and proxies too.

use crate::sign::encode::push_encoded;
use crate::text::split_once;

const MASK: &str = "[redacted]";

/// `text` with every secret in it masked: as it is, percent-encoded, and percent-encoded twice, the form within a string to sign.
#[must_use]
pub(crate) fn redact(text: &str, secrets: &[&str]) -> String {
    // Longest first: a secret may be a part of another.
    let mut forms: Vec<String> = Vec::new();
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        let mut form = String::from(*secret);
        for _ in 0..3 {
            let mut encoded = String::new();
            push_encoded(&mut encoded, &form);
            let place = forms.iter().position(|other| other.len() < form.len());
            forms.insert(place.unwrap_or(forms.len()), core::mem::replace(&mut form, encoded));
        }
    }
    let mut text = text.to_owned();
    for form in &forms {
        text = masked(&text, form);
    }
    text
}

fn masked(text: &str, secret: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some((before, behind)) = split_once(rest, secret) {
        out.push_str(before);
        out.push_str(MASK);
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    #[cfg(target_family = "wasm")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn masks_every_form() {
        let text = "a+b= and a%2Bb%3D and a%252Bb%253D, not ab";
        assert_eq!(
            redact(text, &["a+b="]),
            "[redacted] and [redacted] and [redacted], not ab"
        );
        assert_eq!(
            redact("secret-token secret", &["secret", "secret-token"]),
            "[redacted] [redacted]"
        );
        assert_eq!(redact("plain", &["", "x"]), "plain");
    }
}
