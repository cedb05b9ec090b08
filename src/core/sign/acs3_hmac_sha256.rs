//! ACS3-HMAC-SHA256, the vendor's current signature method ("V3"): one function for each stage.
//!
//! ```text
//! CanonicalRequest = METHOD \n CanonicalURI \n CanonicalQueryString \n CanonicalHeaders \n SignedHeaders \n HashedRequestPayload
//! StringToSign     = "ACS3-HMAC-SHA256" \n hex(sha256(CanonicalRequest))
//! Signature        = hex(HMAC-SHA256(secret, StringToSign))
//! Authorization    = ACS3-HMAC-SHA256 Credential=<AccessKeyId>,SignedHeaders=<a;b;c>,Signature=<hex>
//! ```
//!
//! Source: <https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature>.

use std::borrow::Cow;

use hmac::Hmac;
use sha2::{Digest, Sha256};

use super::encode::push_hex;
use super::key::authenticate;
use super::query::{canonical_query, sorted};
use crate::text::{concat, join};

/// The method's name on the wire.
pub const NAME: &str = "ACS3-HMAC-SHA256";

/// hex(sha256("")), for a request whose parameters are all in the query.
pub const EMPTY_PAYLOAD_HASH: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// Parts of a canonical request.
#[derive(Clone, Copy)]
pub struct Parts<'a> {
    /// The HTTP method, in upper case.
    pub method: &'a str,
    /// `/` for every RPC operation.
    pub canonical_uri: &'a str,
    /// Names and values, not encoded, in any order.
    pub query: &'a [(&'a str, &'a str)],
    /// All headers that are sent, in any order and case. The method signs some of them.
    pub headers: &'a [(&'a str, &'a str)],
    /// hex(sha256(body)), the value of `x-acs-content-sha256`.
    pub hashed_payload: &'a str,
}

/// The first stage, with the list of header names that it covers.
#[non_exhaustive]
pub struct CanonicalRequest {
    /// The canonical request itself.
    pub text: String,
    /// `SignedHeaders`: the names in it, joined by `;`.
    pub signed_headers: String,
}

/// Builds the canonical request.
///
/// Signed are `host`, `content-type` and every `x-acs-*` header, by lower-case name; values lose outer white space, and the values
/// of a repeated name are sorted and joined by `,` (the vendor's SDK code; its page is silent on repeated names).
#[must_use]
pub fn canonical_request(parts: &Parts<'_>) -> CanonicalRequest {
    let mut lower = Vec::new();
    for (name, _) in parts.headers {
        lower.push(name.to_ascii_lowercase());
    }
    let mut headers = Vec::new();
    for (name, (_, value)) in lower.iter().zip(parts.headers) {
        if name == "host" || name == "content-type" || name.starts_with("x-acs-") {
            headers.push((name.as_str(), value.trim_ascii()));
        }
    }
    let headers = sorted(&headers);

    let mut canonical_headers = String::new();
    let mut signed_headers = String::new();
    for same_name in headers.chunk_by(|a, b| a.0 == b.0) {
        let name = same_name[0].0;
        if !signed_headers.is_empty() {
            signed_headers.push(';');
        }
        signed_headers.push_str(name);
        canonical_headers.push_str(name);
        for (index, (_, value)) in same_name.iter().enumerate() {
            canonical_headers.push(if index == 0 { ':' } else { ',' });
            canonical_headers.push_str(value);
        }
        canonical_headers.push('\n');
    }

    // The header block ends with its own line feed, so an empty line stands before SignedHeaders.
    let query = canonical_query(parts.query);
    let lines = [
        parts.method,
        parts.canonical_uri,
        &query,
        &canonical_headers,
        &signed_headers,
        parts.hashed_payload,
    ];
    let text = join(&lines, "\n");
    CanonicalRequest { text, signed_headers }
}

/// Parts in which the canonical requests of two calls differ.
pub(crate) struct Call<'a> {
    pub(crate) method: &'a str,
    /// Encoded and sorted.
    pub(crate) canonical_query: &'a str,
    pub(crate) host: &'a str,
    /// The other signed headers, sorted by name.
    pub(crate) headers: &'a [Header],
    /// hex(sha256(body)).
    pub(crate) hashed_payload: &'a str,
}

/// Lower-case name and value of a header.
pub(crate) type Header = (&'static str, Cow<'static, str>);

/// [`canonical_request`] of a call, in one pass: its headers are sorted, and none has a name twice.
pub(crate) fn canonical_request_of_call(call: &Call<'_>) -> CanonicalRequest {
    // Enough without a security token, so that a growing text is not copied.
    let mut canonical_headers = String::with_capacity(512);
    let mut signed_headers = String::with_capacity(128);
    let mut push = |name: &str, value: &str| {
        for part in [name, ":", value, "\n"] {
            canonical_headers.push_str(part);
        }
        if !signed_headers.is_empty() {
            signed_headers.push(';');
        }
        signed_headers.push_str(name);
    };
    for (name, value) in call.headers {
        if *name == FIRST_AFTER_HOST {
            push("host", call.host);
        }
        push(name, value);
    }
    let lines = [
        call.method,
        "/",
        call.canonical_query,
        &canonical_headers,
        &signed_headers,
        call.hashed_payload,
    ];
    CanonicalRequest {
        text: join(&lines, "\n"),
        signed_headers,
    }
}

/// The name of the signed header that follows `host`.
const FIRST_AFTER_HOST: &str = "x-acs-action";

/// hex(sha256(`payload`)).
#[must_use]
pub fn hashed(payload: &[u8]) -> String {
    let mut out = String::new();
    push_hex(&mut out, &Sha256::digest(payload));
    out
}

/// The second stage.
#[must_use]
pub fn string_to_sign(canonical_request: &str) -> String {
    concat(&[NAME, "\n", &hashed(canonical_request.as_bytes())])
}

/// The third stage, under a prepared key.
pub(crate) fn signature(key: &Hmac<Sha256>, string_to_sign: &str) -> String {
    let mut out = String::new();
    push_hex(&mut out, &authenticate(key, string_to_sign));
    out
}

/// Returns the value of the `Authorization` header. No space follows the commas.
#[must_use]
pub fn authorization(access_key_id: &str, signed_headers: &str, signature: &str) -> String {
    concat(&[
        NAME,
        " Credential=",
        access_key_id,
        ",SignedHeaders=",
        signed_headers,
        ",Signature=",
        signature,
    ])
}

#[cfg(all(test, not(target_family = "wasm")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn at_once_or_step_by_step_is_the_same(
            parameters in prop::collection::vec(("[A-Z][a-zA-Z]{0,8}", ".*"), 0..4),
            method in prop::sample::select(vec!["GET", "POST"]),
            [host, action, version, date, nonce] in prop::array::uniform5("[!-~]{1,40}"),
            security_token in prop::option::of("[!-~]{1,900}"),
            form in prop::sample::select(vec!["", "AppId=a", "AppId=a&Data=%20"]),
        ) {
            let hashed_payload = hashed(form.as_bytes());
            let query: Vec<_> = parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let mut signed: Vec<Header> = vec![
                ("x-acs-action", action.clone().into()),
                ("x-acs-content-sha256", hashed_payload.clone().into()),
                ("x-acs-date", date.clone().into()),
            ];
            signed.extend(security_token.clone().map(|token| ("x-acs-security-token", token.into())));
            signed.push(("x-acs-signature-nonce", nonce.clone().into()));
            signed.push(("x-acs-version", version.clone().into()));
            if !form.is_empty() {
                signed.insert(0, ("content-type", "application/x-www-form-urlencoded".into()));
            }
            let at_once = canonical_request_of_call(&Call {
                method,
                canonical_query: &canonical_query(&query),
                host: &host,
                headers: &signed,
                hashed_payload: &hashed_payload,
            });
            let mut headers = vec![
                ("x-acs-version", version.as_str()),
                ("X-Acs-Signature-Nonce", &nonce),
                ("accept", "application/json"),
                ("x-acs-date", &date),
                ("x-acs-content-sha256", &hashed_payload),
                ("x-acs-action", &action),
                ("host", &host),
            ];
            headers.extend((!form.is_empty()).then_some(("content-type", "application/x-www-form-urlencoded")));
            headers.extend(security_token.as_deref().map(|token| ("x-acs-security-token", token)));
            let step_by_step = canonical_request(&Parts {
                method,
                canonical_uri: "/",
                query: &query,
                headers: &headers,
                hashed_payload: &hashed_payload,
            });
            prop_assert_eq!(at_once.text, step_by_step.text);
            prop_assert_eq!(at_once.signed_headers, step_by_step.signed_headers);
        }
    }
}
