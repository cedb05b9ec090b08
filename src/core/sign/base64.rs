//! Base64, in which HMAC-SHA1 signatures are written (RFC 4648, section 4).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Appends the bytes in Base64 with padding.
///
/// Not with `encode_string`, which adds a check of UTF-8 to the wasm.
pub(crate) fn push_base64(out: &mut String, bytes: &[u8]) {
    let mut encoded = vec![0; bytes.len().div_ceil(3) * 4];
    let written = STANDARD.encode_slice(bytes, &mut encoded);
    debug_assert_eq!(written, Ok(encoded.len()));
    for byte in encoded {
        out.push(char::from(byte));
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_family = "wasm")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    /// The test vectors of RFC 4648, section 10, and bytes that take the last two digits of the alphabet.
    #[test]
    fn vectors() {
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
