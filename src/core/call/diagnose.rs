//! Explains why a signature did not match, from the service's own text to sign. Names parameters and headers, never values.
//!
//! Forms of that text: `server string to sign is:<StringToSign>` for HMAC-SHA1 (a recorded reply), and `server StringToSign is [..]
//! server CanonicalRequest is [..]` for ACS3 (the vendor's pages; not recorded). Any other form is unknown.

use crate::sign::Signed;
use crate::text::{find, split, split_once};

/// Comparison of our text to sign with the service's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Diagnosis {
    /// Both texts are the same, so the secrets differ.
    SameText,
    /// The texts differ; this is the first part that does.
    Differs(String),
    /// The message does not contain the service's text.
    Unknown,
}

/// Compares our text with the service's, which its message contains.
pub(crate) fn diagnose(message: &str, ours: &Signed) -> Diagnosis {
    // In ACS3's string to sign, only the hash in the last line can differ.
    let decisive = split(&ours.string_to_sign, "\n").pop().unwrap_or_default();
    if find(message, decisive).is_some() {
        return Diagnosis::SameText;
    }
    let parts = if ours.canonical_request.is_empty() {
        let theirs = split(message, ":").pop().unwrap_or_default();
        find(theirs, "&%2F&").map(|_| [of_string_to_sign(theirs), of_string_to_sign(&ours.string_to_sign)])
    } else {
        let (_, theirs) = split_once(message, "CanonicalRequest is [").unwrap_or_default();
        let theirs = theirs.trim_ascii_end();
        let theirs = theirs.strip_suffix(']').unwrap_or(theirs);
        (!theirs.is_empty()).then(|| {
            [
                of_canonical_request(theirs),
                of_canonical_request(&ours.canonical_request),
            ]
        })
    };
    let Some([theirs, ours]) = parts else {
        return Diagnosis::Unknown;
    };
    let first = ours.iter().find(|part| !theirs.contains(part));
    Diagnosis::Differs(first.map_or_else(|| "something that was not sent".into(), |(name, _)| (*name).into()))
}

/// `METHOD&%2F&enc(Name=value&..)`: within it, `%3D` and `%26` are the separators, and no value holds them unencoded.
fn of_string_to_sign(text: &str) -> Vec<(&str, &str)> {
    let (method, rest) = pair(text, "&");
    let mut parts = vec![("the method", method)];
    for parameter in split(pair(rest, "&").1, "%26") {
        parts.push(pair(parameter, "%3D"));
    }
    parts
}

/// A part for the method, the path, each parameter of the query, and each header.
fn of_canonical_request(text: &str) -> Vec<(&str, &str)> {
    let (method, rest) = pair(text, "\n");
    let (path, rest) = pair(rest, "\n");
    let (query, rest) = pair(rest, "\n");
    let mut parts = vec![("the method", method), ("the path", path)];
    for parameter in split(query, "&") {
        parts.push(pair(parameter, "="));
    }
    for line in split(rest, "\n") {
        if let Some(header) = split_once(line, ":") {
            parts.push(header);
        }
    }
    parts
}

fn pair<'a>(text: &'a str, separator: &str) -> (&'a str, &'a str) {
    split_once(text, separator).unwrap_or((text, ""))
}

#[cfg(test)]
mod tests {
    #[cfg(target_family = "wasm")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::http::{HttpRequest, Method};

    fn signed(canonical_request: &str, string_to_sign: &str) -> Signed {
        Signed {
            request: HttpRequest {
                method: Method::Post,
                url: String::new(),
                headers: Vec::new(),
                body: None,
            },
            canonical_request: canonical_request.into(),
            string_to_sign: string_to_sign.into(),
            signature: String::new(),
        }
    }

    const PREFIX: &str = "Specified signature is not matched with our calculation. server string to sign is:";

    #[test]
    fn hmac_sha1() {
        let ours = signed("", "POST&%2F&Action%3DStop%26TaskId%3Da%252520b%26Version%3D1");
        let differs = |part: &str| Diagnosis::Differs(part.into());
        for (theirs, diagnosis) in [
            (
                "POST&%2F&Action%3DStop%26TaskId%3Da%252520b%26Version%3D1",
                Diagnosis::SameText,
            ),
            (
                "POST&%2F&Action%3DStop%26TaskId%3Da%252Bb%26Version%3D1",
                differs("TaskId"),
            ),
            ("POST&%2F&Action%3DStop%26Version%3D1", differs("TaskId")),
            (
                "GET&%2F&Action%3DStop%26TaskId%3Da%252520b%26Version%3D1",
                differs("the method"),
            ),
            (
                "POST&%2F&Action%3DStop%26Extra%3D1%26TaskId%3Da%252520b%26Version%3D1",
                differs("something that was not sent"),
            ),
            ("", Diagnosis::Unknown),
        ] {
            assert_eq!(diagnose(&[PREFIX, theirs].concat(), &ours), diagnosis, "{theirs}");
        }
    }

    #[test]
    fn acs3() {
        let request = "POST\n/\nTaskId=a\nhost:h\nx-acs-date:d\n\nhost;x-acs-date\ne3b0";
        let ours = signed(request, "ACS3-HMAC-SHA256\n0123abcd");
        let message = |hash: &str, request: &str| {
            format!(
                "Specified signature does not match our calculation. server StringToSign is [ACS3-HMAC-SHA256\n{hash}] server CanonicalRequest is [{request}]"
            )
        };
        assert_eq!(diagnose(&message("0123abcd", request), &ours), Diagnosis::SameText);
        for (from, to, part) in [
            ("TaskId=a", "TaskId=b", "TaskId"),
            ("host:h", "host:proxy", "host"),
            ("POST", "GET", "the method"),
            ("/\n", "/api\n", "the path"),
            ("x-acs-date:d\n", "", "x-acs-date"),
        ] {
            let theirs = message("4567", &request.replacen(from, to, 1));
            assert_eq!(diagnose(&theirs, &ours), Diagnosis::Differs(part.into()));
        }
        assert_eq!(
            diagnose("Specified signature does not match.", &ours),
            Diagnosis::Unknown
        );
    }
}
