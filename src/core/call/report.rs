//! Failures of an attempt: their messages and members, without secrets.

use super::diagnose::{Diagnosis, diagnose};
use super::secrets::Secrets;
use super::{Account, Attempt, CallOptions, Delivery, Loss, Outcome};
use crate::breaker::Cause;
use crate::endpoint::Endpoint;
use crate::error::{Failure, Kind, Verified, code};
use crate::operation::{Invocation, Meaning};
use crate::reply::{Fields, Reply, excerpt, is_cut};
use crate::sign::Signer;
use crate::text::{concat, decimal};

/// The context of a failure.
pub(super) struct Report<'a> {
    pub(super) invocation: &'a Invocation,
    pub(super) endpoint: &'a Endpoint,
    pub(super) signer: Option<&'a Signer>,
    pub(super) attempt: Option<&'a Attempt>,
    pub(super) account: &'a Account,
    pub(super) secrets: &'a Secrets,
}

impl Report<'_> {
    pub(super) fn internal(&self, what: &str) -> Failure {
        Failure::new(
            Kind::Internal,
            code::INTERNAL.into(),
            self.sentence(&["failed: ", what]),
        )
    }

    pub(super) fn lost(&self, loss: &Loss) -> Failure {
        let (host, reason) = (self.endpoint.host(), self.clean(&loss.reason));
        let message = match loss.delivery {
            Delivery::Unknown => self.sentence(&["got no reply from ", host, ": ", &reason]),
            Delivery::NeverSent | Delivery::NotAllowed => {
                self.sentence(&["could not be sent to ", host, ": ", &reason])
            }
            Delivery::NoSuchHost if self.endpoint.is_of_region() => {
                self.sentence(&["could not be sent: no such host, ", host, "; is the region right?"])
            }
            Delivery::NoSuchHost => self.sentence(&["could not be sent: no such host, ", host]),
        };
        let mut failure = retryable(Failure::new(Kind::Network, code::NETWORK.into(), message));
        failure.redacted_cause = Some(reason).filter(|_| self.reveals(Some(&loss.reason)));
        failure
    }

    pub(super) fn timed_out(&self, whole_call: bool, options: &CallOptions) -> Failure {
        let (code, what, ms) = if whole_call {
            (code::TIMEOUT, "of the call", options.timeout.as_ms())
        } else {
            (code::ATTEMPT_TIMEOUT, "of one attempt", options.attempt_timeout.as_ms())
        };
        let message = self.sentence(&["got no reply within the ", &decimal(ms), " ms ", what]);
        retryable(Failure::new(Kind::Timeout, code.into(), message))
    }

    pub(super) fn unreadable(&self, code: &'static str, reply: &Reply) -> Failure {
        let what = match (code, reply.status) {
            (_, 407) => "from a proxy that wants to know who you are",
            (code::EMPTY_REPLY, _) => "with an empty body",
            (code::OVERSIZED_REPLY, _) => "that is longer than any of this service",
            (code::INCOMPLETE_REPLY, _) => "that does not name its request or task",
            (code::MISMATCHED_REPLY, _) => "about another task",
            (code::REDIRECTED, _) => "that is a redirect; signed requests do not follow redirects",
            _ => "that is not from this service",
        };
        let status = decimal(reply.status.into());
        let text = self.quoted(&reply.text);
        let message = self.sentence(&["got a response (HTTP ", &status, ") ", what, &text]);
        let mut failure = retryable(Failure::new(Kind::Protocol, code.into(), message));
        failure.http_status = Some(reply.status);
        failure.request_id = reply.request_id.as_deref().map(|id| self.clean(id));
        failure
    }

    pub(super) fn service(&self, meaning: Meaning, fields: &Fields, reply: &Reply) -> Failure {
        let status = decimal(reply.status.into());
        let code = fields.code().unwrap_or_default();
        let said = match fields.message() {
            Some(message) if code == "SignatureDoesNotMatch" => self.mismatch(message),
            Some(message) => concat(&[": ", &self.clean(message)]),
            None => self.quoted(&reply.text),
        };
        let message = self.sentence(&["was answered HTTP ", &status, ", ", code, &said]);
        let kind = match meaning {
            Meaning::Throttled => Kind::Throttled,
            _ => Kind::Service,
        };
        let mut failure = Failure::new(kind, code.into(), message);
        failure.http_status = Some(reply.status);
        failure.request_id = reply.request_id_or(fields).map(|id| self.clean(id));
        failure.access_denied = fields.access_denied_detail().map(|detail| self.redacted(detail));
        failure.recommend = fields.recommend().map(|link| self.clean(link));
        failure.retryable = matches!(meaning, Meaning::Throttled | Meaning::Ambiguous | Meaning::NonceUsed);
        failure
    }

    /// The failure of a call that would have to wait too long for the quota.
    pub(super) fn quota(&self, wait_ms: u64) -> Failure {
        let message = self.sentence(&[
            "was not sent: within its time the quota of the account has no room for it, which it will have in ",
            &decimal(wait_ms),
            " ms",
        ]);
        let mut failure = retryable(Failure::new(Kind::Throttled, code::QUOTA.into(), message));
        failure.retry_after_ms = Some(wait_ms);
        failure
    }

    /// The failure of a call whose run was halted before it sent a request.
    pub(super) fn halted(&self, by: Cause) -> Failure {
        let message = self.sentence(&["was not sent, because the run was halted: ", &by.message]);
        let mut failure = Failure::new(Kind::Service, code::RUN_HALTED.into(), message);
        failure.retryable = by.retryable;
        failure.halted_by = Some(by.code);
        failure
    }

    /// The failure of a stop that the service answered well, although the task is not stopped, or nothing tells whether it is.
    pub(super) fn not_stopped(&self, code: String, outcome: Outcome) -> Failure {
        let (what, said) = match &outcome.code {
            Some(code) => ("was answered ", code.as_str()),
            None => ("was accepted", ""),
        };
        let state = match outcome.verified {
            Some(state @ (Verified::Running | Verified::Stopping)) => ["the task is ", state.as_str()],
            _ => ["nothing tells whether the task has stopped", ""],
        };
        let message = self.sentence(&[what, said, ", but ", &concat(&state)]);
        let mut failure = Failure::new(Kind::Service, code, message);
        failure.request_id = outcome.request_id;
        failure.verified = outcome.verified;
        failure.retryable = !matches!(outcome.verified, Some(Verified::NotFound | Verified::Refused));
        failure
    }

    /// Explains why the signature does not match. Omits the service's message, which repeats every parameter and the token.
    fn mismatch(&self, message: &str) -> String {
        let signed = self
            .signer
            .zip(self.attempt)
            // A text that was cut differs from any other.
            .filter(|_| !is_cut(message))
            .map(|(signer, attempt)| signer.signed(self.invocation, self.endpoint, &attempt.stamp));
        match signed.map(|ours| diagnose(message, &ours)) {
            Some(Diagnosis::SameText) => {
                ": the service signed the same text, so the AccessKey secret does not belong to this AccessKey ID"
                    .into()
            }
            Some(Diagnosis::Differs(part)) => concat(&[
                ": the service received another request, different in ",
                &part,
                "; something between you and the service rewrites requests",
            ]),
            Some(Diagnosis::Unknown) | None => {
                ": check the AccessKey secret; the service does not show the text that it signed".into()
            }
        }
    }

    fn sentence(&self, rest: &[&str]) -> String {
        concat(&[self.invocation.action(), " ", &concat(rest)])
    }

    fn quoted(&self, text: &str) -> String {
        match self.clean(text) {
            text if text.is_empty() => text,
            text => concat(&[": ", &text]),
        }
    }

    /// Returns a text from the response on one line, short, with secrets masked.
    pub(super) fn clean(&self, text: &str) -> String {
        // Redacts before it shortens: half a secret would not be recognised.
        excerpt(&self.redacted(text))
    }

    /// Whether a text repeats a secret.
    pub(super) fn reveals(&self, text: Option<&str>) -> bool {
        text.is_some_and(|text| self.redacted(text) != text)
    }

    fn redacted(&self, text: &str) -> String {
        self.account.redacted(text, self.secrets)
    }
}

/// Addition to the message of a failure after attempts.
pub(super) const fn earlier_attempts(outcome_unknown: bool) -> &'static str {
    if outcome_unknown {
        "; an earlier attempt was sent, and its outcome is unknown"
    } else {
        "; an earlier attempt was sent and not executed"
    }
}

fn retryable(mut failure: Failure) -> Failure {
    failure.retryable = true;
    failure
}
