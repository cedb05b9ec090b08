//! Drives a call: does each step of the core, and reports its result.

use std::io::{self, Read};
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use apsara_live_core::call::{Call, Delivery, End, Exchange, Loss, Moment, SendStep, Step};
use apsara_live_core::sign::Signer;
use apsara_live_core::{HttpRequest, Reply};
use ureq::http;

/// Drives a call to its end.
pub fn drive(call: Call, signer: &Arc<Signer>) -> End {
    let began = Instant::now();
    let mut step = call.start(moment(began));
    loop {
        step = match step {
            Step::Done(end) => return end,
            Step::RefreshCredentials(asked) => asked.signer(Arc::clone(signer), moment(began)),
            Step::Send(request) => {
                let exchange = send(&request, began).unwrap_or_else(|error| lost(&error));
                request.end(exchange, moment(began))
            }
            Step::Wait(wait) => {
                sleep(Duration::from_millis(wait.ms()));
                wait.over(moment(began))
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

/// Sends a request, and reads the response to its end.
fn send(step: &SendStep, began: Instant) -> Result<Exchange, ureq::Error> {
    let (head, body) = respond(step.request(), step.timeout_ms())?.into_parts();
    // One byte more than the limit tells the core that the body is longer.
    let limit = step.max_body_bytes() as u64 + 1;
    let mut bytes = Vec::new();
    body.into_reader().take(limit).read_to_end(&mut bytes)?;
    let expected = step.expected(moment(began));
    Ok(Exchange::Reply(Reply::read(
        head.status.as_u16(),
        &head.headers,
        &bytes,
        expected,
    )))
}

fn respond(request: &HttpRequest, timeout_ms: u64) -> Result<http::Response<ureq::Body>, ureq::Error> {
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
fn lost(error: &ureq::Error) -> Exchange {
    let delivery = match error {
        ureq::Error::Timeout(_) => return Exchange::TimedOut,
        ureq::Error::HostNotFound => Delivery::NoSuchHost,
        ureq::Error::ConnectionFailed => Delivery::NeverSent,
        ureq::Error::Io(error) if error.kind() == io::ErrorKind::ConnectionRefused => Delivery::NeverSent,
        _ => Delivery::Unknown,
    };
    Exchange::Lost(Loss {
        reason: error.to_string(),
        delivery,
    })
}
