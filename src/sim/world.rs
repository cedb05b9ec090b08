//! The loop of a schedule: virtual time, a driver of the calls, and a record of each.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use apsara_live_core::call::{Account, Delivery, End, Exchange as Ended, Freshness, Loss, Moment, Step, WaitReason};
use apsara_live_core::error::{Kind, code};
use apsara_live_core::pacer::Quotas;
use apsara_live_core::sign::Signer;
use apsara_live_core::{Credentials, Failure};

use crate::exchange::Exchange;
use crate::network::{Fate, KINDS};
use crate::record::{News, Record};
use crate::scenario::{Abort, DateHeader, Faults, Provider, Scenario};
use crate::server::{FIRST_TOKEN, Response, Server, server_ms};
use crate::tally::{Seen, Tally};

pub(crate) const SECRET: &str = "marker-secret";

/// The duration of a request for credentials.
const CREDENTIALS_MS: u64 = 3;

/// The largest error of the learnt clock: a reply takes seconds to arrive, and so does a late request.
pub(crate) const MAX_CLOCK_ERROR_MS: u64 = 60_000;

/// A future event, with the step that it belongs to.
pub(crate) enum Event {
    Begin,
    Arrives {
        step: u32,
        exchange: Arc<Exchange>,
        copy: bool,
    },
    Replied {
        step: u32,
        response: Box<Response>,
    },
    Lost {
        step: u32,
        delivery: Delivery,
    },
    TimedOut {
        step: u32,
    },
    Waited {
        step: u32,
    },
    CredentialsGiven {
        step: u32,
        freshness: Freshness,
    },
    NoCredentials {
        step: u32,
        code: &'static str,
    },
    Aborted,
    OtherStop,
    Restart,
}

pub(crate) struct World {
    pub(crate) scenario: Scenario,
    pub(crate) server: Server,
    pub(crate) records: Vec<Record>,
    pub(crate) repeated_nonce: bool,
    pub(crate) signatures: Vec<String>,
    pub(crate) tally: Tally,
    pub(crate) account: Account,
    pub(crate) nonces: HashSet<String>,
    tokens: u32,
    /// The number of responses of the service.
    pub(crate) answers: u64,
    pub(crate) kind: usize,
    pub(crate) now_ms: u64,
    queue: BTreeMap<(u64, u64), (usize, Event)>,
    events: u64,
    trace: bool,
}

impl World {
    pub(crate) fn play(mut scenario: Scenario, trace: bool) -> Self {
        let kind = scenario.rng.usize(0..KINDS);
        let account = Account::new(Quotas::UNLIMITED);
        let mut world = Self {
            server: Server::new(&scenario),
            records: scenario
                .begin_ms
                .iter()
                .map(|_| Record::new(&scenario, &account))
                .collect(),
            repeated_nonce: false,
            signatures: Vec::new(),
            tally: Tally::new(),
            account,
            nonces: HashSet::new(),
            tokens: 0,
            answers: 0,
            kind,
            now_ms: 0,
            queue: BTreeMap::new(),
            events: 0,
            trace,
            scenario,
        };
        if trace {
            println!("{:?}", world.scenario);
        }
        for call in 0..world.records.len() {
            world.schedule(world.scenario.begin_ms[call], call, Event::Begin);
        }
        if let Some(ms) = world.scenario.other_stop_ms {
            world.schedule(ms, 0, Event::OtherStop);
        }
        if let Some(ms) = world.scenario.restart_ms {
            world.schedule(ms, 0, Event::Restart);
        }
        while let Some(((at_ms, _), (call, event))) = world.queue.pop_first() {
            world.now_ms = at_ms;
            world.happen(call, event);
        }
        world
    }

    /// Whether no meaningful reply ever arrives.
    pub(crate) fn breaks_every_reply(&self) -> bool {
        self.scenario.faults == Faults::All && !Fate::lets_replies_through(self.kind)
    }

    /// Whether the learnt offset is wrong although no reply had a plausible wrong date.
    pub(crate) fn has_wrong_clock(&self) -> bool {
        let offset_ms = self.account.clock_offset_ms();
        let error_ms = offset_ms.saturating_add(self.scenario.skew_ms).unsigned_abs();
        offset_ms != 0 && self.scenario.date != DateHeader::Old && error_ms > MAX_CLOCK_ERROR_MS
    }

    pub(crate) fn schedule(&mut self, in_ms: u64, call: usize, event: Event) {
        self.events += 1;
        self.queue.insert((self.now_ms + in_ms, self.events), (call, event));
    }

    pub(crate) fn log(&self, call: usize, what: impl FnOnce() -> String) {
        if self.trace {
            println!("{:>6} ms  call {call}  {}", self.now_ms, what());
        }
    }

    fn happen(&mut self, call: usize, event: Event) {
        let record = &mut self.records[call];
        let current = |step| record.step == step && record.ended.is_none();
        match event {
            Event::OtherStop => {
                self.server.task.settle(self.now_ms);
                self.server.task.stop(self.now_ms);
            }
            Event::Restart => {
                self.server.task.settle(self.now_ms);
                if self.server.task.restart() {
                    self.tally.count(Seen::Restarted);
                }
            }
            Event::Arrives { step, exchange, copy } => self.arrive(call, step, &exchange, copy),
            Event::Begin => self.begin(call),
            Event::Aborted if record.ended.is_none() => self.abort(call, None),
            Event::Replied { step, response } if current(step) => self.replied(call, *response),
            Event::Lost { step, delivery } if current(step) => {
                self.learn(call, News::Lost(delivery));
                let reason = "connect failed".into();
                self.exchanged(call, Ended::Lost(Loss { reason, delivery }));
            }
            Event::TimedOut { step } if current(step) => {
                let whole_call = self.now_ms - record.began_ms >= self.scenario.options.timeout.as_ms();
                self.learn(call, News::TimedOut { whole_call });
                self.exchanged(call, Ended::TimedOut);
            }
            Event::Waited { step } if current(step) => self.answer(call, |step, now| match step {
                Step::Wait(step) => step.over(now),
                step => step,
            }),
            Event::CredentialsGiven { step, freshness } if current(step) => {
                let signer = self.signer(freshness);
                self.answer(call, |step, now| match step {
                    Step::RefreshCredentials(step) => step.signer(signer, now),
                    step => step,
                });
            }
            Event::NoCredentials { step, code } if current(step) => {
                self.learn(call, News::NoCredentials);
                let failure = Failure::new(Kind::Credentials, code.into(), "no credentials".into());
                self.answer(call, |step, now| match step {
                    Step::RefreshCredentials(step) => step.failed(failure, now),
                    step => step,
                });
            }
            _ => {}
        }
    }

    /// Records the next report of the driver.
    fn learn(&mut self, call: usize, news: News) {
        let record = &mut self.records[call];
        self.tally.count(Seen::of_news(news, record.is_asking()));
        record.learn(news);
    }

    fn begin(&mut self, call: usize) {
        self.records[call].began_ms = self.now_ms;
        let at_once = call == 0
            && matches!(
                self.scenario.abort,
                Some(Abort {
                    step: 0,
                    delay_ms: None
                })
            );
        if let Some(Abort {
            step: 0,
            delay_ms: Some(ms),
        }) = self.scenario.abort.filter(|_| call == 0)
        {
            self.schedule(ms, call, Event::Aborted);
        }
        let now = self.moment(call);
        if let Some(begun) = self.records[call].call.take() {
            let step = begun.start(now);
            if at_once {
                self.records[call].pending = Some(step);
                return self.abort(call, Some(Seen::AbortedBeforeBegin));
            }
            self.follow(call, step, now);
        }
    }

    fn exchanged(&mut self, call: usize, exchange: Ended) {
        self.answer(call, |step, now| match step {
            Step::Send(step) => step.end(exchange, now),
            step => step,
        });
    }

    fn replied(&mut self, call: usize, response: Response) {
        let Response { reply, verdict } = response;
        self.log(call, || format!("gets {reply:?}, {verdict:?}"));
        let record = &mut self.records[call];
        if !record.is_asking() {
            record.retry_after_ms = reply.retry_after_ms;
            record.not_before_ms = self.now_ms + reply.retry_after_ms.unwrap_or(0);
        }
        self.learn(call, News::Reply(verdict));
        self.exchanged(call, Ended::Reply(reply));
    }

    /// Aborts a call; `Some` names the step on which the driver has not acted yet.
    fn abort(&mut self, call: usize, before: Option<Seen>) {
        let record = &mut self.records[call];
        let request_sent = record.in_flight || record.is_asking();
        record.aborted = true;
        record.unclear += u32::from(record.in_flight);
        self.tally.count(before.unwrap_or(if record.is_asking() {
            Seen::AbortedWhileAsking
        } else if request_sent {
            Seen::AbortedInFlight
        } else if record.wait_since_ms.is_some() {
            Seen::AbortedWhileWaiting
        } else {
            Seen::AbortedDuringWait
        }));
        record.in_flight = false;
        self.answer(call, |step, now| Step::Done(step.abort(request_sent, now)));
    }

    fn signer(&mut self, freshness: Freshness) -> Arc<Signer> {
        let renewed = freshness == Freshness::Renewed && self.scenario.provider == Provider::Renews;
        self.tokens += u32::from(renewed);
        let token = match self.tokens {
            0 => FIRST_TOKEN.into(),
            n => format!("marker-token-{n}"),
        };
        let credentials = Credentials::new("marker-id", SECRET, Some(&token)).unwrap_or_else(|e| panic!("{e}"));
        Arc::new(Signer::new(self.scenario.method, credentials))
    }

    fn moment(&mut self, call: usize) -> Moment {
        Moment {
            wall_ms: server_ms(self.now_ms) + self.scenario.skew_ms,
            elapsed_ms: self.now_ms - self.records[call].began_ms,
            monotonic: Duration::ZERO,
            random: self.scenario.rng.u128(..),
        }
    }

    /// Answers the step that the driver works on.
    fn answer(&mut self, call: usize, answer: impl FnOnce(Step, Moment) -> Step) {
        let now = self.moment(call);
        if let Some(step) = self.records[call].pending.take() {
            let step = answer(step, now);
            self.follow(call, step, now);
        }
    }

    fn follow(&mut self, call: usize, step: Step, now: Moment) {
        let record = &mut self.records[call];
        record.step += 1;
        record.must(
            !record.aborted || matches!(step, Step::Done(_)),
            "goes on after an abort",
        );
        if let Step::Done(end) = step {
            return self.end(call, end, now);
        }
        let due = |abort: &Abort| call == 0 && abort.step == record.step;
        match self.scenario.abort.filter(due) {
            Some(Abort { delay_ms: None, .. }) => {
                let before = Seen::of_abort_before(&step);
                self.records[call].pending = Some(step);
                return self.abort(call, Some(before));
            }
            Some(Abort { delay_ms: Some(ms), .. }) => self.schedule(ms, call, Event::Aborted),
            None => {}
        }
        self.act(call, &step);
        self.records[call].pending = Some(step);
    }

    /// Executes a step.
    fn act(&mut self, call: usize, what: &Step) {
        let step = self.records[call].step;
        match what {
            Step::RefreshCredentials(asked) if asked.timeout_ms() < CREDENTIALS_MS => {
                let code = code::CREDENTIALS_TIMEOUT;
                self.schedule(asked.timeout_ms(), call, Event::NoCredentials { step, code });
            }
            Step::RefreshCredentials(asked)
                if asked.freshness() == Freshness::Renewed && self.scenario.provider == Provider::Fails =>
            {
                let code = code::CREDENTIALS_FAILED;
                self.schedule(CREDENTIALS_MS, call, Event::NoCredentials { step, code });
            }
            Step::RefreshCredentials(asked) => {
                let freshness = asked.freshness();
                self.schedule(CREDENTIALS_MS, call, Event::CredentialsGiven { step, freshness });
            }
            Step::Wait(wait) => {
                let may_be_late = matches!(self.scenario.faults, Faults::Random | Faults::All);
                let late = may_be_late && self.scenario.rng.u8(0..16) == 0;
                let late_ms = if late { self.scenario.rng.u64(1..5_000) } else { 0 };
                self.records[call].late_ms += late_ms;
                if wait.reason() == WaitReason::Stopping {
                    self.records[call].begin_wait(self.now_ms);
                }
                self.schedule(wait.ms() + late_ms, call, Event::Waited { step });
            }
            Step::Send(send) => {
                let request = send.request().clone();
                match send.described_task().filter(|_| send.is_question()) {
                    Some(task) => self.ask(call, request, send.timeout_ms(), task),
                    None => self.send(call, request, send.timeout_ms()),
                }
            }
            Step::Done(_) => {}
        }
    }

    fn end(&mut self, call: usize, end: End, now: Moment) {
        self.log(call, || format!("ends: {end:?}"));
        let record = &mut self.records[call];
        self.server.task.settle(self.now_ms);
        record.stopped_at_end = self.server.task.is_stopped();
        record.ended = Some((now.elapsed_ms, end));
    }
}
