//! Signing: from parameters to a request that is ready to be sent.
//!
//! [`encode`] is the only encoder; [`query`] sorts and joins the encoded parameters. A file per signature method holds the method's
//! stages. [`Signer`] runs them for a call.

pub mod acs3_hmac_sha256;
pub(crate) mod base64;
pub mod hmac_sha1;
mod key;
pub mod query;
mod signer;

pub use apsara_live_encoding as encode;
pub use signer::{MAX_NONCE_CHARS, SignatureMethod, SignatureNonce, Signed, Signer, Stamp};

use key::Mac;

/// An HMAC key, for texts that the functions of this module built.
///
/// It is for tests of a single stage. To sign a request, use [`Signer`].
#[derive(Clone)]
pub struct SigningKey(Mac);

impl SigningKey {
    /// Prepares a secret for a signature method.
    #[must_use]
    pub fn new(method: SignatureMethod, secret: &str) -> Self {
        Self(match method {
            SignatureMethod::Acs3HmacSha256 => Mac::sha256(secret),
            SignatureMethod::HmacSha1 => Mac::sha1(secret),
        })
    }

    /// Returns the signature of a string to sign: lower-case hex for ACS3-HMAC-SHA256, base64 for HMAC-SHA1.
    ///
    /// ```
    /// use apsara_live_core::sign::{SignatureMethod, SigningKey};
    ///
    /// // The vendor's SDK unit test, aliyun/darabonba-openapi.
    /// let key = SigningKey::new(SignatureMethod::HmacSha1, "accessKeySecret");
    /// assert_eq!(key.signature("&%2F&test%3Dok"), "jHx/oHoHNrbVfhncHEvPdHXZwHU=");
    /// ```
    #[must_use]
    pub fn signature(&self, string_to_sign: &str) -> String {
        match &self.0 {
            Mac::Sha256(key) => acs3_hmac_sha256::signature(key, string_to_sign),
            Mac::Sha1(key) => hmac_sha1::signature(key, string_to_sign),
        }
    }
}

impl core::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("SigningKey").finish_non_exhaustive()
    }
}
