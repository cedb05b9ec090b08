//! One exchange: a request to the service, and its reply.

use std::mem;
use std::sync::Arc;

use apsara_live_core::HttpRequest;

use crate::network::{Fate, ReplyFate, page, repeat};
use crate::scenario::DateHeader;
use crate::server::{ServiceFault, Verdict, server_ms};
use crate::tally::Seen;
use crate::wire::{action, nonce, number, signature, signed_ms};
use crate::world::{Event, MAX_CLOCK_ERROR_MS, World};

/// A request that leaves with less time than this before the call's end could not be answered in time.
pub(crate) const MIN_SEND_MS: u64 = 2;

/// A request on its way, and what happens to it.
pub(crate) struct Exchange {
    request: HttpRequest,
    fate: Fate,
}

impl World {
    /// Sends an attempt.
    pub(crate) fn send(&mut self, call: usize, request: HttpRequest, timeout_ms: u64) {
        let record = &mut self.records[call];
        record.count_attempt(self.scenario.work, self.now_ms);
        self.transmit(call, request, timeout_ms);
    }

    /// Hands a request to the network.
    pub(crate) fn transmit(&mut self, call: usize, request: HttpRequest, timeout_ms: u64) {
        self.repeated_nonce |= !self.nonces.insert(nonce(&request));
        self.signatures.push(signature(&request).into());
        let clock_error_ms = signed_ms(&request).abs_diff(server_ms(self.now_ms));
        let learnt = self.account.clock_offset_ms() != 0 && self.scenario.date != DateHeader::Old;

        let record = &mut self.records[call];
        let options = &self.scenario.options;
        let ends_ms = match (record.is_asking(), record.wait_since_ms, options.wait_until_stopped) {
            (true, Some(since_ms), Some(wait)) => since_ms + wait.as_ms(),
            _ => record.began_ms + options.timeout.as_ms(),
        };
        let remaining_ms = ends_ms.saturating_sub(self.now_ms);
        record.must(remaining_ms >= MIN_SEND_MS, "sends in the last millisecond");
        let limit_ms = remaining_ms.min(self.scenario.options.attempt_timeout.as_ms());
        record.must(timeout_ms == limit_ms, "gives an attempt another time than its own");
        record.must(
            !learnt || clock_error_ms <= MAX_CLOCK_ERROR_MS,
            "does not use the learnt clock",
        );

        let mut fate = Fate::draw(&mut self.scenario.rng, self.scenario.faults, record.faults, self.kind);
        if let Some(delivery) = mem::replace(&mut record.refusal, fate.next_refusal) {
            fate.never_sent(delivery);
            self.tally.count(Seen::AnsweredThenRefused);
        }
        if fate.is_resent() {
            self.tally.count(Seen::ResentByRuntime);
        }
        record.faults += u32::from(fate.is_fault());
        let step = record.step;
        self.log(call, || format!("sends a request with the fate {fate:?}"));
        self.schedule(timeout_ms, call, Event::TimedOut { step });
        match (fate.arrives_ms, fate.reply) {
            (None, ReplyFate::Lost(delivery)) => self.schedule(fate.back_ms, call, Event::Lost { step, delivery }),
            (None, ReplyFate::Intercepted(status)) => {
                let mut response = page(status);
                repeat(&mut response.reply, &request);
                self.tally.count(Seen::of_reply(fate.reply));
                self.schedule(
                    fate.back_ms,
                    call,
                    Event::Replied {
                        step,
                        response: Box::new(response),
                    },
                );
            }
            _ => {}
        }
        let arrivals = [(fate.arrives_ms, false), (fate.copy_arrives_ms, true)];
        let exchange = Arc::new(Exchange { request, fate });
        for (at_ms, copy) in arrivals {
            let exchange = exchange.clone();
            if let Some(ms) = at_ms {
                self.schedule(ms, call, Event::Arrives { step, exchange, copy });
            }
        }
    }

    pub(crate) fn arrive(&mut self, call: usize, step: u32, exchange: &Exchange, copy: bool) {
        let Exchange { request, fate } = exchange;
        let fault = if copy { ServiceFault::None } else { fate.service };
        let mut response = self.server.respond(call, request, self.now_ms, fault);
        self.answers += 1;
        number(&mut response.reply, self.answers);
        self.log(call, || format!("arrives: {:?}", response.reply));
        if self.records[call].is_asking() && action(request).starts_with("Describe") {
            self.tally.count(Seen::of_state(self.server.task.state));
            self.records[call].found(self.server.task.state);
        }
        if matches!(fault, ServiceFault::Contradiction { .. }) && response.verdict == Verdict::Unclear {
            self.tally.count(Seen::Contradiction);
        }
        let executed = response.verdict == Verdict::Success;
        if let (true, Some(ms)) = (executed, self.scenario.restart_ms) {
            self.schedule(ms, call, Event::Restart);
        }
        let back_ms = if copy { 1 } else { fate.back_ms };
        if let Some(response) = fate.received(response, request) {
            if executed && (400..=499).contains(&response.reply.status) && response.verdict == Verdict::Unclear {
                self.tally.count(Seen::UnclearRefusalAfterExecution);
            }
            self.tally.count(Seen::of_reply(fate.reply));
            self.schedule(
                back_ms,
                call,
                Event::Replied {
                    step,
                    response: Box::new(response),
                },
            );
        } else if let ReplyFate::Lost(delivery) = fate.reply {
            self.schedule(back_ms, call, Event::Lost { step, delivery });
        }
    }
}
