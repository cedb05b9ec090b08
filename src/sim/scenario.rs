//! What a schedule is made of, drawn from its seed.

use apsara_live_core::policy::{AlreadyStopped, CallOptions, RetryPolicy};
use apsara_live_core::sign::SignatureMethod;
use fastrand::Rng;

/// The state of a task before anybody calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    Missing,
    Running,
    Recovering,
    Stopping,
    Stopped,
}

/// How bad the network and the service are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weather {
    /// No faults at all.
    Fair,
    /// So many faults in a row, and then none: a call that has an attempt and the time left must end well.
    Clearing(u32),
    /// Each exchange may fail in any way.
    Stormy,
    /// Every exchange fails, in one way.
    Broken,
}

/// A schedule.
#[derive(Clone, Debug)]
pub(crate) struct Scenario {
    pub(crate) recording: bool,
    pub(crate) method: SignatureMethod,
    pub(crate) task: Task,
    pub(crate) weather: Weather,
    pub(crate) calls: usize,
    pub(crate) options: CallOptions,
    /// The client's clock minus the server's, in milliseconds.
    pub(crate) skew_ms: i64,
    /// When the first token ends, by the server's clock; tokens that are asked for later hold.
    pub(crate) token_ends_ms: Option<u64>,
    /// When somebody else stops the task.
    pub(crate) foreign_stop_ms: Option<u64>,
    /// How long after its beginning the first call is aborted.
    pub(crate) abort_ms: Option<u64>,
    /// Whether replies carry a `Date` header.
    pub(crate) dated: bool,
    pub(crate) rng: Rng,
}

impl Scenario {
    pub(crate) fn draw(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let maybe = |rng: &mut Rng, chance: u32, range: core::ops::Range<u64>| {
            let value = rng.u64(range);
            (rng.u32(0..100) < chance).then_some(value)
        };
        let weather = match rng.u32(0..10) {
            0 => Weather::Fair,
            1..=3 => Weather::Clearing(rng.u32(0..4)),
            4..=8 => Weather::Stormy,
            _ => Weather::Broken,
        };
        let task = match rng.u32(0..10) {
            0 => Task::Missing,
            1..=6 => Task::Running,
            7 => Task::Recovering,
            8 => Task::Stopping,
            _ => Task::Stopped,
        };
        let options = CallOptions {
            timeout_ms: [30_000, 30_000, 30_000, 8_000, 2_000, 1][rng.usize(0..6)],
            attempt_timeout_ms: [5_000, 5_000, 1_000, 60_000][rng.usize(0..4)],
            retry: RetryPolicy {
                max_attempts: [1, 2, 4, 4, 4, 8][rng.usize(0..6)],
                ..RetryPolicy::default()
            },
            already_stopped: [AlreadyStopped::Resolve, AlreadyStopped::Throw][usize::from(rng.u8(0..5) == 0)],
        };
        Self {
            recording: rng.bool(),
            method: SignatureMethod::ALL[rng.usize(0..2)],
            task,
            weather,
            calls: 1 + rng.usize(0..3) * usize::from(rng.bool()),
            options,
            skew_ms: if rng.bool() { 0 } else { rng.i64(-3_600_000..3_600_000) },
            token_ends_ms: maybe(&mut rng, 25, 0..20_000),
            foreign_stop_ms: maybe(&mut rng, 10, 0..10_000),
            abort_ms: maybe(&mut rng, 15, 0..10_000),
            dated: rng.u8(0..20) != 0,
            rng,
        }
    }

    /// Whether nothing but passing faults stands between every call and a good end.
    pub(crate) fn must_end_well(&self) -> bool {
        let faults = match self.weather {
            Weather::Fair => 0,
            // Each call may be hit by all of them.
            Weather::Clearing(faults) => faults,
            Weather::Stormy | Weather::Broken => return false,
        };
        let corrections = u32::from(self.skew_ms != 0) + u32::from(self.token_ends_ms.is_some());
        self.task != Task::Missing
            && self.options.already_stopped == AlreadyStopped::Resolve
            && self.dated
            && self.options.timeout_ms >= 30_000
            && self.options.attempt_timeout_ms <= 5_000
            && faults + corrections < self.options.retry.max_attempts
    }
}
