//! Schedules of the breaker: a run of many calls while something fails for every task.
//!
//! The checks know what the service has done, and nothing of the breaker's own state.

mod check;
mod plan;
pub(crate) mod tally;

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use apsara_live_core::call::{
    Account, Call, CallOptions, Delivery, End, Exchange, Loss, Moment, Run, Step, WaitReason,
};
use apsara_live_core::error::{Kind, code};
use apsara_live_core::operation::{Invocation, STOP_RTC_CLOUD_RECORDING};
use apsara_live_core::pacer::Quotas;
use apsara_live_core::policy::{MAX_SPAN_MS, Timeout};
use apsara_live_core::reply::Body;
use apsara_live_core::sign::{SignatureMethod, Signer};
use apsara_live_core::{Credentials, Endpoint, Failure, Reply};
use fastrand::Rng;

use crate::wire;
use plan::{Plan, Trouble};
use tally::{OutageTally, Seen};

/// Attempts of a task, as `stopAll` allows.
const MAX_ATTEMPTS: u32 = 10;

/// Attempts in flight before the first success of a run.
const CAUTIOUS: u32 = 3;

/// A task, and what the service knows of it.
#[derive(Default)]
pub(crate) struct Task {
    step: Option<Step>,
    /// The number of its steps: events of earlier steps are void.
    steps: u32,
    begun_ms: u64,
    /// Whether it counts against the concurrency. A task that was asked for makes room during a hold.
    has_room: bool,
    is_stopped: bool,
    requests: u32,
    is_dropped: bool,
    end: Option<End>,
}

/// What ends a step.
enum Event {
    Exchanged(Box<Exchange>),
    Waited,
    Signer,
    NoCredentials,
    Drop,
}

pub(crate) struct Outage<'a> {
    rng: Rng,
    plan: Plan,
    account: Account,
    tasks: Vec<Task>,
    next: usize,
    under_way: usize,
    now_ms: u64,
    events: BinaryHeap<Reverse<(u64, usize)>>,
    /// By the number in `events`: the task, its step, and the event.
    news: Vec<Option<(usize, u32, Event)>>,
    /// The times of all requests, and of the first success after the trouble.
    sent_ms: Vec<u64>,
    in_flight: u32,
    recovered_ms: Option<u64>,
    tally: &'a mut OutageTally,
}

/// Plays the schedule of a seed. Returns the promise that the breaker broke.
pub(crate) fn play(seed: u64, tally: &mut OutageTally) -> Result<(), String> {
    let mut rng = Rng::with_seed(seed);
    let plan = Plan::draw(&mut rng);
    let mut outage = Outage::new(rng, plan, tally);
    let held = outage.run().and_then(|()| outage.check());
    held.map_err(|broken| format!("{broken}\n{:?}", outage.plan))
}

impl<'a> Outage<'a> {
    fn new(rng: Rng, plan: Plan, tally: &'a mut OutageTally) -> Self {
        let quotas = if plan.is_paced {
            Quotas::default()
        } else {
            Quotas::UNLIMITED
        };
        Self {
            rng,
            account: Account::new(quotas),
            tasks: (0..plan.tasks).map(|_| Task::default()).collect(),
            plan,
            next: 0,
            under_way: 0,
            now_ms: 0,
            events: BinaryHeap::new(),
            news: Vec::new(),
            sent_ms: Vec::new(),
            in_flight: 0,
            recovered_ms: None,
            tally,
        }
    }

    fn run(&mut self) -> Result<(), String> {
        if let Some((task, ms)) = self.plan.dropped {
            self.schedule(ms, task, 0, Event::Drop);
        }
        self.fill();
        while let Some(Reverse((at_ms, number))) = self.events.pop() {
            let Some((task, step, event)) = self.news[number].take() else {
                continue;
            };
            self.now_ms = at_ms;
            if self.now_ms > 10 * MAX_SPAN_MS.min(3_600_000) {
                return Err("the run does not end".into());
            }
            self.happen(task, step, event);
            self.fill();
        }
        Ok(())
    }

    fn fill(&mut self) {
        while self.next < self.tasks.len() && self.under_way < self.plan.concurrency {
            let task = self.next;
            self.next += 1;
            if !self.tasks[task].is_dropped {
                self.begin(task);
            }
        }
    }

    fn begin(&mut self, task: usize) {
        let id = format!("task-{task}");
        let invocation = Invocation::new(&STOP_RTC_CLOUD_RECORDING, &|_| Some(id.clone())).expect("a task");
        let endpoint = Endpoint::of_region("cn-shanghai", apsara_live_core::endpoint::Network::Public, "Stop");
        let mut options = CallOptions::default();
        let mut run = Run::new(1);
        run.max_outage = Timeout::from_ms(self.plan.max_outage_ms).expect("a limit");
        options.run = Some(run);
        options.timeout = Timeout::from_ms(MAX_SPAN_MS).expect("a limit");
        options.retry.max_attempts = NonZeroU32::new(MAX_ATTEMPTS).expect("an attempt");
        let call = Call::new(invocation, endpoint.expect("a region"), options, self.account.clone());
        self.under_way += 1;
        self.tasks[task].has_room = true;
        self.tasks[task].begun_ms = self.now_ms;
        let now = self.moment(task);
        self.follow(task, call.start(now));
    }

    fn moment(&mut self, task: usize) -> Moment {
        Moment {
            wall_ms: 1_700_000_000_000 + i64::try_from(self.now_ms).expect("a time"),
            elapsed_ms: self.now_ms - self.tasks[task].begun_ms,
            monotonic: Duration::from_millis(self.now_ms),
            random: self.rng.u128(..),
        }
    }

    fn schedule(&mut self, in_ms: u64, task: usize, step: u32, event: Event) {
        self.events.push(Reverse((self.now_ms + in_ms, self.news.len())));
        self.news.push(Some((task, step, event)));
    }

    fn happen(&mut self, task: usize, step: u32, event: Event) {
        if matches!(event, Event::Drop) {
            let begun = task < self.next;
            let dropped = &mut self.tasks[task];
            dropped.is_dropped = true;
            if begun && dropped.step.take().is_some() {
                self.tally.count(Seen::Dropped);
                self.make_room(task);
            }
            return;
        }
        if matches!(event, Event::Exchanged(_)) {
            self.in_flight -= 1;
        }
        if self.tasks[task].steps != step {
            return;
        }
        let now = self.moment(task);
        let signer = || {
            let credentials = Credentials::new("id", "secret", None).expect("credentials");
            Arc::new(Signer::new(SignatureMethod::default(), credentials))
        };
        let next = match (self.tasks[task].step.take(), event) {
            (Some(Step::Send(step)), Event::Exchanged(exchange)) => step.end(*exchange, now),
            (Some(Step::Wait(step)), Event::Waited) => step.over(now),
            (Some(Step::RefreshCredentials(step)), Event::Signer) => step.signer(signer(), now),
            (Some(Step::RefreshCredentials(step)), Event::NoCredentials) => {
                let mut failure = Failure::new(Kind::Credentials, code::CREDENTIALS_FAILED.into(), "none".into());
                failure.retryable = true;
                step.failed(failure, now)
            }
            _ => return,
        };
        self.follow(task, next);
    }

    fn follow(&mut self, task: usize, step: Step) {
        self.tasks[task].steps += 1;
        let number = self.tasks[task].steps;
        match &step {
            Step::RefreshCredentials(_) => {
                let event = if self.is_troubled(Trouble::NoCredentials) {
                    Event::NoCredentials
                } else {
                    Event::Signer
                };
                self.schedule(3, task, number, event);
            }
            Step::Wait(wait) => {
                if wait.reason() == WaitReason::Held && self.tasks[task].requests > 0 {
                    self.make_room(task);
                }
                self.tally.count(match wait.reason() {
                    WaitReason::Held => Seen::Held,
                    _ => Seen::Waited,
                });
                self.schedule(wait.ms(), task, number, Event::Waited);
            }
            Step::Send(send) => {
                self.sent_ms.push(self.now_ms);
                self.in_flight += 1;
                if self.in_flight > CAUTIOUS {
                    self.tally.count(Seen::ManyInFlight);
                }
                let timeout_ms = send.timeout_ms();
                let (in_ms, exchange) = self.exchange(task, timeout_ms);
                self.schedule(in_ms, task, number, Event::Exchanged(exchange.into()));
            }
            Step::Done(end) => {
                self.make_room(task);
                self.tasks[task].end = Some(end.clone());
                return;
            }
        }
        self.tasks[task].step = Some(step);
    }

    fn make_room(&mut self, task: usize) {
        self.under_way -= usize::from(std::mem::take(&mut self.tasks[task].has_room));
    }

    fn is_troubled(&self, trouble: Trouble) -> bool {
        self.plan.trouble == trouble && (self.plan.from_ms..self.plan.until_ms).contains(&self.now_ms)
    }

    /// Plays the request of a task. Returns its end, and the time until then.
    fn exchange(&mut self, task: usize, timeout_ms: u64) -> (u64, Exchange) {
        self.tasks[task].requests += 1;
        let trip_ms = self.plan.trip_ms;
        let lost = |delivery, reason: &str| {
            let reason = reason.into();
            Exchange::Lost(Loss { reason, delivery })
        };
        let may_execute = self.rng.bool();
        if self.rng.u32(0..100) < self.plan.noise {
            self.execute(task, may_execute);
            return (trip_ms, lost(Delivery::Unknown, "connection lost"));
        }
        let troubled = (self.plan.from_ms..self.plan.until_ms).contains(&self.now_ms);
        match self.plan.trouble {
            Trouble::NoSuchHost if troubled => (2, lost(Delivery::NoSuchHost, "ENOTFOUND")),
            Trouble::NeverSent if troubled => (2, lost(Delivery::NeverSent, "ECONNREFUSED")),
            Trouble::Lost if troubled => {
                self.execute(task, may_execute);
                (trip_ms, lost(Delivery::Unknown, "connection lost"))
            }
            Trouble::Hangs if troubled => {
                self.execute(task, may_execute);
                (timeout_ms, Exchange::TimedOut)
            }
            Trouble::Unavailable { retry_after_ms } if troubled => {
                let mut reply = Reply::new(503, Body::Foreign);
                reply.retry_after_ms = retry_after_ms;
                (trip_ms, Exchange::Reply(reply))
            }
            Trouble::Throttled { retry_after_ms } if troubled => {
                let mut reply = wire::refusal(400, "Throttling.User");
                reply.retry_after_ms = retry_after_ms;
                (trip_ms, Exchange::Reply(reply))
            }
            Trouble::Refused if troubled => (trip_ms, error(404, "InvalidAccessKeyId.NotFound")),
            _ if task < self.plan.broken => (trip_ms, error(500, "InternalError")),
            _ if task < self.plan.broken + self.plan.unknown => (trip_ms, error(400, "NotFound.Task")),
            _ => {
                if self.now_ms >= self.plan.until_ms {
                    self.recovered_ms.get_or_insert(self.now_ms);
                }
                (trip_ms, self.stop(task))
            }
        }
    }

    fn execute(&mut self, task: usize, may_execute: bool) {
        if may_execute && task >= self.plan.broken + self.plan.unknown {
            self.tasks[task].is_stopped = true;
        }
    }

    fn stop(&mut self, task: usize) -> Exchange {
        if self.tasks[task].is_stopped {
            return error(400, "InvalidParameter.TaskId");
        }
        self.tasks[task].is_stopped = true;
        Exchange::Reply(wire::success(Some(&format!("task-{task}"))))
    }
}

fn error(status: u16, code: &str) -> Exchange {
    Exchange::Reply(wire::refusal(status, code))
}
