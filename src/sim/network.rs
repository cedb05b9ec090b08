//! What happens to a request on its way, and to the reply on its way back.

use apsara_live_core::HttpResponse;
use fastrand::Rng;

use crate::scenario::Weather;
use crate::server::{Trouble, error, response, success};

/// The fate of an exchange.
#[derive(Clone, Debug)]
pub(crate) struct Fate {
    /// When the request arrives, in milliseconds from now; `None` if it never does.
    pub(crate) arrives_ms: Option<u64>,
    /// When a second copy of it arrives.
    pub(crate) copy_arrives_ms: Option<u64>,
    /// What the service is made to do with it.
    pub(crate) trouble: Trouble,
    /// What becomes of the reply.
    pub(crate) way_back: WayBack,
    /// How long the reply, or the news that there is none, is on its way.
    pub(crate) back_ms: u64,
}

/// What becomes of a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WayBack {
    Delivered,
    /// The connection is lost.
    Lost,
    /// Nothing is ever heard.
    Silence,
    Empty,
    Truncated,
    /// A page of a proxy, with this status.
    Html(u16),
    /// The reply to somebody else's request.
    Foreign,
    /// A success of a proxy that knows nothing of the request.
    Hollow,
    /// A failure without a code.
    Nameless,
}

const WAYS_BACK: [WayBack; 9] = [
    WayBack::Lost,
    WayBack::Silence,
    WayBack::Empty,
    WayBack::Truncated,
    WayBack::Html(503),
    WayBack::Html(200),
    WayBack::Foreign,
    WayBack::Hollow,
    WayBack::Nameless,
];

impl Fate {
    /// Faults before this one say whether the weather has cleared; `kind` is what is broken where one thing is.
    pub(crate) fn draw(rng: &mut Rng, weather: Weather, faults: u32, kind: u32) -> Self {
        let fair = Self {
            arrives_ms: Some(rng.u64(1..50)),
            copy_arrives_ms: None,
            trouble: Trouble::None,
            way_back: WayBack::Delivered,
            back_ms: rng.u64(1..50),
        };
        match weather {
            Weather::Fair => fair,
            Weather::Clearing(total) if faults >= total => fair,
            Weather::Clearing(_) => fair.spoilt(rng.u32(0..KINDS), rng),
            Weather::Stormy if rng.u32(0..3) == 0 => fair,
            Weather::Stormy => {
                let spoilt = fair.spoilt(rng.u32(0..KINDS), rng);
                let mut delayed = if rng.u32(0..4) == 0 {
                    spoilt.spoilt(rng.u32(0..KINDS), rng)
                } else {
                    spoilt
                };
                if rng.u32(0..6) == 0 {
                    delayed.back_ms = rng.u64(1..8_000);
                }
                delayed
            }
            Weather::Broken => fair.spoilt(kind % KINDS, rng),
        }
    }

    /// Whether the exchange can fail the attempt.
    pub(crate) fn is_fault(&self) -> bool {
        self.arrives_ms.is_none_or(|ms| ms > 500)
            || self.copy_arrives_ms.is_some()
            || self.trouble != Trouble::None
            || self.way_back != WayBack::Delivered
            || self.back_ms > 500
    }

    fn spoilt(mut self, kind: u32, rng: &mut Rng) -> Self {
        match kind {
            0 => {
                self.arrives_ms = None;
                self.way_back = [WayBack::Lost, WayBack::Silence][rng.usize(0..2)];
            }
            // Late: often after the attempt's time, and sometimes after the whole call's.
            1 => self.arrives_ms = Some(rng.u64(1_000..40_000)),
            // The answer to the copy may overtake the one to the request.
            2 => {
                self.copy_arrives_ms = Some(rng.u64(1..3_000));
                self.back_ms = rng.u64(1..8_000);
            }
            3 | 4 => {
                let status = [400, 429, 503][rng.usize(0..3)];
                let retry_after_ms = [100, 700, 2_000][rng.usize(0..3)];
                self.trouble = Trouble::Throttle { status, retry_after_ms };
            }
            5 => self.trouble = Trouble::InternalError { executes: rng.bool() },
            kind => self.way_back = WAYS_BACK[(kind - 6) as usize % WAYS_BACK.len()],
        }
        self
    }

    /// What the caller gets to see of a reply.
    pub(crate) fn seen(&self, reply: HttpResponse, recording: bool) -> Option<HttpResponse> {
        let mut seen = match self.way_back {
            WayBack::Delivered => return Some(reply),
            WayBack::Lost | WayBack::Silence => return None,
            WayBack::Empty => response(200, ""),
            WayBack::Truncated => HttpResponse {
                body: reply.body[..reply.body.len() / 2].to_vec(),
                status: 200,
                ..reply.clone()
            },
            WayBack::Html(status) => response(status, "<html><body>Bad Gateway</body></html>"),
            WayBack::Foreign if recording => success(Some("somebody-elses")),
            WayBack::Foreign | WayBack::Nameless => error(502, ""),
            WayBack::Hollow => response(200, "{}"),
        };
        seen.headers = reply.headers;
        Some(seen)
    }
}

/// The kinds of faults, late requests and copied ones, after which a good reply may come all the same.
pub(crate) const LETS_REPLIES_THROUGH: [u32; 2] = [1, 2];

/// How many kinds of faults there are: six, and those of [`WAYS_BACK`].
pub(crate) const KINDS: u32 = 15;
