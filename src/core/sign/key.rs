//! HMAC keys, prepared once and wiped when dropped.
//!
//! RFC 2104 hashes the padded key into two block states; [`Mac`] keeps those states, so that a signature costs only the message.

use hmac::Hmac;
use sha1::Sha1;
use sha2::Sha256;

use crate::text::concat;

/// The prepared key of one signature method. It has no `Debug`, and wipes itself when dropped.
#[derive(Clone)]
pub(crate) enum Mac {
    Sha256(Box<Hmac<Sha256>>),
    Sha1(Box<Hmac<Sha1>>),
}

impl Mac {
    /// ACS3-HMAC-SHA256: the key is the secret itself.
    pub(crate) fn sha256(secret: &str) -> Self {
        let key = Self::Sha256(prepared(secret.as_bytes()));
        wipe_stack();
        key
    }

    /// HMAC-SHA1: the key is the secret followed by `&`.
    pub(crate) fn sha1(secret: &str) -> Self {
        let secret = zeroize::Zeroizing::new(concat(&[secret, "&"]));
        let key = Self::Sha1(prepared(secret.as_bytes()));
        wipe_stack();
        key
    }
}

/// The HMAC of `message` under a prepared key.
pub(crate) fn authenticate<M: hmac::Mac + Clone>(prepared: &M, message: &str) -> hmac::digest::Output<M> {
    let code = finalized(prepared, message);
    wipe_stack();
    code
}

#[inline(never)]
fn finalized<M: hmac::Mac + Clone>(prepared: &M, message: &str) -> hmac::digest::Output<M> {
    prepared
        .clone()
        .chain_update(message.as_bytes())
        .finalize()
        .into_bytes()
}

#[inline(never)]
#[expect(
    clippy::unnecessary_box_returns,
    reason = "only the pointer leaves the frame that is wiped"
)]
fn prepared<M: hmac::Mac + hmac::KeyInit>(key: &[u8]) -> Box<M> {
    // RFC 2104 hashes keys that are longer than a block, so no length is refused.
    Box::new(
        <M as hmac::KeyInit>::new_from_slice(key).unwrap_or_else(|_| unreachable!("HMAC takes keys of every length")),
    )
}

/// Writes over the frames of [`prepared`] and [`finalized`]: hmac puts the padded key and copies of the states on the stack, and does not
/// wipe them.
#[inline(never)]
fn wipe_stack() {
    core::hint::black_box([0_u8; 1024]);
}

#[cfg(test)]
mod tests {
    #[cfg(target_family = "wasm")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn prepared_keys_wipe_themselves() {
        // hmac 0.13 has no marker of its own: a prepared key is two states of the hash, and both wipe themselves.
        fn wipes<T: zeroize::ZeroizeOnDrop>() {}
        wipes::<Sha256>();
        wipes::<Sha1>();
    }
}
