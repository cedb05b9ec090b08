//! Base64, in which HMAC-SHA1 signatures are written (RFC 4648, section 4).
//!
//! The encoder of the crate `base64` is made for long texts, and has 2.2 KB as wasm.

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Appends the bytes in Base64 with padding.
pub(crate) fn push_base64(out: &mut String, bytes: &[u8]) {
    for three in bytes.chunks(3) {
        let mut group = [0; 4];
        group[1..=three.len()].copy_from_slice(three);
        let bits = u32::from_be_bytes(group);
        for (place, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            let digit = DIGITS[(bits >> shift) as usize & 63];
            out.push(char::from(if place <= three.len() { digit } else { b'=' }));
        }
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
