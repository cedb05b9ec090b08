//! Percent-encodes text as the vendor signs it: the only encoder, for the wire and for the signature.
//!
//! ```text
//! enc(text) = UTF-8 bytes; A-Z a-z 0-9 - _ . ~ stay, every other byte becomes %XY in upper-case hex
//! ```
//!
//! Source: <https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature>, "`CanonicalQueryString`".
//! Tempting substitutes differ: `encodeURIComponent` leaves `! ' ( ) *`, and `URLSearchParams` writes `+` for a
//! space, `%7E` for `~` and leaves `*`.
//!
//! A crate of its own, because cargo optimizes by the crate: a third of the time of a signature is spent here, so this one is
//! compiled for speed, and the others for size.
#![forbid(unsafe_code)]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

const HEX: &[u8; 16] = b"0123456789ABCDEF";

const LOWER_HEX: &[u8; 16] = b"0123456789abcdef";

/// Whether a byte is unreserved and stays as it is.
const UNRESERVED: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < u8::MAX {
        table[byte as usize] = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
        byte += 1;
    }
    table
};

/// Appends `enc(text)` to `out`.
///
/// ```
/// let mut out = String::new();
/// apsara_live_encoding::push_encoded(&mut out, "a b*~");
/// assert_eq!(out, "a%20b%2A~");
/// ```
pub fn push_encoded(out: &mut String, text: &str) {
    out.reserve(text.len());
    // Unreserved bytes are appended in one piece, up to the next reserved byte.
    let mut begin = 0;
    for (place, &byte) in text.as_bytes().iter().enumerate() {
        if UNRESERVED[usize::from(byte)] {
            continue;
        }
        out.push_str(text.get(begin..place).unwrap_or_default());
        out.push('%');
        out.push(char::from(HEX[usize::from(byte >> 4)]));
        out.push(char::from(HEX[usize::from(byte & 15)]));
        begin = place + 1;
    }
    out.push_str(text.get(begin..).unwrap_or_default());
}

/// Appends the bytes as lower-case hex, for hashes and ACS3 signatures.
pub fn push_hex(out: &mut String, bytes: &[u8]) {
    out.reserve(bytes.len() * 2);
    for &byte in bytes {
        for nibble in [byte >> 4, byte & 15] {
            out.push(char::from(LOWER_HEX[usize::from(nibble)]));
        }
    }
}

/// Appends the bytes in Base64 with padding, which is how HMAC-SHA1 signatures are written.
///
/// Not with `encode_string`: that brings a check of UTF-8 into the wasm.
pub fn push_base64(out: &mut String, bytes: &[u8]) {
    let mut encoded = vec![0; bytes.len().div_ceil(3) * 4];
    let written = STANDARD.encode_slice(bytes, &mut encoded);
    debug_assert_eq!(written, Ok(encoded.len()));
    for byte in encoded {
        out.push(char::from(byte));
    }
}

/// Sorts the pairs by insertion: there are a dozen at most, often sorted already. The standard library's sort is larger as wasm than
/// both signature methods.
#[must_use]
pub fn sorted<'a>(pairs: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut sorted: Vec<(&str, &str)> = Vec::with_capacity(pairs.len());
    for pair in pairs {
        let mut place = sorted.len();
        while place > 0 && *pair < sorted[place - 1] {
            place -= 1;
        }
        sorted.insert(place, *pair);
    }
    sorted
}

/// The canonical query: `enc(name)=enc(value)` joined by `&`, sorted by the raw name.
///
/// Both signature methods define it alike (HMAC-SHA1 calls it `CanonicalizedQueryString`), and it is also the text that is sent.
/// Sorting compares UTF-8 bytes; vendor code in JavaScript compares UTF-16 units, which differs only for names outside the
/// Basic Multilingual Plane, and no parameter has such a name.
#[must_use]
pub fn canonical_query(parameters: &[(&str, &str)]) -> String {
    let mut out = String::new();
    for (name, value) in sorted(parameters) {
        if !out.is_empty() {
            out.push('&');
        }
        push_encoded(&mut out, name);
        out.push('=');
        push_encoded(&mut out, value);
    }
    out
}
