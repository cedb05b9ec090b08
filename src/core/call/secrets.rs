//! Secrets that a text from outside may repeat: the credentials that an account has signed with, and the signatures of a call.

use core::time::Duration;
use core::{fmt, mem};

use zeroize::Zeroize;

use super::redact::redact;
use crate::credentials::Credentials;
use crate::text::{concat, split, split_once};

/// Length of a list that drops its first secrets: each makes a search take longer. Only a source that returns other credentials for each
/// call, or a call that has waited for the quota for hours, has more.
const MAX_BYTES: usize = 32_768;

/// How long the service takes a signature. A text from outside may repeat the credentials until then.
const MASKED_FOR: Duration = Duration::from_secs(15 * 60);

/// The credentials that an account has signed with in the last 15 minutes, and in the 15 minutes or more before.
#[derive(Debug)]
pub(super) struct RecentCredentials {
    since: Duration,
    former: Secrets,
    recent: Secrets,
}

/// The last secrets, each on its line: no secret has a line break. `Debug` shows none, and all are wiped when dropped.
pub(super) struct Secrets(String);

impl RecentCredentials {
    pub(super) const NONE: Self = Self {
        since: Duration::ZERO,
        former: Secrets::NONE,
        recent: Secrets::NONE,
    };

    pub(super) fn remember(&mut self, credentials: &Credentials, monotonic: Duration) {
        if monotonic.saturating_sub(self.since) >= MASKED_FOR {
            self.former = mem::replace(&mut self.recent, Secrets::NONE);
            self.since = monotonic;
        }
        self.recent.remember_credentials(credentials);
    }

    /// Returns a text with these credentials and the secrets of a call masked.
    pub(super) fn masked_in(&self, text: &str, own: &Secrets) -> String {
        let mut secrets = split(&own.0, "\n");
        let of_call = secrets.len();
        for list in [&self.former, &self.recent] {
            for secret in split(&list.0, "\n") {
                // A call remembers its credentials, too.
                if !secrets[..of_call].contains(&secret) {
                    secrets.push(secret);
                }
            }
        }
        redact(text, &secrets)
    }
}

impl Secrets {
    pub(super) const NONE: Self = Self(String::new());

    /// Returns whether the text is a new one.
    pub(super) fn remember(&mut self, secret: &str) -> bool {
        if split(&self.0, "\n").contains(&secret) {
            return false;
        }
        let mut last = self.0.as_str();
        while last.len() > MAX_BYTES {
            (_, last) = split_once(last, "\n").unwrap_or_default();
        }
        // A text that grows would leave a copy behind.
        *self = Self(concat(&[last, secret, "\n"]));
        true
    }

    pub(super) fn remember_credentials(&mut self, credentials: &Credentials) {
        let texts = credentials.texts();
        // The credentials of the signature before: a search for each would take a tenth of the time of a signature.
        if self.ends_with(texts) {
            return;
        }
        for text in texts {
            self.remember(text);
        }
    }

    fn ends_with(&self, texts: [&str; 3]) -> bool {
        let mut rest = self.0.as_str();
        for text in texts.into_iter().rev().filter(|text| !text.is_empty()) {
            let before = rest.strip_suffix('\n').and_then(|line| line.strip_suffix(text));
            let Some(before) = before.filter(|before| before.is_empty() || before.ends_with('\n')) else {
                return false;
            };
            rest = before;
        }
        true
    }
}

impl Drop for Secrets {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets")
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_family = "wasm")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn masks_for_15_minutes_at_least() {
        let of = |secret: &str| Credentials::new("marker-id", secret, None).unwrap();
        let (mut known, mut own) = (RecentCredentials::NONE, Secrets::NONE);
        own.remember("marker-signature");
        let text = "first-secret second-secret third-secret marker-signature";
        for (secret, minutes, masked) in [
            ("first-secret", 20, "[redacted] second-secret third-secret [redacted]"),
            ("second-secret", 34, "[redacted] [redacted] third-secret [redacted]"),
            ("second-secret", 35, "[redacted] [redacted] third-secret [redacted]"),
            ("third-secret", 49, "[redacted] [redacted] [redacted] [redacted]"),
            ("third-secret", 50, "first-secret [redacted] [redacted] [redacted]"),
            ("third-secret", 90, "first-secret second-secret [redacted] [redacted]"),
        ] {
            known.remember(&of(secret), Duration::from_secs(60 * minutes));
            assert_eq!(known.masked_in(text, &own), masked, "{minutes}");
        }
        assert_eq!(
            known.masked_in("third-secret marker-signature", &Secrets::NONE),
            "[redacted] marker-signature"
        );
        let shown = format!("{known:?}");
        assert!(!shown.contains("third"), "{shown}");
    }

    #[test]
    fn has_each_secret_once() {
        let mut secrets = Secrets::NONE;
        for secret in ["marker-key", "", "other-marker-key", "marker-key"] {
            secrets.remember(secret);
        }
        assert_eq!(secrets.0, "marker-key\nother-marker-key\n");
    }

    #[test]
    fn knows_the_last_credentials() {
        let mut secrets = Secrets::NONE;
        for (id, secret, token, lines) in [
            ("id", "secret", None, "id\nsecret\n"),
            ("id", "secret", None, "id\nsecret\n"),
            ("d", "secret", None, "id\nsecret\nd\n"),
            ("id", "secret", Some("token"), "id\nsecret\nd\ntoken\n"),
            ("d", "token", None, "id\nsecret\nd\ntoken\n"),
        ] {
            secrets.remember_credentials(&Credentials::new(id, secret, token).unwrap());
            assert_eq!(secrets.0, lines);
        }
    }

    #[test]
    fn drops_the_first_secrets() {
        let mut secrets = Secrets::NONE;
        for number in 0..1_000 {
            secrets.remember(&format!("{number:064}"));
        }
        let lines = secrets.0.lines().count();
        assert!((MAX_BYTES / 65..MAX_BYTES / 65 + 3).contains(&lines), "{lines}");
        assert!(secrets.0.ends_with("999\n"));
    }
}
