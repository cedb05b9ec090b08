//! Schedules of the pacer: many calls that ask, wait, abort and are throttled, with late timers and a clock that jumps.
//!
//! The checks do not use the pacer's own state. They use the times of the admitted attempts, and a clock that adds up every step
//! forward.

#[cfg(test)]
mod alone;
mod check;
mod plan;
pub(crate) mod tally;

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::num::NonZeroU32;
use std::time::Duration;

use apsara_live_core::pacer::{Admission, Arrival, Pacer, Permit, Quota, Quotas, Sent};

use crate::shared_quota::SharedQuota;
use plan::Plan;
use tally::{PacingTally, Seen};

const ACTION: &str = "StartCaster";

/// Timers may fire this early, in microseconds.
const EARLY_US: u64 = 900;

/// The next event of a caller.
#[derive(Clone, Copy)]
enum Next {
    Ask,
    /// Asks again, with the permit for which it waited.
    AskAgain(Permit),
    Abort(Permit),
    /// Its request arrives, `before_us` before the reply.
    Arrive {
        before_us: u64,
        arrival: Arrival,
    },
    Reply {
        arrival: Arrival,
        retry_after_ms: Option<u64>,
    },
}

struct Caller {
    next: Next,
    sent: Option<Sent>,
    sent_ms: f64,
    asked_ms: f64,
    /// The latest time at which it may be sent.
    latest_ms: f64,
    answers: u32,
}

struct Pacing<'a> {
    rng: fastrand::Rng,
    plan: Plan,
    pacer: Pacer,
    service: Option<SharedQuota>,
    callers: Vec<Caller>,
    events: BinaryHeap<Reverse<(u64, usize)>>,
    now_us: u64,
    /// The callers' clock, and the time that adds up its steps forward.
    clock_ms: f64,
    offset_ms: f64,
    own_ms: f64,
    admitted_ms: Vec<f64>,
    /// The open connections, of which each serves one attempt at a time.
    connections: usize,
    held_ms: f64,
    cut_ms: f64,
    cuts: u32,
    tally: &'a mut PacingTally,
}

/// Plays the schedule of a seed. Returns the promise that the pacer broke.
pub(crate) fn play(seed: u64, tally: &mut PacingTally) -> Result<(), String> {
    let mut rng = fastrand::Rng::with_seed(seed);
    let plan = Plan::draw(&mut rng);
    let mut pacing = Pacing::new(rng, plan, tally);
    pacing.run()?;
    pacing.check_use()
}

impl<'a> Pacing<'a> {
    fn new(mut rng: fastrand::Rng, plan: Plan, tally: &'a mut PacingTally) -> Self {
        let quotas = plan.quota.map_or(Quotas::UNLIMITED, |quota| {
            let number = |of: u32| NonZeroU32::new(of).expect("a number above 0");
            Quotas::documented_but(vec![Quota {
                action: ACTION.into(),
                attempts: number(quota.requests),
                period_ms: number(quota.period_ms),
            }])
        });
        let caller = || Caller {
            next: Next::Ask,
            sent: None,
            sent_ms: 0.0,
            asked_ms: 0.0,
            latest_ms: f64::INFINITY,
            answers: 0,
        };
        let offset_ms = f64::from(rng.u32(1_000_000_000..2_000_000_000));
        Pacing {
            rng,
            pacer: Pacer::new(quotas),
            service: plan
                .quota
                .map(|quota| SharedQuota::new(quota, plan.window, plan.others)),
            callers: (0..plan.callers).map(|_| caller()).collect(),
            events: (0..plan.callers).map(|caller| Reverse((0, caller))).collect(),
            plan,
            now_us: 0,
            clock_ms: offset_ms,
            offset_ms,
            own_ms: 0.0,
            admitted_ms: Vec::new(),
            connections: 0,
            held_ms: f64::NEG_INFINITY,
            cut_ms: f64::NEG_INFINITY,
            cuts: 0,
            tally,
        }
    }

    fn run(&mut self) -> Result<(), String> {
        while let Some(Reverse((at_us, caller))) = self.events.pop() {
            if at_us > self.plan.duration_us {
                break;
            }
            self.now_us = at_us;
            self.tick();
            match self.callers[caller].next {
                Next::Ask => self.ask(caller, None)?,
                Next::AskAgain(permit) => self.ask(caller, Some(permit))?,
                Next::Abort(permit) => {
                    self.tally.count(Seen::Aborted);
                    // A lost host does not return its permit.
                    if self.rng.u32(0..5) > 0 {
                        self.pacer.give_back(permit);
                    }
                    self.again(caller);
                }
                Next::Arrive { before_us, arrival } => self.arrive(caller, before_us, arrival)?,
                Next::Reply {
                    arrival,
                    retry_after_ms,
                } => {
                    if arrival == Arrival::Never {
                        let sent_ms = self.callers[caller].sent_ms;
                        let unsent = self
                            .admitted_ms
                            .iter()
                            .rposition(|at_ms| at_ms.total_cmp(&sent_ms).is_eq());
                        self.admitted_ms.remove(unsent.expect("it was admitted"));
                    }
                    if let Some(sent) = self.callers[caller].sent.take() {
                        self.pacer.settle(sent, arrival, self.clock());
                    }
                    if let Some(ms) = retry_after_ms {
                        self.throttled(ms)?;
                    }
                    self.again(caller);
                }
            }
            self.check_rate()?;
        }
        // No waiting caller has waited beyond the limit.
        for caller in 0..self.callers.len() {
            if matches!(self.callers[caller].next, Next::AskAgain(_)) {
                self.check_wait(caller)?;
            }
        }
        Ok(())
    }

    /// Moves the clock on, and makes it jump.
    fn tick(&mut self) {
        if self.plan.jumps > 0 && self.rng.u32(0..1_000) < self.plan.jumps {
            let far = [10.0, 1_000.0, 3_600_000.0][self.rng.usize(0..3)];
            let jump_ms = (self.rng.f64() - 0.5) * 2.0 * far;
            self.tally.count(if jump_ms < 0.0 {
                Seen::ClockBack
            } else {
                Seen::ClockForward
            });
            self.offset_ms += jump_ms;
        }
        #[expect(clippy::cast_precision_loss, reason = "schedules take seconds")]
        let clock_ms = self.now_us as f64 / 1_000.0 + self.offset_ms;
        self.own_ms += (clock_ms - self.clock_ms).max(0.0);
        self.clock_ms = clock_ms;
    }

    fn ask(&mut self, caller: usize, permit: Option<Permit>) -> Result<(), String> {
        if permit.is_none() {
            self.callers[caller].asked_ms = self.own_ms;
            self.callers[caller].answers = 0;
        }
        self.callers[caller].answers += 1;
        if permit.is_none() {
            let impatient = self.rng.u32(0..100) < self.plan.impatient;
            #[expect(clippy::cast_precision_loss, reason = "some periods")]
            let longest_ms = self.rng.u64(0..4 * self.period_us() / 1_000) as f64;
            self.callers[caller].latest_ms = if impatient {
                self.own_ms + longest_ms
            } else {
                f64::INFINITY
            };
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a cast keeps within the range"
        )]
        let longest_wait_ms = (self.callers[caller].latest_ms - self.own_ms).max(0.0) as u64;
        match self.pacer.admit(ACTION, permit, self.clock(), longest_wait_ms) {
            Admission::Now(sent) => self.send(caller, sent),
            Admission::Wait(ms, permit) => {
                if ms > longest_wait_ms {
                    return Err(format!("a wait of {ms} ms, longer than {longest_wait_ms}"));
                }
                self.check_wait(caller)?;
                self.wait(caller, ms, permit);
                Ok(())
            }
            Admission::TooLate(ms) => {
                self.tally.count(Seen::TooLate);
                let another = self.pacer.clone().admit(ACTION, None, self.clock(), u64::MAX);
                // A new caller has taken no permit: another caller gets the same time.
                let is_free = permit.is_some() || matches!(another, Admission::Wait(other, _) if other == ms);
                if ms <= longest_wait_ms || !is_free {
                    return Err(format!("refused {ms} ms for {longest_wait_ms}, and took the time"));
                }
                if matches!(another, Admission::Now(_)) {
                    return Err(format!("refused {ms} ms for {longest_wait_ms}, and there is room"));
                }
                self.again(caller);
                Ok(())
            }
        }
    }

    fn wait(&mut self, caller: usize, ms: u64, permit: Permit) {
        let us = ms.saturating_mul(1_000);
        if self.rng.u32(0..100) < self.plan.aborts {
            let at_us = self.now_us + self.rng.u64(0..=us.min(2 * self.period_us()));
            self.at(caller, at_us, Next::Abort(permit));
            return;
        }
        let late_us = self.rng.u64(0..=self.plan.lateness_us + EARLY_US);
        let at_us = (self.now_us + us.saturating_add(late_us))
            .saturating_sub(EARLY_US)
            .max(self.now_us);
        self.at(caller, at_us, Next::AskAgain(permit));
    }

    fn send(&mut self, caller: usize, sent: Sent) -> Result<(), String> {
        self.check_wait(caller)?;
        // A millisecond early, and the rounding of a clock that is in the thousands of millions.
        if self.own_ms < self.held_ms - 1.000_01 {
            return Err(format!(
                "sent {} ms before the end of a hold",
                self.held_ms - self.own_ms
            ));
        }
        self.admitted_ms.push(self.own_ms);
        if let Some(quota) = self.plan.quota {
            let quota = quota.requests as usize;
            let before = self.admitted_ms.len().checked_sub(quota + 1);
            if let Some(first_ms) = before.map(|first| self.admitted_ms[first])
                && self.own_ms - first_ms < self.period_ms()
            {
                let within_ms = self.own_ms - first_ms;
                return Err(format!("{} attempts within {within_ms} ms", quota + 1));
            }
        } else {
            self.tally.count(Seen::Unlimited);
        }
        let plan = &self.plan;
        let under_way = self.callers.iter().filter(|caller| caller.sent.is_some()).count();
        let cold = plan.cold && under_way == self.connections;
        self.connections += usize::from(under_way == self.connections);
        let trip_us = if cold {
            self.rng.u64(45_000..99_000)
        } else {
            plan.trip_us + self.rng.u64(0..=plan.jitter_us)
        };
        let arrival = match self.rng.u32(0..100) < plan.lost {
            true if self.rng.bool() => Arrival::Never,
            true => Arrival::Unknown,
            false => Arrival::Answered,
        };
        // A part of the smallest round trip is always on the way there, and the rest on the way back.
        let least_us = plan.trip_us / 2;
        let there_us = least_us + self.rng.u64(0..=trip_us.saturating_sub(plan.trip_us));
        let before_us = trip_us.saturating_sub(there_us);
        self.callers[caller].sent = Some(sent);
        self.callers[caller].sent_ms = self.own_ms;
        self.at(caller, self.now_us + there_us, Next::Arrive { before_us, arrival });
        Ok(())
    }

    fn arrive(&mut self, caller: usize, before_us: u64, arrival: Arrival) -> Result<(), String> {
        let counts = arrival != Arrival::Never;
        let refused = counts && self.service.as_mut().is_some_and(|service| !service.takes(self.now_us));
        if refused && self.plan.others == 0 && self.plan.jumps == 0 {
            return Err(format!("refused, alone on the account: {:?}", self.plan));
        }
        if refused && self.plan.others == 0 {
            self.tally.count(Seen::RefusedAlone);
        }
        let refused = refused && arrival == Arrival::Answered;
        let retry_after_ms = refused.then(|| if self.rng.bool() { 0 } else { self.rng.u64(0..3_000) });
        let reply = Next::Reply {
            arrival,
            retry_after_ms,
        };
        self.at(caller, self.now_us + before_us, reply);
        Ok(())
    }

    fn clock(&self) -> Duration {
        Duration::try_from_secs_f64(self.clock_ms / 1_000.0).unwrap_or_default()
    }

    fn throttled(&mut self, retry_after_ms: u64) -> Result<(), String> {
        self.tally.count(Seen::Refused);
        let before = self.rate();
        self.pacer.throttled(ACTION, retry_after_ms, self.clock());
        #[expect(clippy::cast_precision_loss, reason = "at most some seconds")]
        let held_ms = self.own_ms + retry_after_ms as f64;
        self.held_ms = self.held_ms.max(held_ms);
        let after = self.rate();
        if after < before - 1e-6 {
            self.tally.count(Seen::Cut);
            self.cuts += 1;
            if self.own_ms - self.cut_ms < self.period_ms() - 0.001 {
                return Err(format!("two cuts within {} ms", self.own_ms - self.cut_ms));
            }
            let is_first = self.own_ms - self.cut_ms >= 30.0 * self.period_ms();
            let is_by = |factor: f64| (after - (before * factor).max(1.0)).abs() <= 1e-6;
            // The pacer does not see a jump that is undone before the next call.
            let may_be_second = !is_first || self.plan.jumps > 0;
            if !(is_first && is_by(0.95) || may_be_second && is_by(0.85)) {
                return Err(format!("a cut from {before} to {after}"));
            }
            self.cut_ms = self.own_ms;
        }
        Ok(())
    }

    fn again(&mut self, caller: usize) {
        let pause_us = self.rng.u64(0..=self.plan.pause_us);
        self.at(caller, self.now_us + pause_us, Next::Ask);
    }

    fn at(&mut self, caller: usize, at_us: u64, next: Next) {
        self.callers[caller].next = next;
        self.events.push(Reverse((at_us, caller)));
    }

    /// The period of the quota.
    fn period_us(&self) -> u64 {
        let period_ms = self.plan.quota.map_or(1_000, |quota| quota.period_ms);
        u64::from(period_ms) * 1_000
    }

    fn period_ms(&self) -> f64 {
        f64::from(self.plan.quota.map_or(1_000, |quota| quota.period_ms))
    }

    fn rate(&self) -> f64 {
        self.pacer.rate(ACTION, self.clock()).unwrap_or(f64::INFINITY)
    }
}
