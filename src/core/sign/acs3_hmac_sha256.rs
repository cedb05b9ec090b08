//! ACS3-HMAC-SHA256, the vendor's current signature method ("V3"), a stage a function.
//!
//! ```text
//! CanonicalRequest = METHOD \n CanonicalURI \n CanonicalQueryString \n CanonicalHeaders \n SignedHeaders \n HashedRequestPayload
//! StringToSign     = "ACS3-HMAC-SHA256" \n hex(sha256(CanonicalRequest))
//! Signature        = hex(HMAC-SHA256(secret, StringToSign))
//! Authorization    = ACS3-HMAC-SHA256 Credential=<AccessKeyId>,SignedHeaders=<a;b;c>,Signature=<hex>
//! ```
//!
//! Source: <https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature>.

use hmac::Hmac;
use sha2::{Digest, Sha256};

use super::encode::{canonical_query, push_hex, sorted};
use super::key::authenticate;
use crate::text::{concat, join};

/// The method's name on the wire.
pub const NAME: &str = "ACS3-HMAC-SHA256";

/// hex(sha256("")): both operations send an empty body.
pub const EMPTY_PAYLOAD_HASH: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// What goes into a canonical request.
#[derive(Clone, Copy)]
pub struct Parts<'a> {
    /// The HTTP method, in upper case.
    pub method: &'a str,
    /// `/` for every RPC operation.
    pub canonical_uri: &'a str,
    /// Names and values, not encoded, in any order.
    pub query: &'a [(&'a str, &'a str)],
    /// All headers that are sent, in any order and case; the ones that the method signs are picked out of them.
    pub headers: &'a [(&'a str, &'a str)],
    /// hex(sha256(body)), the value of `x-acs-content-sha256`.
    pub hashed_payload: &'a str,
}

/// The first stage, with the list of header names that it covers.
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

    // The header block ends with a line feed of its own, so an empty line stands before SignedHeaders.
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

/// The value of the `Authorization` header. There is no space behind the commas.
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
