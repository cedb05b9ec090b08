//! The loop of a schedule: virtual time, the calls as a driver drives them, and a record of what they did.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use apsara_live_core::call::{Call, Clock, Freshness, Input, Moment, Outcome, Step};
use apsara_live_core::error::{Kind, code};
use apsara_live_core::operation::{Invocation, StopLiveStreamMonitor, StopRtcCloudRecording};
use apsara_live_core::sign::Signer;
use apsara_live_core::{Credentials, Endpoint, Failure, HttpRequest, HttpResponse};

use crate::network::{Fate, KINDS, LETS_REPLIES_THROUGH, WayBack};
use crate::scenario::{Scenario, Weather};
use crate::server::{FIRST_TOKEN, Server, TASK_ID, Trouble, part, server_ms};

pub(crate) const SECRET: &str = "marker-secret";

/// How long it takes to get credentials.
const CREDENTIALS_MS: u64 = 3;

/// What is going to happen.
enum Event {
    Begin,
    Arrives {
        attempt: usize,
        request: HttpRequest,
        fate: Fate,
        copy: bool,
    },
    Seen {
        attempt: usize,
        response: Option<HttpResponse>,
    },
    TimedOut {
        attempt: usize,
    },
    Waited,
    CredentialsGiven(Freshness),
    NoCredentials,
    Aborted,
    ForeignStop,
}

/// A call and what became of it.
#[expect(clippy::struct_excessive_bools, reason = "a record of facts")]
pub(crate) struct Record {
    call: Call,
    began_ms: u64,
    /// The attempt that is under way; news of another is old.
    attempt: usize,
    faults: u32,
    pub(crate) sent: u32,
    pub(crate) aborted: bool,
    pub(crate) sent_after_abort: bool,
    /// A throttled reply says how long to wait; this is when that is over.
    not_before_ms: u64,
    pub(crate) impatient: bool,
    pub(crate) overlong_attempt: bool,
    pub(crate) ended: Option<(u64, Result<Outcome, Failure>)>,
    /// Whether the service had the task stopped when the call ended.
    pub(crate) stopped_at_end: bool,
}

pub(crate) struct World {
    pub(crate) scenario: Scenario,
    pub(crate) server: Server,
    pub(crate) records: Vec<Record>,
    pub(crate) repeated_nonce: bool,
    pub(crate) signatures: Vec<String>,
    clock: Clock,
    nonces: HashSet<String>,
    tokens: u32,
    kind: u32,
    now_ms: u64,
    queue: BTreeMap<(u64, u64), (usize, Event)>,
    events: u64,
    trace: bool,
}

impl World {
    pub(crate) fn play(mut scenario: Scenario, trace: bool) -> Self {
        let kind = scenario.rng.u32(0..KINDS);
        let mut world = Self {
            server: Server::new(&scenario),
            records: (0..scenario.calls).map(|_| Record::new(&scenario)).collect(),
            repeated_nonce: false,
            signatures: Vec::new(),
            clock: Clock::default(),
            nonces: HashSet::new(),
            tokens: 0,
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
            let at_ms = world.scenario.rng.u64(0..200);
            world.later(at_ms, call, Event::Begin);
        }
        if let Some(ms) = world.scenario.foreign_stop_ms {
            world.later(ms, 0, Event::ForeignStop);
        }
        while let Some(((at_ms, _), (call, event))) = world.queue.pop_first() {
            world.now_ms = at_ms;
            world.happen(call, event);
        }
        world
    }

    /// Whether the weather lets no good reply through, ever.
    pub(crate) fn breaks_every_reply(&self) -> bool {
        self.scenario.weather == Weather::Broken && !LETS_REPLIES_THROUGH.contains(&self.kind)
    }

    pub(crate) const fn corrected_clock(&self) -> bool {
        self.clock.offset_ms != 0
    }

    fn later(&mut self, in_ms: u64, call: usize, event: Event) {
        self.events += 1;
        self.queue.insert((self.now_ms + in_ms, self.events), (call, event));
    }

    fn say(&self, call: usize, what: &str) {
        if self.trace {
            println!("{:>6} ms  call {call}  {what}", self.now_ms);
        }
    }

    fn happen(&mut self, call: usize, event: Event) {
        let current = |attempt| self.records[call].attempt == attempt;
        let input = match event {
            Event::ForeignStop => return self.server.stop(),
            Event::Arrives {
                attempt,
                request,
                fate,
                copy,
            } => return self.arrive(call, attempt, &request, &fate, copy),
            Event::Seen { attempt, .. } | Event::TimedOut { attempt } if !current(attempt) => return,
            Event::Begin => {
                self.records[call].began_ms = self.now_ms;
                if let Some(ms) = self.scenario.abort_ms.filter(|_| call == 0) {
                    self.later(ms, call, Event::Aborted);
                }
                Input::Begin
            }
            Event::Seen {
                response: Some(response),
                ..
            } => {
                self.say(
                    call,
                    &format!("gets {} {}", response.status, String::from_utf8_lossy(&response.body)),
                );
                let pause_ms = response
                    .header("x-acs-retry-after")
                    .and_then(|text| text.parse::<u64>().ok());
                self.records[call].not_before_ms = self.now_ms + pause_ms.unwrap_or(0);
                Input::Response(response.read(server_ms(self.now_ms)))
            }
            Event::Seen { response: None, .. } => Input::Lost("connection reset".into()),
            Event::TimedOut { .. } => Input::TimedOut,
            Event::Waited => Input::Waited,
            Event::CredentialsGiven(freshness) => Input::Signer(self.signer(freshness)),
            Event::NoCredentials => {
                let mut failure = Failure::new(Kind::Credentials, code::CREDENTIALS_TIMEOUT.into(), "too late".into());
                failure.retryable = true;
                Input::NoCredentials(failure)
            }
            Event::Aborted => {
                self.records[call].aborted |= self.records[call].ended.is_none();
                Input::Aborted
            }
        };
        self.advance(call, input);
    }

    fn signer(&mut self, freshness: Freshness) -> Arc<Signer> {
        self.tokens += u32::from(freshness == Freshness::Renewed);
        let token = match self.tokens {
            0 => FIRST_TOKEN.into(),
            n => format!("marker-token-{n}"),
        };
        let credentials = Credentials::new("marker-id", SECRET, Some(&token)).unwrap_or_else(|e| panic!("{e}"));
        Arc::new(Signer::new(self.scenario.method, credentials))
    }

    fn advance(&mut self, call: usize, input: Input) {
        let record = &mut self.records[call];
        if record.ended.is_some() {
            return;
        }
        let now = Moment {
            wall_ms: server_ms(self.now_ms) + self.scenario.skew_ms,
            elapsed_ms: self.now_ms - record.began_ms,
            random: self.scenario.rng.u128(..),
        };
        record.attempt += 1;
        let aborted = record.aborted;
        let step = record.call.advance(input, now, &mut self.clock);
        match step {
            Step::RefreshCredentials { timeout_ms, .. } if timeout_ms < CREDENTIALS_MS => {
                self.later(timeout_ms, call, Event::NoCredentials);
            }
            Step::RefreshCredentials { freshness, .. } => {
                self.later(CREDENTIALS_MS, call, Event::CredentialsGiven(freshness));
            }
            Step::Wait(ms) => self.later(ms, call, Event::Waited),
            Step::Send { request, timeout_ms } => {
                let end_ms = record.began_ms + self.scenario.options.timeout_ms;
                record.sent += 1;
                record.sent_after_abort |= aborted;
                record.impatient |= self.now_ms < record.not_before_ms;
                record.overlong_attempt |= self.now_ms + timeout_ms > end_ms;
                self.send(call, &request, timeout_ms);
            }
            Step::Done(result) => {
                record.ended = Some((now.elapsed_ms, result));
                record.stopped_at_end = self.server.is_stopped();
                let result = &self.records[call].ended;
                self.say(call, &format!("ends: {result:?}"));
            }
        }
        // The driver of an aborted call drops what is under way, but its news may be on the way already: feed one in.
        if aborted && self.records[call].ended.is_some() {
            let late = self.records[call].call.advance(Input::Waited, now, &mut self.clock);
            self.records[call].sent_after_abort |= matches!(late, Step::Send { .. });
        }
    }

    fn send(&mut self, call: usize, request: &HttpRequest, timeout_ms: u64) {
        let attempt = self.records[call].attempt;
        self.repeated_nonce |= !self
            .nonces
            .insert(part(request, "x-acs-signature-nonce", "SignatureNonce"));
        let carrier = request
            .header("authorization")
            .or(request.body.as_deref())
            .unwrap_or_default();
        let signature = carrier
            .rsplit("Signature=")
            .next()
            .unwrap_or_default()
            .split('&')
            .next()
            .unwrap_or_default();
        self.signatures.push(signature.into());
        let fate = Fate::draw(
            &mut self.scenario.rng,
            self.scenario.weather,
            self.records[call].faults,
            self.kind,
        );
        self.records[call].faults += u32::from(fate.is_fault());
        self.say(
            call,
            &format!("sends attempt {} with fate {fate:?}", self.records[call].sent),
        );
        self.later(timeout_ms, call, Event::TimedOut { attempt });
        for (at_ms, copy) in [(fate.arrives_ms, false), (fate.copy_arrives_ms, true)] {
            if let Some(ms) = at_ms {
                let (request, fate) = (request.clone(), fate.clone());
                self.later(
                    ms,
                    call,
                    Event::Arrives {
                        attempt,
                        request,
                        fate,
                        copy,
                    },
                );
            }
        }
        if fate.arrives_ms.is_none() && fate.way_back == WayBack::Lost {
            self.later(
                fate.back_ms,
                call,
                Event::Seen {
                    attempt,
                    response: None,
                },
            );
        }
    }

    fn arrive(&mut self, call: usize, attempt: usize, request: &HttpRequest, fate: &Fate, copy: bool) {
        let trouble = if copy { Trouble::None } else { fate.trouble };
        let reply = self.server.answer(call, request, self.now_ms, trouble);
        self.say(call, &format!("arrives: {}", String::from_utf8_lossy(&reply.body)));
        if fate.way_back != WayBack::Silence {
            let response = fate.seen(reply, self.scenario.recording);
            let back_ms = if copy { 1 } else { fate.back_ms };
            self.later(back_ms, call, Event::Seen { attempt, response });
        }
    }
}

impl Record {
    fn new(scenario: &Scenario) -> Self {
        let monitor = StopLiveStreamMonitor {
            monitor_id: TASK_ID,
            ..StopLiveStreamMonitor::default()
        };
        let invocation = if scenario.recording {
            Invocation::try_from(StopRtcCloudRecording { task_id: TASK_ID })
        } else {
            Invocation::try_from(monitor)
        };
        let endpoint = Endpoint::parse("live.aliyuncs.com", PlainHttp::Loopback).unwrap_or_else(|e| panic!("{e}"));
        Self {
            call: Call::new(invocation.unwrap_or_else(|e| panic!("{e}")), endpoint, scenario.options),
            began_ms: 0,
            attempt: 0,
            faults: 0,
            sent: 0,
            aborted: false,
            sent_after_abort: false,
            not_before_ms: 0,
            impatient: false,
            overlong_attempt: false,
            ended: None,
            stopped_at_end: false,
        }
    }
}
