//! Stops a recording with the core crate and a blocking HTTP client: `cargo run -- <TaskId>`.
//!
//! The core decides everything about a call. A program around it sends, waits, and reads the clock.

mod drive;

use std::env;
use std::error::Error;
use std::process::ExitCode;

use apsara_live_core::Credentials;
use apsara_live_core::call::{Account, Call, CallOptions, CredentialsSource, End, Ending};
use apsara_live_core::endpoint::{Endpoint, GLOBAL_HOST, PlainHttp};
use apsara_live_core::operation::{Invocation, StopRtcCloudRecording};
use apsara_live_core::pacer::Quotas;
use apsara_live_core::sign::{SignatureMethod, Signer};

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let task_id = env::args().nth(1).ok_or("usage: stop-recording <TaskId>")?;
    let key = env::var("ALIBABA_CLOUD_ACCESS_KEY_ID")?;
    let secret = env::var("ALIBABA_CLOUD_ACCESS_KEY_SECRET")?;
    let token = env::var("ALIBABA_CLOUD_SECURITY_TOKEN").ok();
    let credentials = Credentials::new(&key, &secret, token.as_deref())?;
    let signer = Signer::new(SignatureMethod::default(), credentials).into();
    // LIVE_ENDPOINT is for the emulator.
    let host = env::var("LIVE_ENDPOINT").unwrap_or_else(|_| GLOBAL_HOST.into());
    let endpoint = Endpoint::parse(&host, PlainHttp::Loopback)?;
    let invocation = Invocation::try_from(StopRtcCloudRecording { task_id: &task_id })?;
    let mut options = CallOptions::default();
    options.credentials_source = CredentialsSource::Constant;
    // Keep it for all calls: it has the quota of the account and the offset of the clock.
    let account = Account::new(Quotas::default());

    match drive::drive(Call::new(invocation, endpoint, options, account), &signer) {
        End::Stopped(outcome) => {
            let ending = match outcome.ending {
                Ending::Stopped => "stopped",
                Ending::AlreadyStopped => "already-stopped",
            };
            println!("{ending}, attempts: {}", outcome.attempts);
            Ok(ExitCode::SUCCESS)
        }
        End::Failed(failure) => {
            let fate = if failure.outcome_unknown {
                "the task may be stopped"
            } else {
                "this call did not stop the task"
            };
            eprintln!("{}: {fate}: {}", failure.code, failure.message);
            // 75 is EX_TEMPFAIL: run the command again.
            Ok(ExitCode::from(if failure.retryable { 75 } else { 1 }))
        }
        // Only other actions are answered, and this program aborts no call.
        end @ (End::Answered(_) | End::Aborted(_)) => Err(format!("{end:?}").into()),
    }
}
