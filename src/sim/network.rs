//! What happens to a request on its way to the service, and to the reply on its way back.

use apsara_live_core::call::Delivery;
use apsara_live_core::error::Verified;
use apsara_live_core::reply::Body;
use apsara_live_core::{HttpRequest, Reply};
use fastrand::Rng;

use crate::scenario::Faults;
use crate::server::{Response, ServiceFault, TASK_ID, Verdict};
use crate::wire::{action, change, description, error, success};

/// The fate of an exchange.
#[derive(Clone, Debug)]
pub(crate) struct Fate {
    /// When the request arrives, in milliseconds from now; `None` if it never does.
    pub(crate) arrives_ms: Option<u64>,
    /// When a second copy of it arrives.
    pub(crate) copy_arrives_ms: Option<u64>,
    pub(crate) service: ServiceFault,
    pub(crate) reply: ReplyFate,
    /// The delay of the reply, or of the report that there is none, in milliseconds.
    pub(crate) back_ms: u64,
    /// Whether errors and pages repeat the request with its secrets.
    pub(crate) repeats_request: bool,
    /// How the connection of the next request fails.
    pub(crate) next_refusal: Option<Delivery>,
}

/// The fate of a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReplyFate {
    Delivered,
    /// The driver reports that the request failed. With a delivery other than `Unknown` it was never sent.
    Lost(Delivery),
    /// The driver gets neither a reply nor an error.
    Silence,
    /// A gateway sends the reply as XML.
    Xml,
    /// A gateway moves the request ID from the body to the header.
    RequestIdInHeader,
    /// A gateway drops the request ID.
    NoRequestId,
    Empty,
    Oversized,
    /// The body is cut, under the reply's own status.
    Cut,
    /// A page of a gateway, with this status and an unreadable body. The service may have executed the request.
    Page(u16),
    /// A page of a proxy that did not pass the request on.
    Intercepted(u16),
    /// A readable error of a gateway with this status. The service may have executed the request.
    GatewayError(u16),
    /// An error whose code is the caller's secret.
    SecretAsCode,
    /// The reply to a request about another task.
    OtherTask,
}

const REPLY_FATES: [ReplyFate; 24] = [
    ReplyFate::Lost(Delivery::Unknown),
    ReplyFate::Silence,
    ReplyFate::Xml,
    ReplyFate::RequestIdInHeader,
    ReplyFate::NoRequestId,
    ReplyFate::Empty,
    ReplyFate::Oversized,
    ReplyFate::Cut,
    ReplyFate::Page(0),
    ReplyFate::Page(200),
    ReplyFate::Page(302),
    ReplyFate::Page(400),
    ReplyFate::Page(404),
    ReplyFate::Page(407),
    ReplyFate::Page(503),
    ReplyFate::Intercepted(403),
    ReplyFate::Intercepted(502),
    ReplyFate::GatewayError(408),
    ReplyFate::GatewayError(425),
    ReplyFate::GatewayError(499),
    ReplyFate::GatewayError(502),
    ReplyFate::GatewayError(504),
    ReplyFate::SecretAsCode,
    ReplyFate::OtherTask,
];

/// Kinds below [`FIRST_REPLY_KIND`] are faults of requests and of the service.
const FIRST_REPLY_KIND: usize = 14;

/// The number of kinds of faults.
pub(crate) const KINDS: usize = FIRST_REPLY_KIND + REPLY_FATES.len();

impl Fate {
    /// `faults` is the number of faults of this call so far; `kind` is the one kind of [`Faults::All`].
    pub(crate) fn draw(rng: &mut Rng, which: Faults, faults: u32, kind: usize) -> Self {
        let good = Self {
            arrives_ms: Some(rng.u64(1..50)),
            copy_arrives_ms: None,
            service: ServiceFault::None,
            reply: ReplyFate::Delivered,
            back_ms: rng.u64(1..50),
            repeats_request: rng.u8(0..8) == 0,
            next_refusal: None,
        };
        match which {
            Faults::None => good,
            Faults::First(total) if faults >= total => good,
            Faults::First(total) => {
                let mut fate = good.with_fault(rng.usize(0..KINDS), rng);
                fate.next_refusal = fate.next_refusal.filter(|_| faults + 1 < total);
                fate
            }
            Faults::Random if rng.u32(0..3) == 0 => good,
            Faults::Random => {
                let mut fate = good.with_fault(rng.usize(0..KINDS), rng);
                if fate.arrives_ms.is_some() && rng.u32(0..4) == 0 {
                    fate = fate.with_fault(rng.usize(0..KINDS), rng);
                }
                if rng.u32(0..6) == 0 {
                    fate.back_ms = rng.u64(1..8_000);
                }
                fate
            }
            Faults::All => good.with_fault(kind % KINDS, rng),
        }
    }

    /// Whether a good reply may come with this kind of fault all the same: late and copied requests, and a moved request ID with
    /// which a refusal can still be read.
    pub(crate) fn lets_replies_through(kind: usize) -> bool {
        let reply = kind.checked_sub(FIRST_REPLY_KIND).map(|kind| REPLY_FATES[kind]);
        matches!(kind, 1 | 2)
            || matches!(
                reply,
                Some(ReplyFate::Xml | ReplyFate::RequestIdInHeader | ReplyFate::OtherTask)
            )
    }

    /// Whether the exchange can fail the attempt.
    pub(crate) fn is_fault(&self) -> bool {
        self.arrives_ms.is_none_or(|ms| ms > 500)
            || self.copy_arrives_ms.is_some()
            || self.service != ServiceFault::None
            || self.reply != ReplyFate::Delivered
            || self.back_ms > 500
    }

    fn with_fault(mut self, kind: usize, rng: &mut Rng) -> Self {
        match kind {
            0 => {
                self.arrives_ms = None;
                self.reply = [ReplyFate::Lost(Delivery::Unknown), ReplyFate::Silence][rng.usize(0..2)];
            }
            // Late: often after the attempt's time, and sometimes after the whole call's.
            1 => self.arrives_ms = Some(rng.u64(1_000..40_000)),
            // The reply to the copy may overtake the reply to the request.
            2 => {
                self.copy_arrives_ms = Some(rng.u64(1..3_000));
                self.back_ms = rng.u64(1..8_000);
            }
            3..=6 => {
                let status = [400, 429, 503][rng.usize(0..3)];
                let retry_after_ms = [0, 100, 700, 2_000][rng.usize(0..4)];
                self.service = ServiceFault::Throttle { status, retry_after_ms };
            }
            7 => self.service = ServiceFault::InternalError { executes: rng.bool() },
            8 => self.service = ServiceFault::Contradiction { executes: rng.bool() },
            9 | 10 => self.never_sent(Delivery::NeverSent),
            11 => self.never_sent(Delivery::NoSuchHost),
            // Resent by the runtime: it loses the connection, sends the request again, and reports what became of the second one. So the
            // driver does not believe a refused connection.
            12 => {
                self.copy_arrives_ms = Some(rng.u64(1..3_000));
                self.reply = ReplyFate::Lost(Delivery::Unknown);
            }
            // Answered, then refused: the answer is lost, and the next request is certainly not sent.
            13 => {
                self.reply = ReplyFate::Lost(Delivery::Unknown);
                self.next_refusal = Some(Delivery::NeverSent);
            }
            kind => {
                self.reply = REPLY_FATES[kind - FIRST_REPLY_KIND];
                if matches!(self.reply, ReplyFate::Intercepted(_)) {
                    self.arrives_ms = None;
                    self.copy_arrives_ms = None;
                }
            }
        }
        self
    }

    /// Whether the runtime sends the request again, and reports no reply.
    pub(crate) fn is_resent(&self) -> bool {
        self.copy_arrives_ms.is_some() && self.reply == ReplyFate::Lost(Delivery::Unknown)
    }

    pub(crate) fn never_sent(&mut self, delivery: Delivery) {
        self.arrives_ms = None;
        self.copy_arrives_ms = None;
        self.reply = ReplyFate::Lost(delivery);
    }

    /// Returns the reply that reaches the driver; `None` if none does.
    pub(crate) fn received(&self, response: Response, request: &HttpRequest) -> Option<Response> {
        let (date_ms, retry_after_ms) = (response.reply.date_ms, response.reply.retry_after_ms);
        let refused = !matches!(
            response.verdict,
            Verdict::Success | Verdict::Described(_) | Verdict::Unclear
        );
        let unclear = |reply| Response {
            reply,
            verdict: Verdict::Unclear,
        };
        let mut received = match (self.reply, response.reply.body.clone()) {
            (ReplyFate::Lost(_) | ReplyFate::Silence, _) => return None,
            (ReplyFate::Xml, Body::Json(fields)) => {
                let verdict = if refused { response.verdict } else { Verdict::Unclear };
                let reply = Reply::new(response.reply.status, Body::Xml(fields));
                Response { reply, verdict }
            }
            (ReplyFate::RequestIdInHeader, Body::Json(mut fields)) => {
                // A success names its request in the body.
                let verdict = if refused { response.verdict } else { Verdict::Unclear };
                let mut request_id = None;
                change(&mut fields, |parts| request_id = parts.request_id.take());
                let mut reply = Reply::new(response.reply.status, Body::Json(fields));
                reply.request_id = request_id;
                Response { reply, verdict }
            }
            (ReplyFate::NoRequestId, Body::Json(mut fields)) => {
                change(&mut fields, |parts| parts.request_id = None);
                unclear(Reply::new(response.reply.status, Body::Json(fields)))
            }
            (ReplyFate::Empty, _) => unclear(Reply::new(response.reply.status, Body::Empty)),
            (ReplyFate::Oversized, _) => unclear(Reply::new(response.reply.status, Body::Oversized)),
            (ReplyFate::Cut, _) => unclear(Reply::new(response.reply.status, Body::Foreign)),
            (ReplyFate::Page(status) | ReplyFate::Intercepted(status), _) => page(status),
            (ReplyFate::GatewayError(status), _) => error(status, "GatewayFailed", Verdict::Unclear),
            (ReplyFate::SecretAsCode, _) => error(400, crate::world::SECRET, Verdict::Unclear),
            (ReplyFate::OtherTask, _) if action(request) == "StopRtcCloudRecording" => unclear(success(Some("task-2"))),
            (ReplyFate::OtherTask, Body::Json(_)) if action(request) == "DescribeRtcCloudRecordingFiles" => {
                unclear(description("task-2", "STOPPED"))
            }
            // An empty list.
            (ReplyFate::OtherTask, Body::Json(_)) if matches!(response.verdict, Verdict::Described(_)) => Response {
                reply: description(TASK_ID, ""),
                verdict: Verdict::Described(Some(Verified::NotFound)),
            },
            _ => response,
        };
        received.reply.date_ms = date_ms;
        received.reply.retry_after_ms = retry_after_ms;
        if self.repeats_request {
            repeat(&mut received.reply, request);
        }
        Some(received)
    }
}

/// A page without any part of the service's reply.
pub(crate) fn page(status: u16) -> Response {
    Response {
        reply: Reply::new(status, Body::Foreign),
        verdict: Verdict::Unclear,
    }
}

/// Repeats the request in every text of a reply that does not tell the outcome.
pub(crate) fn repeat(reply: &mut Reply, request: &HttpRequest) {
    let headers = request.headers.iter().map(|(_, value)| value.as_ref());
    let request = headers.chain(request.body.as_deref()).collect::<Vec<_>>().join("\n");
    if let Body::Json(fields) | Body::Xml(fields) = &mut reply.body {
        change(fields, |parts| parts.recommend = Some(request.clone()));
    }
    reply.text = request;
}
