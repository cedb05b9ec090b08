//! Drives a call: does each step of the core, and reports its result.

use std::io;
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use apsara_live_core::HttpRequest;
use apsara_live_core::call::{Account, Call, Delivery, End, Input, Loss, Moment, Step};
use apsara_live_core::sign::Signer;
use ureq::http;

use crate::reply::read_reply;

/// Drives a call to its end.
pub fn drive(mut call: Call, signer: &Arc<Signer>, account: &mut Account) -> End {
    let began = Instant::now();
    let mut input = Input::Begin;
    loop {
        input = match call.advance(input, moment(began), account) {
            Step::Done(end) => return end,
            Step::RefreshCredentials { .. } => Input::Signer(Arc::clone(signer)),
            Step::Send { request, timeout_ms } => send(&request, timeout_ms),
            Step::AskState { .. } => unreachable!("CallOptions::verify is false"),
            Step::Wait(ms) | Step::WaitForPermit(ms) => {
                sleep(Duration::from_millis(ms));
                Input::Waited
            }
        };
    }
}

/// The core has no clock and no randomness of its own.
fn moment(began: Instant) -> Moment {
    let elapsed = began.elapsed();
    let wall = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("a clock after 1970");
    let mut random = [0; 16];
    getrandom::fill(&mut random).expect("random numbers of the system");
    Moment {
        wall_ms: wall
            .as_millis()
            .try_into()
            .expect("a clock before the year 292 million"),
        elapsed_ms: elapsed
            .as_millis()
            .try_into()
            .expect("a call of less than 584 million years"),
        // One call, so that its own clock is the clock of all calls. A service takes the time since its start.
        monotonic: elapsed,
        random: u128::from_le_bytes(random),
    }
}

fn send(request: &HttpRequest, timeout_ms: u64) -> Input {
    match exchange(request, timeout_ms) {
        Ok(response) => read_reply(response).map_or_else(|error| lost(&error), Input::Reply),
        Err(error) => lost(&error),
    }
}

fn exchange(request: &HttpRequest, timeout_ms: u64) -> Result<http::Response<ureq::Body>, ureq::Error> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(Duration::from_millis(timeout_ms)))
        // The core judges every status, and a signed request follows no redirect.
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .build()
        .into();
    let mut builder = http::Request::builder()
        .method(request.method.as_str())
        .uri(&request.url);
    for (name, value) in &request.headers {
        builder = builder.header(*name, value.as_ref());
    }
    agent.run(builder.body(request.body.clone().unwrap_or_default())?)
}

/// Distinguishes requests that were certainly never sent from requests that may have reached the service.
fn lost(error: &ureq::Error) -> Input {
    let delivery = match error {
        ureq::Error::Timeout(_) => return Input::TimedOut,
        ureq::Error::HostNotFound => Delivery::NoSuchHost,
        ureq::Error::ConnectionFailed => Delivery::NeverSent,
        ureq::Error::Io(error) if error.kind() == io::ErrorKind::ConnectionRefused => Delivery::NeverSent,
        _ => Delivery::Unknown,
    };
    Input::Lost(Loss {
        reason: error.to_string(),
        delivery,
    })
}
