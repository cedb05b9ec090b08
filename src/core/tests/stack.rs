//! The stack under the frames of a signature has no padded key: hmac leaves its copies there.
//!
//! In a debug build the scan itself writes over the copies. The mutation tests have a profile in which it finds them.
#![cfg(target_os = "linux")]
#![allow(unsafe_code, reason = "the stack under the own frame cannot be read without it")]

use std::hint::black_box;
use std::mem::MaybeUninit;

use apsara_live_core::Credentials;
use apsara_live_core::sign::{SignatureMethod, Signer};

const SECRET: &str = "marker-secret-7f3a9c51d0e2";

/// More than the frames of a signature.
const DEPTH: usize = 16 * 1024;

#[inline(never)]
fn signer(method: SignatureMethod) -> Signer {
    Signer::new(method, Credentials::new("testid", SECRET, None).unwrap())
}

/// Whether the stack under this frame has the secret, padded with `pad` as RFC 2104 says.
#[inline(never)]
fn is_on_stack(pad: u8) -> bool {
    let stack = MaybeUninit::<[u8; DEPTH]>::uninit();
    let begin = black_box(stack.as_ptr().cast::<u8>());
    let at = |index: usize| {
        // SAFETY: within the array. Its bytes are whatever earlier frames have left.
        unsafe { begin.add(index).read_volatile() }
    };
    let matches = |begin: usize| {
        SECRET
            .bytes()
            .enumerate()
            .all(|(index, byte)| at(begin + index) == byte ^ pad)
    };
    (0..DEPTH - SECRET.len()).any(matches)
}

#[test]
fn padded_keys_are_wiped_from_the_stack() {
    for &method in SignatureMethod::ALL {
        let signer = black_box(signer(method));
        let found = [0x36, 0x5c].map(is_on_stack);
        assert_eq!(found, [false, false], "{method}");
        drop(signer);
    }
}
