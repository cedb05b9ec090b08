//! AccessKey pairs and STS tokens: validated when created, wiped when dropped.

use core::fmt;

use zeroize::Zeroizing;

use crate::error::{ArgumentError, code};
use crate::visible::{expected, is_beyond_ascii};

/// An AccessKey pair; a temporary pair (STS) has a security token.
///
/// `Debug` shows nothing of it. The secret and the token are wiped when dropped.
#[derive(Clone)]
pub struct Credentials {
    access_key_id: String,
    access_key_secret: Zeroizing<String>,
    security_token: Option<Zeroizing<String>>,
}

impl Credentials {
    /// Validates an AccessKey pair and, for temporary credentials, its security token.
    ///
    /// ```
    /// use apsara_live_core::Credentials;
    ///
    /// let credentials = Credentials::new("testid", "testsecret", None)?;
    /// assert_eq!(format!("{credentials:?}"), "Credentials { .. }");
    /// # Ok::<(), apsara_live_core::ArgumentError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ArgumentError`] that names the part which is empty or in quotes, or which has a character other than visible ASCII. A pasted space or line
    /// break would make a signature that never matches, or an invalid header.
    pub fn new(
        access_key_id: &str,
        access_key_secret: &str,
        security_token: Option<&str>,
    ) -> Result<Self, ArgumentError> {
        check("credentials.accessKeyId", access_key_id)?;
        check("credentials.accessKeySecret", access_key_secret)?;
        if let Some(token) = security_token {
            check("credentials.securityToken", token)?;
        }
        Ok(Self {
            access_key_id: access_key_id.into(),
            access_key_secret: Zeroizing::new(access_key_secret.into()),
            security_token: security_token.map(|token| Zeroizing::new(token.into())),
        })
    }

    /// The AccessKey ID.
    #[must_use]
    pub fn access_key_id(&self) -> &str {
        &self.access_key_id
    }

    /// The AccessKey secret.
    #[must_use]
    pub fn access_key_secret(&self) -> &str {
        &self.access_key_secret
    }

    /// The security token, of temporary credentials.
    #[must_use]
    pub fn security_token(&self) -> Option<&str> {
        self.security_token.as_ref().map(|token| token.as_str())
    }

    /// All texts, to mask; the token is empty if there is none.
    pub(crate) fn texts(&self) -> [&str; 3] {
        let token = self.security_token().unwrap_or_default();
        [&self.access_key_id, &self.access_key_secret, token]
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").finish_non_exhaustive()
    }
}

fn check(path: &'static str, text: &str) -> Result<(), ArgumentError> {
    let what = match text.as_bytes() {
        [first @ (b'"' | b'\''), .., last] if first == last => "a value without the quotes around it",
        [_, ..] if !text.chars().any(is_beyond_ascii) => return Ok(()),
        _ => "visible ASCII characters, without white space or line breaks",
    };
    let expected = expected(what, text, is_beyond_ascii);
    Err(ArgumentError::new(code::INVALID_CREDENTIALS, path, &expected))
}

#[cfg(test)]
mod tests {
    #[cfg(target_family = "wasm")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn refuses_what_was_pasted_badly() {
        for bad in [
            "",
            " ",
            " marker",
            "marker\n",
            "marker\r\n",
            "mar ker",
            "mar\tker",
            "\u{feff}marker",
            "mar\u{a0}ker",
            "密钥",
            "mar\0ker",
            "\"marker\"",
            "'marker'",
        ] {
            for (id, secret, token, path) in [
                (bad, "s", None, "credentials.accessKeyId"),
                ("i", bad, None, "credentials.accessKeySecret"),
                ("i", "s", Some(bad), "credentials.securityToken"),
            ] {
                let error = Credentials::new(id, secret, token).unwrap_err();
                assert_eq!(
                    (error.code, error.path.as_str()),
                    (code::INVALID_CREDENTIALS, path),
                    "{bad:?}"
                );
                assert!(!error.to_string().contains("marker"));
            }
        }
    }
}
