//! What all calls of an account share: the service's clock, the quotas, the breaker of runs, and the credentials to mask.

use core::time::Duration;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::secrets::{RecentCredentials, Secrets};
use crate::breaker::Breaker;
use crate::error::Failure;
use crate::operation::Operation;
use crate::pacer::{Pacer, Quotas};
use crate::reply::excerpt;
use crate::sign::Signer;

/// What all calls of an account share. A clone is a handle to the same account.
#[derive(Clone, Debug)]
pub struct Account(Arc<Parts>);

/// Apart, because a step locks the state while it writes messages.
#[derive(Debug)]
struct Parts {
    shared: Mutex<Shared>,
    credentials: Mutex<RecentCredentials>,
}

/// The state of an account.
#[derive(Debug)]
pub(super) struct Shared {
    /// The milliseconds that the service's clock is ahead of the wall clock.
    pub(super) clock_offset_ms: i64,
    /// The last IDs of successful requests that a cache may have answered.
    pub(super) answered: Secrets,
    pub(super) pacer: Pacer,
    pub(super) breaker: Breaker,
}

impl Account {
    /// Returns an account that no call has used.
    #[must_use]
    pub fn new(quotas: Quotas) -> Self {
        Self(Arc::new(Parts {
            shared: Mutex::new(Shared {
                clock_offset_ms: 0,
                answered: Secrets::NONE,
                pacer: Pacer::new(quotas),
                breaker: Breaker::new(),
            }),
            credentials: Mutex::new(RecentCredentials::NONE),
        }))
    }

    /// Masks these credentials in the texts of all calls, for 15 minutes at least. A call does so itself when it signs.
    pub fn remember(&self, signer: &Signer, monotonic: Duration) {
        lock(&self.0.credentials).remember(signer.credentials(), monotonic);
    }

    /// Returns the failure of a source of credentials, with the credentials of this account masked.
    #[must_use]
    pub fn masked(&self, mut failure: Failure) -> Failure {
        let redacted = self.redacted(&failure.message, &Secrets::NONE);
        // Redacts before it shortens: a part of a secret at the end would stay.
        let clean = excerpt(&redacted);
        failure.redacted_cause = (redacted != failure.message).then(|| clean.clone());
        failure.message = clean;
        failure
    }

    /// Returns a text from outside with the secrets of this account and of a call masked.
    pub(super) fn redacted(&self, text: &str, own: &Secrets) -> String {
        lock(&self.0.credentials).masked_in(text, own)
    }

    /// The learnt difference between the service's clock and the wall clock, in milliseconds.
    #[must_use]
    pub fn clock_offset_ms(&self) -> i64 {
        self.lock().clock_offset_ms
    }

    /// The attempts a second that an operation has now; `None` without a quota.
    #[must_use]
    pub fn rate(&self, operation: &Operation, monotonic: Duration) -> Option<f64> {
        self.lock().pacer.rate(operation.name, monotonic)
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Shared> {
        lock(&self.0.shared)
    }
}

/// A panic elsewhere leaves no state that a call could not go on with.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
