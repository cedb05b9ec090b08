//! What all calls of an account share: the service's clock, and the quotas.

use core::time::Duration;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::operation::Operation;
use crate::pacer::{Pacer, Quotas};

/// What all calls of an account share. A clone is a handle to the same account.
#[derive(Clone, Debug)]
pub struct Account(Arc<Mutex<Shared>>);

/// The state of an account.
#[derive(Debug)]
pub(super) struct Shared {
    /// The milliseconds that the service's clock is ahead of the wall clock.
    pub(super) clock_offset_ms: i64,
    pub(super) pacer: Pacer,
}

impl Account {
    /// Returns an account that no call has used.
    #[must_use]
    pub fn new(quotas: Quotas) -> Self {
        Self(Arc::new(Mutex::new(Shared {
            clock_offset_ms: 0,
            pacer: Pacer::new(quotas),
        })))
    }

    /// The learnt difference between the service's clock and the wall clock, in milliseconds.
    #[must_use]
    pub fn clock_offset_ms(&self) -> i64 {
        self.lock().clock_offset_ms
    }

    /// The attempts a second that an operation has now; `None` without a quota.
    #[must_use]
    pub fn rate(&self, operation: &Operation, monotonic: Duration) -> Option<f64> {
        self.lock().pacer.rate(operation, monotonic)
    }

    /// A panic elsewhere leaves no state that a call could not go on with.
    pub(super) fn lock(&self) -> MutexGuard<'_, Shared> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
