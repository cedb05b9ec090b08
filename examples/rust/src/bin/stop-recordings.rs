//! Stops recordings at the same time with an asynchronous HTTP client: `cargo run --bin stop-recordings -- <TaskId> …`.

use std::env;
use std::error::Error;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use apsara_live_core::call::{CredentialsStep, Delivery, Exchange, Loss, SendStep};
use apsara_live_core::drive::{AsyncDriver, Now, Source, run_async};
use apsara_live_core::sign::Signer;
use apsara_live_core::{Failure, HttpRequest, Reply};
use futures_util::future::join_all;
use reqwest::{Client, Request, redirect};
use stop_recording::{Calls, Clock, report};
use tokio::{select, signal, time};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let calls = Calls::from_env()?;
    let driver = Reqwest::new(&calls)?;
    let mut ends = Vec::new();
    for task_id in env::args().skip(1) {
        ends.push(run_async(calls.stop(&task_id)?, &driver));
    }
    select! {
        ends = join_all(ends) => Ok(ends.into_iter().map(report).max().unwrap_or(64).into()),
        // Drops the calls: they send nothing more.
        _ = signal::ctrl_c() => {
            eprintln!("cancelled: the tasks may be stopped");
            Ok(130.into())
        }
    }
}

/// Sends requests with `reqwest`. One client, which keeps connections, for all calls.
struct Reqwest {
    client: Client,
    signer: Arc<Signer>,
    clock: Clock,
}

impl Reqwest {
    fn new(calls: &Calls) -> Result<Self, Box<dyn Error>> {
        let provider = rustls::crypto::ring::default_provider();
        provider.install_default().map_err(|_| "another provider of TLS")?;
        let client = Client::builder()
            // Less than an attempt may take: then the time for the connection runs out, and not the time for the response.
            .connect_timeout(Duration::from_secs(3))
            // A signed request follows no redirect.
            .redirect(redirect::Policy::none());
        Ok(Self {
            client: client.build()?,
            signer: Arc::clone(&calls.signer),
            clock: Clock::default(),
        })
    }

    async fn exchange(&self, step: &SendStep) -> Result<Reply, reqwest::Error> {
        let mut request = request(step.request())?;
        *request.timeout_mut() = Some(Duration::from_millis(step.timeout_ms()));
        let mut response = self.client.execute(request).await?;
        let mut bytes = Vec::new();
        // A longer body than the limit is not read to its end.
        while bytes.len() <= step.max_body_bytes()
            && let Some(chunk) = response.chunk().await?
        {
            bytes.extend_from_slice(&chunk);
        }
        let status = response.status().as_u16();
        let expected = step.expected(self.now().wall_ms);
        Ok(Reply::read(status, response.headers(), &bytes, expected))
    }
}

fn request(request: &HttpRequest) -> Result<Request, reqwest::Error> {
    http::Request::<String>::try_from(request)
        .expect("a URL and headers of visible ASCII characters")
        .try_into()
}

impl Source for Reqwest {
    fn now(&self) -> Now {
        self.clock.now()
    }

    fn random(&self) -> u128 {
        self.clock.random()
    }
}

impl AsyncDriver for Reqwest {
    async fn signer(&self, _: &CredentialsStep) -> Result<Arc<Signer>, Failure> {
        Ok(Arc::clone(&self.signer))
    }

    async fn send(&self, step: &SendStep) -> Exchange {
        match self.exchange(step).await {
            Ok(reply) => Exchange::Reply(reply),
            // Also if the time for the connection ran out: there was no connection.
            Err(error) if error.is_connect() => lost(error, Delivery::NeverSent),
            Err(error) if error.is_timeout() => Exchange::TimedOut,
            Err(error) => lost(error, Delivery::Unknown),
        }
    }

    async fn sleep(&self, time: Duration) {
        time::sleep(time).await;
    }
}

fn lost(error: reqwest::Error, delivery: Delivery) -> Exchange {
    let reason = error.without_url().to_string();
    Exchange::Lost(Loss { reason, delivery })
}
