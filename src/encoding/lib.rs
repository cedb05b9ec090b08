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
//! A crate of its own, because cargo optimizes by the crate: a third of the time of a signature is spent here, so this crate is
//! compiled for speed, and the other crates for size.
#![forbid(unsafe_code)]

const HEX: &[u8; 16] = b"0123456789ABCDEF";

const LOWER_HEX: &[u8; 16] = b"0123456789abcdef";

/// Whether a byte is unreserved and stays unchanged.
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
