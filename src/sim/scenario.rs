//! Scenario of a schedule, drawn from its seed.

use std::num::NonZeroU32;

use apsara_live_core::call::{AlreadyStopped, CallOptions, Verify};
use apsara_live_core::http::Method;
use apsara_live_core::policy::Timeout;
use apsara_live_core::sign::SignatureMethod;
use fastrand::Rng;

use crate::server::EPOCH_MS;
use crate::task::State;

/// Maximum clock offset that a call learns.
pub(crate) const MAX_OFFSET_MS: u64 = 24 * 60 * 60 * 1000;

/// The operation of the calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    /// Stops the task.
    Stop,
    /// Describes the task.
    Describe,
    /// An action that is in no table, and that may be sent again.
    ChangeOnce,
    /// An action that is in no table. Each request that is executed changes something.
    ChangeEachTime,
}

/// Whether a RAM policy permits describing tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Policy {
    Allows,
    Denies,
}

/// Which exchanges fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Faults {
    None,
    /// The first exchanges of a call, up to this number: a call with an attempt and time left must end well.
    First(u32),
    /// Each exchange may fail, in any way.
    Random,
    /// Every exchange fails, in one way.
    All,
}

/// Behaviour of the credentials provider when the call asks for another token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Provider {
    Renews,
    Fails,
    /// Returns the expired token again.
    Repeats,
}

/// The `Date` header of replies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateHeader {
    Right,
    Missing,
    Year1,
    Year10000,
    /// A plausible year, and a wrong one.
    Year2150,
    /// A wrong time of the same day: the header of a cache.
    Old,
    /// Any of the other kinds.
    Random,
}

/// The time of the first call's abort.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Abort {
    /// The number of steps before the abort; 0 means before the first step.
    pub(crate) step: u32,
    /// The delay after that step; `None` means before the driver acts on it.
    pub(crate) delay_ms: Option<u64>,
}

/// A schedule.
#[derive(Clone, Debug)]
pub(crate) struct Scenario {
    pub(crate) work: Work,
    /// The HTTP method of the actions that are in no table.
    pub(crate) http_method: Method,
    pub(crate) recording: bool,
    pub(crate) method: SignatureMethod,
    /// Whether the endpoint names a region.
    pub(crate) regional: bool,
    /// The state of the task before the first call.
    pub(crate) task: State,
    /// When a starting task runs.
    pub(crate) starts_ms: Option<u64>,
    /// The state of a task that has started.
    pub(crate) started: State,
    /// The time of a task from STOPPING to STOPPED.
    pub(crate) stopping_ms: u64,
    /// Whether the service calls a starting task stopped.
    pub(crate) misleads: bool,
    pub(crate) describing: Policy,
    pub(crate) faults: Faults,
    /// The time at which each call begins.
    pub(crate) begin_ms: Vec<u64>,
    pub(crate) options: CallOptions,
    /// The client's clock minus the server's, in milliseconds.
    pub(crate) skew_ms: i64,
    /// The expiration of the first token, by the server's clock; later tokens do not expire.
    pub(crate) token_expires_ms: Option<u64>,
    pub(crate) provider: Provider,
    /// The time at which another client stops the task.
    pub(crate) other_stop_ms: Option<u64>,
    /// When another client starts a task again, from the beginning and from each stop, that is stopping or stopped. Only for calls that ask after every stop.
    pub(crate) restart_ms: Option<u64>,
    pub(crate) abort: Option<Abort>,
    pub(crate) date: DateHeader,
    pub(crate) rng: Rng,
}

impl Scenario {
    pub(crate) fn draw(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let maybe = |rng: &mut Rng, percent: u32, range: core::ops::Range<u64>| {
            let value = rng.u64(range);
            (rng.u32(0..100) < percent).then_some(value)
        };
        let faults = match rng.u32(0..10) {
            0 => Faults::None,
            1..=3 => Faults::First(rng.u32(0..4)),
            4..=8 => Faults::Random,
            _ => Faults::All,
        };
        let task = match rng.u32(0..16) {
            0 => State::Missing,
            1..=3 => State::Starting,
            4..=10 => State::Running,
            11..=12 => State::Recovering,
            13 => State::Stopping,
            _ => State::Stopped,
        };
        let date = match rng.u32(0..24) {
            0 => DateHeader::Missing,
            1 => DateHeader::Year1,
            2 => DateHeader::Year10000,
            3 => DateHeader::Old,
            4 => DateHeader::Random,
            5 => DateHeader::Year2150,
            _ => DateHeader::Right,
        };
        let skew_ms = match rng.u32(0..16) {
            0..=7 => 0,
            // A machine whose clock begins in 1970.
            8 => -EPOCH_MS,
            _ => rng.i64(-3_600_000..3_600_000),
        };
        let abort_step = rng.u32(0..8);
        let abort_within_ms = [10, 100, 3_000][rng.usize(0..3)];
        let abort = (rng.u32(0..100) < 20).then(|| Abort {
            step: abort_step,
            delay_ms: maybe(&mut rng, 50, 0..abort_within_ms),
        });
        let provider = match rng.u32(0..8) {
            0 => Provider::Fails,
            1 => Provider::Repeats,
            _ => Provider::Renews,
        };
        // Together, so that they compete; or one after another, so that later calls use the clock that the first has learnt.
        let spread_ms = [200, 60_000][rng.usize(0..2)];
        let calls = 1 + rng.usize(0..3) * usize::from(rng.bool());
        let options = draw_options(&mut rng);
        let restart_within_ms = if options.wait_until_stopped.is_some() {
            40_000
        } else {
            50
        };
        let restart_ms = maybe(&mut rng, 30, 0..restart_within_ms)
            .filter(|_| options.wait_until_stopped.is_some() || options.verify == Verify::Always);
        let longest_stopping_ms = [5_000, 20_001][rng.usize(0..2)];
        Self {
            work: match rng.u32(0..8) {
                0 => Work::Describe,
                1 => Work::ChangeOnce,
                2 => Work::ChangeEachTime,
                _ => Work::Stop,
            },
            http_method: [Method::Post, Method::Get][rng.usize(0..2)],
            recording: rng.bool(),
            method: SignatureMethod::ALL[rng.usize(0..2)],
            regional: rng.u8(0..3) == 0,
            task,
            starts_ms: maybe(&mut rng, 75, 0..500),
            started: [State::Running, State::Recovering][rng.usize(0..2)],
            stopping_ms: maybe(&mut rng, 60, 1..longest_stopping_ms).unwrap_or(0),
            misleads: rng.bool(),
            describing: [Policy::Allows, Policy::Denies][usize::from(rng.u8(0..6) == 0)],
            faults,
            begin_ms: (0..calls).map(|_| rng.u64(0..spread_ms)).collect(),
            options,
            skew_ms,
            token_expires_ms: maybe(&mut rng, 25, 0..20_000),
            provider,
            other_stop_ms: maybe(&mut rng, 10, 0..10_000),
            restart_ms,
            abort,
            date,
            rng,
        }
    }

    /// Whether every call must end well: all its faults are temporary.
    pub(crate) fn must_end_well(&self) -> bool {
        let faults = match self.faults {
            Faults::None => 0,
            // Each call may be hit by all of them.
            Faults::First(faults) => faults,
            Faults::Random | Faults::All => return false,
        };
        let may_do_it = match self.work {
            Work::Stop | Work::ChangeOnce => true,
            Work::Describe => self.describing == Policy::Allows,
            Work::ChangeEachTime => faults == 0,
        };
        let may_wait = self
            .options
            .wait_until_stopped
            .is_none_or(|wait| wait.as_ms() >= 60_000 && self.describing == Policy::Allows);
        let corrections = u32::from(self.skew_ms != 0) + u32::from(self.token_expires_ms.is_some());
        may_do_it
            && may_wait
            && self.restart_ms.is_none()
            && !matches!(self.task, State::Missing | State::Starting)
            && self.provider == Provider::Renews
            && self.options.already_stopped == AlreadyStopped::Resolve
            && self.date == DateHeader::Right
            && self.skew_ms.unsigned_abs() <= MAX_OFFSET_MS
            && self.options.timeout.as_ms() >= 30_000
            && self.options.attempt_timeout.as_ms() <= 5_000
            && faults + corrections < self.options.retry.max_attempts.get()
    }
}

fn draw_options(rng: &mut Rng) -> CallOptions {
    let limit = |ms| Timeout::from_ms(ms).expect("a time limit");
    let mut options = CallOptions::default();
    options.timeout = limit([30_000, 30_000, 30_000, 30_000, 8_000, 2_000, 300, 4][rng.usize(0..8)]);
    options.attempt_timeout = limit([5_000, 5_000, 1_000, 60_000][rng.usize(0..4)]);
    let max_attempts = [1, 2, 4, 4, 4, 8][rng.usize(0..6)];
    options.retry.max_attempts = NonZeroU32::new(max_attempts).expect("an attempt");
    options.already_stopped = [AlreadyStopped::Resolve, AlreadyStopped::Throw][usize::from(rng.u8(0..5) == 0)];
    options.verify = [Verify::Never, Verify::InDoubt, Verify::InDoubt, Verify::Always][rng.usize(0..4)];
    let wait_ms = [
        None,
        None,
        None,
        Some(60_000),
        Some(60_000),
        Some(20_000),
        Some(3_000),
        Some(300),
    ][rng.usize(0..8)];
    options.wait_until_stopped = wait_ms.map(limit);
    options
}
