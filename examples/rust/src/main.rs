//! Stops a recording with a blocking HTTP client: `cargo run -- <TaskId>`.

use std::error::Error;
use std::io::{self, Read};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use std::{env, thread};

use apsara_live_core::call::{CredentialsStep, Delivery, Exchange, Loss, SendStep};
use apsara_live_core::drive::{Driver, Now, Source, run};
use apsara_live_core::sign::Signer;
use apsara_live_core::{Failure, Reply};
use stop_recording::{Calls, Clock, report};
use ureq::{Agent, Timeout};

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let task_id = env::args().nth(1).ok_or("usage: stop-recording <TaskId>")?;
    let calls = Calls::from_env()?;
    let driver = Ureq::new(&calls);
    let end = run(calls.stop(&task_id)?, &driver);
    Ok(report(end).into())
}

/// Sends requests with `ureq`. One agent, which keeps connections, for all calls.
struct Ureq {
    agent: Agent,
    signer: Arc<Signer>,
    clock: Clock,
}

impl Ureq {
    fn new(calls: &Calls) -> Self {
        let config = Agent::config_builder()
            // Less than an attempt may take: then the time for the connection runs out, and not the time for the response.
            .timeout_connect(Some(Duration::from_secs(3)))
            // The core judges every status, and a signed request follows no redirect.
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false);
        Self {
            agent: config.build().into(),
            signer: Arc::clone(&calls.signer),
            clock: Clock::default(),
        }
    }

    fn exchange(&self, step: &SendStep) -> Result<Reply, ureq::Error> {
        let request = http::Request::<String>::try_from(step.request())?;
        let request = self.agent.configure_request(request);
        let request = request.timeout_global(Some(Duration::from_millis(step.timeout_ms())));
        let (head, body) = self.agent.run(request.build())?.into_parts();
        // One byte more than the limit tells the core that the body is longer.
        let mut bytes = Vec::new();
        let limit = step.max_body_bytes() as u64 + 1;
        body.into_reader().take(limit).read_to_end(&mut bytes)?;
        let expected = step.expected(self.now().wall_ms);
        Ok(Reply::read(head.status.as_u16(), &head.headers, &bytes, expected))
    }
}

impl Source for Ureq {
    fn now(&self) -> Now {
        self.clock.now()
    }

    fn random(&self) -> u128 {
        self.clock.random()
    }
}

impl Driver for Ureq {
    fn signer(&self, _: &CredentialsStep) -> Result<Arc<Signer>, Failure> {
        Ok(Arc::clone(&self.signer))
    }

    fn send(&self, step: &SendStep) -> Exchange {
        self.exchange(step).map_or_else(|error| lost(&error), Exchange::Reply)
    }

    fn sleep(&self, time: Duration) {
        thread::sleep(time);
    }
}

/// Claims that the request was never sent only where the error proves that there was no connection.
fn lost(error: &ureq::Error) -> Exchange {
    let delivery = match error {
        ureq::Error::HostNotFound => Delivery::NoSuchHost,
        ureq::Error::ConnectionFailed | ureq::Error::Timeout(Timeout::Resolve | Timeout::Connect) => {
            Delivery::NeverSent
        }
        ureq::Error::Io(error) if error.kind() == io::ErrorKind::ConnectionRefused => Delivery::NeverSent,
        ureq::Error::Timeout(_) => return Exchange::TimedOut,
        _ => Delivery::Unknown,
    };
    let reason = error.to_string();
    Exchange::Lost(Loss { reason, delivery })
}
