//! Says what went wrong in an attempt, to a person and to a program, without a word of what must stay secret.

use crate::classify::Meaning;
use crate::diagnose::{Diagnosis, diagnose};
use crate::endpoint::Endpoint;
use crate::error::{Failure, Kind, code};
use crate::operation::Invocation;
use crate::policy::CallOptions;
use crate::redact::redact;
use crate::response::{Fields, Head, excerpt};
use crate::sign::{Signer, Stamp};
use crate::text::{concat, decimal};

/// What is known of the last attempt.
pub(crate) struct Report<'a> {
    pub(crate) invocation: &'a Invocation,
    pub(crate) endpoint: &'a Endpoint,
    pub(crate) signer: Option<&'a Signer>,
    pub(crate) stamp: Option<&'a Stamp>,
}

impl Report<'_> {
    pub(crate) fn internal(&self, what: &str) -> Failure {
        Failure::new(
            Kind::Internal,
            code::INTERNAL.into(),
            self.sentence(&["failed: ", what]),
        )
    }

    pub(crate) fn lost(&self, reason: &str) -> Failure {
        let message = self.sentence(&["got no answer from ", self.endpoint.host(), ": ", &self.clean(reason)]);
        retryable(Failure::new(Kind::Network, code::NETWORK.into(), message))
    }

    pub(crate) fn timed_out(&self, whole_call: bool, options: &CallOptions) -> Failure {
        let (code, what, ms) = if whole_call {
            (code::TIMEOUT, "the call", options.timeout_ms)
        } else {
            (code::ATTEMPT_TIMEOUT, "an attempt", options.attempt_timeout_ms)
        };
        let message = self.sentence(&["got no answer in the ", &decimal(ms), " ms that ", what, " may take"]);
        retryable(Failure::new(Kind::Timeout, code.into(), message))
    }

    pub(crate) fn unreadable(&self, code: &'static str, head: Head) -> Failure {
        let what = match code {
            code::EMPTY_REPLY => "with nothing in it",
            code::OVERSIZED_REPLY => "longer than any of this service",
            code::INCOMPLETE_REPLY => "that does not say which request or task it is about",
            code::MISMATCHED_REPLY => "that is about another task",
            code::REDIRECTED => "that is a redirect, which a signed request does not follow",
            _ => "that is neither JSON nor XML of this service",
        };
        let status = decimal(head.status.into());
        let message = self.sentence(&["got a reply (HTTP ", &status, ") ", what, &self.quoted(&head.text)]);
        let mut failure = retryable(Failure::new(Kind::Protocol, code.into(), message));
        failure.status = Some(head.status);
        failure.request_id = self.request_id(None, head);
        failure
    }

    pub(crate) fn service(&self, meaning: Meaning, fields: Fields, head: Head) -> Failure {
        let status = decimal(head.status.into());
        let code = fields.code.as_deref().map(|code| self.clean(code));
        let said = match &fields.message {
            Some(message) if code.as_deref() == Some("SignatureDoesNotMatch") => self.mismatch(message),
            Some(message) => concat(&[": ", &self.clean(message)]),
            None => self.quoted(&head.text),
        };
        let named = code.as_deref().unwrap_or("no code");
        let message = self.sentence(&["was answered HTTP ", &status, ", ", named, &said]);
        let kind = match meaning {
            Meaning::Throttled => Kind::Throttled,
            _ => Kind::Service,
        };
        let mut failure = Failure::new(kind, code.unwrap_or_else(|| code::HTTP_STATUS.into()), message);
        failure.status = Some(head.status);
        failure.request_id = self.request_id(fields.request_id, head);
        failure.recommend = fields.recommend.map(|link| self.clean(&link));
        failure.retryable = matches!(meaning, Meaning::Throttled | Meaning::Ambiguous | Meaning::NonceUsed);
        failure
    }

    /// Why the signature does not match. The service's own words are not repeated: they hold every parameter, and the token.
    fn mismatch(&self, message: &str) -> String {
        let signed = |(signer, stamp): (&Signer, _)| signer.signed(self.invocation, self.endpoint, stamp);
        let diagnosis = self
            .signer
            .zip(self.stamp)
            .map(signed)
            .map(|ours| diagnose(message, &ours));
        match diagnosis {
            Some(Diagnosis::SameText) => {
                ": the service signed the same text, so the AccessKey secret is not that of this AccessKey ID".into()
            }
            Some(Diagnosis::Differs(part)) => concat(&[
                ": the service received another request, different in ",
                &part,
                "; something on the way rewrites it",
            ]),
            Some(Diagnosis::Unknown) | None => {
                ": check the AccessKey secret; the service does not say what it signed".into()
            }
        }
    }

    fn request_id(&self, read: Option<String>, head: Head) -> Option<String> {
        read.or(head.request_id).map(|id| self.clean(&id))
    }

    fn sentence(&self, rest: &[&str]) -> String {
        concat(&[self.invocation.operation().name, " ", &concat(rest)])
    }

    fn quoted(&self, text: &str) -> String {
        match self.clean(text) {
            text if text.is_empty() => text,
            text => concat(&[": ", &text]),
        }
    }

    /// Text from elsewhere, fit to be shown: without secrets, on one line, and short.
    fn clean(&self, text: &str) -> String {
        // Masks first, then the limit: a secret that the limit tears in two would not be found any more.
        let text = match (self.signer, self.stamp) {
            (Some(signer), Some(stamp)) => {
                let credentials = signer.credentials();
                let secrets = [
                    credentials.access_key_id(),
                    credentials.access_key_secret(),
                    credentials.security_token().unwrap_or_default(),
                    &signer.signed(self.invocation, self.endpoint, stamp).signature,
                ];
                redact(text, &secrets)
            }
            _ => text.into(),
        };
        excerpt(&text)
    }
}

fn retryable(mut failure: Failure) -> Failure {
    failure.retryable = true;
    failure
}
