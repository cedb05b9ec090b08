//! The way of a request to the service and of its reply back.

use std::sync::Arc;

use apsara_live_core::HttpRequest;

use crate::network::{Fate, ReplyFate, page, repeat};
use crate::scenario::DateHeader;
use crate::server::{ServiceFault, Verdict, part, server_ms, signed_ms};
use crate::tally::Seen;
use crate::world::{Event, MAX_CLOCK_ERROR_MS, World};

/// A request that leaves with less time than this before the call's end could not be answered in time.
const MIN_SEND_MS: u64 = 2;

/// A request on its way, and what happens to it.
pub(crate) struct Exchange {
    request: HttpRequest,
    fate: Fate,
}

impl World {
    pub(crate) fn send(&mut self, call: usize, request: HttpRequest, timeout_ms: u64) {
        let nonce = part(&request, "x-acs-signature-nonce", "SignatureNonce");
        self.repeated_nonce |= !self.nonces.insert(nonce);
        self.signatures.push(signature(&request).into());
        let clock_error_ms = signed_ms(&request).abs_diff(server_ms(self.now_ms));
        let learnt = self.account.clock.offset_ms != 0 && self.scenario.date != DateHeader::Old;

        let record = &mut self.records[call];
        let remaining_ms = (record.began_ms + self.scenario.options.timeout_ms).saturating_sub(self.now_ms);
        record.sent += 1;
        record.in_flight = true;
        record.retry_after_ms = None;
        record.must(remaining_ms >= MIN_SEND_MS, "sends in the last millisecond");
        let limit_ms = remaining_ms.min(self.scenario.options.attempt_timeout_ms);
        record.must(timeout_ms == limit_ms, "gives an attempt another time than its own");
        record.must(
            self.now_ms >= record.not_before_ms,
            "asks again before the time that the service gave",
        );
        record.must(
            !learnt || clock_error_ms <= MAX_CLOCK_ERROR_MS,
            "does not use the learnt clock",
        );

        let fate = Fate::draw(&mut self.scenario.rng, self.scenario.faults, record.faults, self.kind);
        record.faults += u32::from(fate.is_fault());
        let step = record.step;
        self.log(call, || format!("sends a request with the fate {fate:?}"));
        self.schedule(timeout_ms, call, Event::TimedOut { step });
        match (fate.arrives_ms, fate.reply) {
            (None, ReplyFate::Lost(delivery)) => self.schedule(fate.back_ms, call, Event::Lost { step, delivery }),
            (None, ReplyFate::Intercepted(status)) => {
                let mut answer = page(status);
                repeat(&mut answer.reply, &request);
                self.tally.count(Seen::of_reply(fate.reply));
                self.schedule(
                    fate.back_ms,
                    call,
                    Event::Replied {
                        step,
                        answer: Box::new(answer),
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
        let answer = self.server.answer(call, request, self.now_ms, fault);
        self.log(call, || format!("arrives: {:?}", answer.reply));
        if matches!(fault, ServiceFault::Contradiction { .. }) && answer.verdict == Verdict::Unclear {
            self.tally.count(Seen::Contradiction);
        }
        let executed = answer.verdict == Verdict::Success;
        let back_ms = if copy { 1 } else { fate.back_ms };
        if let Some(answer) = fate.received(answer, self.scenario.recording, request) {
            if executed && (400..=499).contains(&answer.reply.status) && answer.verdict == Verdict::Unclear {
                self.tally.count(Seen::UnclearRefusalAfterExecution);
            }
            self.tally.count(Seen::of_reply(fate.reply));
            self.schedule(
                back_ms,
                call,
                Event::Replied {
                    step,
                    answer: Box::new(answer),
                },
            );
        } else if let ReplyFate::Lost(delivery) = fate.reply {
            self.schedule(back_ms, call, Event::Lost { step, delivery });
        }
    }
}

fn signature(request: &HttpRequest) -> &str {
    let carrier = request.header("authorization").or(request.body.as_deref());
    let behind = carrier.unwrap_or_default().rsplit("Signature=").next();
    behind.and_then(|text| text.split('&').next()).unwrap_or_default()
}
