//! HMAC-SHA1 with `SignatureVersion` 1.0 (the vendor's "V1", on today's pages "V2"): one function for each stage.
//!
//! ```text
//! CanonicalizedQueryString = enc(name)=enc(value), sorted by name, joined by "&"; query and form together, without Signature
//! StringToSign             = METHOD & enc("/") & enc(CanonicalizedQueryString)
//! Signature                = Base64(HMAC-SHA1(secret + "&", StringToSign))
//! ```
//!
//! Source: <https://www.alibabacloud.com/help/en/sdk/product-overview/rpc-mechanism>. The vendor has declared the method
//! discontinued, and still accepts it. Unlike ACS3 it needs no header, so it suits form posts and pre-signed URLs.

use hmac::Hmac;
use sha1::Sha1;

use super::base64::push_base64;
use super::encode::push_encoded;
use super::key::authenticate;
use crate::text::concat;

/// The method's name on the wire.
pub const NAME: &str = "HMAC-SHA1";

/// The second stage; the first is [`canonical_query`](super::query::canonical_query) over all parameters.
///
/// The already encoded query is encoded once more, so `%3A` becomes `%253A`.
#[must_use]
pub fn string_to_sign(method: &str, canonicalized_query: &str) -> String {
    let mut out = concat(&[method, "&%2F&"]);
    // Each `=`, `&` and `%` of the query takes three characters.
    out.reserve(canonicalized_query.len() * 3 / 2);
    push_encoded(&mut out, canonicalized_query);
    out
}

/// The third stage, under a prepared key.
pub(crate) fn signature(key: &Hmac<Sha1>, string_to_sign: &str) -> String {
    let mut signature = String::new();
    push_base64(&mut signature, &authenticate(key, string_to_sign));
    signature
}
