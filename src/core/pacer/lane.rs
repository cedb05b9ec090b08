//! The attempts of one operation: when the next may be sent.

/// The part of the quota that steady work uses.
pub(super) const STEADY: f64 = 0.96;

/// The part of the rate that is left after a throttled reply.
const CUT: f64 = 0.85;

/// Quotas above this are so dense that timers are late for most attempts: these may catch up.
const DENSE_QUOTA: u32 = 200;

/// How late an attempt of a dense quota may be and still be made up for.
const CATCH_UP_MS: f64 = 20.0;

/// The longest wait that one throttled reply imposes on all attempts, as in the vendor's clients (`MAX_DELAY_TIME` of
/// @darabonba/typescript). Then one attempt asks again: a `retry-after` of a day may be a mistake of a proxy.
const MAX_HOLD_MS: f64 = 120_000.0;

const SECOND_MS: f64 = 1_000.0;

/// The attempts of one operation.
#[derive(Clone, Debug)]
pub(super) struct Lane {
    quota: u32,
    /// Attempts a second after the last cut, and when that was.
    rate: f64,
    cut_ms: f64,
    /// The time of the last attempt that was given one.
    last_ms: f64,
    /// When steady work may go on.
    next_ms: f64,
    /// The tokens of the bucket at `last_ms`.
    tokens: f64,
    /// The last attempt that steady work alone would not have allowed.
    burst_ms: f64,
    /// The end of the wait that the service has asked for.
    held_ms: f64,
    /// Times that were given before the last hold are not valid any more.
    pub(super) epoch: u32,
    /// Times of attempts that will not be sent.
    unused_ms: Vec<f64>,
    /// When the last attempts were admitted, as many as the quota, and which of them is the oldest.
    admitted_ms: Vec<f64>,
    oldest: usize,
}

impl Lane {
    pub(super) fn new(quota: u32) -> Self {
        Self {
            quota,
            rate: f64::from(quota) * STEADY,
            cut_ms: f64::NEG_INFINITY,
            last_ms: f64::NEG_INFINITY,
            next_ms: f64::NEG_INFINITY,
            tokens: 0.0,
            burst_ms: f64::NEG_INFINITY,
            held_ms: f64::NEG_INFINITY,
            epoch: 0,
            unused_ms: Vec::new(),
            admitted_ms: Vec::new(),
            oldest: 0,
        }
    }

    /// Attempts a second.
    pub(super) fn rate(&self, now_ms: f64) -> f64 {
        let most = f64::from(self.quota) * STEADY;
        // Never cut, it is as long ago as can be.
        most.min(self.rate + (now_ms - self.cut_ms) / SECOND_MS)
    }

    /// The tokens of the bucket, which holds a fifth of the quota and is refilled at four fifths of it.
    fn tokens(&self, at_ms: f64) -> f64 {
        let quota = self.rate(at_ms) / STEADY;
        (self.tokens + (at_ms - self.last_ms) * quota * 0.8 / SECOND_MS).min(quota / 5.0)
    }

    /// The earliest time of another attempt.
    pub(super) fn next(&self, now_ms: f64) -> f64 {
        let free_ms = now_ms.max(self.held_ms).max(self.full_until_ms());
        let unused = self.unused_ms.iter().copied().filter(|unused_ms| *unused_ms >= free_ms);
        if let Some(unused_ms) = unused.reduce(f64::min) {
            return unused_ms;
        }
        let base_ms = free_ms.max(self.last_ms);
        let missing = 1.0 - self.tokens(base_ms);
        if missing <= 0.0 {
            return base_ms;
        }
        let quota = self.rate(base_ms) / STEADY;
        let by_bucket_ms = base_ms + missing * SECOND_MS / (quota * 0.8);
        // In the second behind a burst only the bucket counts: the burst and steady work would be more than the quota.
        let steady_ms = base_ms
            .max(self.next_ms - self.catch_up_ms())
            .max(self.burst_ms + SECOND_MS);
        by_bucket_ms.min(steady_ms)
    }

    /// Gives a time to an attempt.
    pub(super) fn take(&mut self, at_ms: f64) {
        if let Some(place) = self
            .unused_ms
            .iter()
            .position(|unused_ms| unused_ms.total_cmp(&at_ms).is_eq())
        {
            self.unused_ms.swap_remove(place);
            return;
        }
        let steady_ms = self.next_ms - self.catch_up_ms();
        if at_ms < steady_ms {
            self.burst_ms = at_ms;
        }
        self.tokens = (self.tokens(at_ms) - 1.0).max(0.0);
        self.next_ms = self.next_ms.max(at_ms) + SECOND_MS / self.rate(at_ms);
        self.last_ms = at_ms;
    }

    pub(super) fn catch_up_ms(&self) -> f64 {
        if self.quota > DENSE_QUOTA { CATCH_UP_MS } else { 0.0 }
    }

    pub(super) fn throttled(&mut self, retry_after_ms: f64, now_ms: f64) {
        let held_ms = now_ms + retry_after_ms.min(MAX_HOLD_MS);
        let cut = now_ms - self.cut_ms >= SECOND_MS;
        if !cut && held_ms <= self.held_ms.max(now_ms) {
            return;
        }
        if cut {
            self.rate = (self.rate(now_ms) * CUT).max(1.0);
            self.cut_ms = now_ms;
        }
        self.held_ms = self.held_ms.max(held_ms);
        self.restart(self.held_ms);
    }

    /// Attempts that wait ask again, and get times after this one.
    pub(super) fn restart(&mut self, at_ms: f64) {
        self.epoch += 1;
        self.last_ms = at_ms;
        self.next_ms = at_ms + SECOND_MS / self.rate(at_ms);
        self.tokens = 0.0;
        self.unused_ms.clear();
    }

    /// Takes back the time of an attempt that will not be sent.
    pub(super) fn give_back(&mut self, at_ms: f64) {
        self.unused_ms.push(at_ms);
    }

    pub(super) fn has_room(&self, now_ms: f64) -> bool {
        self.full_until_ms() <= now_ms
    }

    /// When the last second will have room for another attempt.
    pub(super) fn full_until_ms(&self) -> f64 {
        match self.admitted_ms.get(self.oldest) {
            Some(oldest_ms) if self.admitted_ms.len() == self.quota as usize => oldest_ms + SECOND_MS,
            _ => f64::NEG_INFINITY,
        }
    }

    /// Notes an attempt that is sent now.
    pub(super) fn admit(&mut self, now_ms: f64) {
        if self.admitted_ms.len() < self.quota as usize {
            self.admitted_ms.push(now_ms);
            return;
        }
        if let Some(oldest_ms) = self.admitted_ms.get_mut(self.oldest) {
            *oldest_ms = now_ms;
        }
        self.oldest += 1;
        if self.oldest == self.admitted_ms.len() {
            self.oldest = 0;
        }
    }
}
