//! Redaction of secrets in texts from outside: servers and proxies repeat what they were sent.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use crate::sign::encode::push_encoded;

const MASK: &str = "[redacted]";

/// The shortest secret that is masked: a shorter one would mask ordinary words.
const MIN_SECRET_BYTES: usize = 8;

/// Returns `text` with each secret masked, in every form that [`forms_of`] makes of it.
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

/// The forms of the secrets that `text` has room for.
fn forms(text: &str, secrets: &[&str]) -> Vec<String> {
    let mut forms: Vec<String> = Vec::new();
    for secret in secrets {
        if secret.len() >= MIN_SECRET_BYTES && secret.len() <= text.len() {
            forms.extend(forms_of(secret));
        }
    }
    forms
}

/// A secret as it is, percent-encoded once and twice (the form in a string to sign), in Base64, and escaped as in JSON, with the
/// slash and without, and in XML.
fn forms_of(secret: &str) -> [String; 7] {
    let mut forms = <[String; 7]>::default();
    let [plain, once, twice, base64, json, json_with_slash, xml] = &mut forms;
    plain.push_str(secret);
    push_encoded(once, secret);
    push_encoded(twice, once);
    // Not every writer pads.
    STANDARD_NO_PAD.encode_string(secret, base64);
    for c in secret.chars() {
        let (in_json, in_xml) = match c {
            '"' => ("\\", "&quot;"),
            '\\' => ("\\", ""),
            '&' => ("", "&amp;"),
            '<' => ("", "&lt;"),
            '>' => ("", "&gt;"),
            '\'' => ("", "&apos;"),
            _ => ("", ""),
        };
        json.push_str(in_json);
        json.push(c);
        json_with_slash.push_str(if c == '/' { "\\" } else { in_json });
        json_with_slash.push(c);
        if in_xml.is_empty() {
            xml.push(c);
        } else {
            xml.push_str(in_xml);
        }
    }
    forms
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
