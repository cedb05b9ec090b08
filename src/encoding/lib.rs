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

const HEX: &[u8; 16] = b"0123456789ABCDEF";

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

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

/// Appends the bytes in Base64 with padding (RFC 4648, section 4), which is how HMAC-SHA1 signatures are written.
///
/// Not with the crate `base64`: its encoder is made for long texts, and has 2.2 KB as wasm.
pub fn push_base64(out: &mut String, bytes: &[u8]) {
    for three in bytes.chunks(3) {
        let mut group = [0; 4];
        group[1..=three.len()].copy_from_slice(three);
        let bits = u32::from_be_bytes(group);
        for (place, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            let digit = BASE64[(bits >> shift) as usize & 63];
            out.push(char::from(if place <= three.len() { digit } else { b'=' }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The test vectors of RFC 4648, section 10, and bytes that take the last two digits of the alphabet.
    #[test]
    fn base64() {
        let cases: [(&[u8], &str); 9] = [
            (b"", ""),
            (b"f", "Zg=="),
            (b"fo", "Zm8="),
            (b"foo", "Zm9v"),
            (b"foob", "Zm9vYg=="),
            (b"fooba", "Zm9vYmE="),
            (b"foobar", "Zm9vYmFy"),
            (&[0xfb, 0xff], "+/8="),
            (&[0xff, 0xff, 0xfe], "///+"),
        ];
        for (bytes, encoded) in cases {
            let mut out = String::from("before ");
            push_base64(&mut out, bytes);
            assert_eq!(out, ["before ", encoded].concat());
        }
    }
}
