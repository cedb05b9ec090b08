//! Stops a recording: the loop that a driver of the core needs, with a clock, randomness and a transport of its own.
//!
//! The transport of this example loses the first response and answers the second request. A real one sends the request with an HTTP
//! client, and parses the response.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a driver has the clock, the waiting and the formatting that the core lacks"
)]

use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use apsara_live_core::call::{Account, Call, CallOptions, Delivery, End, Exchange, Loss, Moment, Step};
use apsara_live_core::endpoint::{Endpoint, PlainHttp};
use apsara_live_core::operation::{Invocation, StopRtcCloudRecording};
use apsara_live_core::pacer::Quotas;
use apsara_live_core::reply::{Body, FieldParts, Reply};
use apsara_live_core::sign::{SignatureMethod, Signer};
use apsara_live_core::{Credentials, HttpRequest};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let task_id = "5f2b7c1e-8501-4d0c-8ac1-72295a6be0d4";
    let invocation = Invocation::try_from(StopRtcCloudRecording { task_id })?;
    let endpoint = Endpoint::parse("live.aliyuncs.com", PlainHttp::Loopback)?;
    let credentials = Credentials::new("testid", "testsecret", None)?;
    let signer = Arc::new(Signer::new(SignatureMethod::Acs3HmacSha256, credentials));

    // All calls with one AccessKey share an account.
    let account = Account::new(Quotas::default());
    let call = Call::new(invocation, endpoint, CallOptions::default(), account);
    let began = Instant::now();
    let mut sent = 0;
    let mut step = call.start(moment(began)?);
    let end = loop {
        step = match step {
            Step::RefreshCredentials(step) => step.signer(signer.clone(), moment(began)?),
            Step::Send(step) => {
                sent += 1;
                let exchange = transport(sent, step.request(), task_id);
                step.end(exchange, moment(began)?)
            }
            Step::Wait(step) => {
                std::thread::sleep(std::time::Duration::from_millis(step.ms()));
                step.over(moment(began)?)
            }
            Step::Done(end) => break end,
        };
    };
    let End::Stopped(outcome) = end else {
        return Err(format!("{end:?}").into());
    };
    println!("{} after {} attempts", outcome.ending.as_str(), outcome.attempts);
    Ok(())
}

/// Time and randomness of a step. Real random bits come from the operating system.
fn moment(began: Instant) -> Result<Moment, Box<dyn std::error::Error>> {
    let wall = SystemTime::now().duration_since(UNIX_EPOCH)?;
    let elapsed = began.elapsed();
    Ok(Moment {
        wall_ms: i64::try_from(wall.as_millis())?,
        elapsed_ms: u64::try_from(elapsed.as_millis())?,
        monotonic: elapsed,
        random: wall.as_nanos().wrapping_mul(0x9E37_79B9_7F4A_7C15),
    })
}

fn transport(number: u32, request: &HttpRequest, task_id: &str) -> Exchange {
    println!("{} {}", request.method.as_str(), request.url);
    if number == 1 {
        return Exchange::Lost(Loss {
            reason: "the connection was reset".into(),
            delivery: Delivery::Unknown,
        });
    }
    let fields = FieldParts {
        request_id: Some("16A96B9A-F203-4EC5-8E43-CB92E68F4CD8".into()),
        task_id: Some(task_id.into()),
        code: None,
        message: None,
        recommend: None,
        mentions_error: false,
        nests_error: false,
        task_status: None,
    };
    Exchange::Reply(Reply {
        status: 200,
        request_id: None,
        retry_after_ms: None,
        date_ms: None,
        text: String::new(),
        body: Body::Json(fields.into()),
    })
}
