//! What both programs share: the account, its calls, the clocks and the messages.

use std::env;
use std::error::Error;
use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use apsara_live_core::call::{Account, Call, CallOptions, CredentialsSource, End};
use apsara_live_core::drive::{Now, Source};
use apsara_live_core::endpoint::{GLOBAL_HOST, PlainHttp};
use apsara_live_core::operation::{Invocation, StopRtcCloudRecording};
use apsara_live_core::pacer::Quotas;
use apsara_live_core::sign::{SignatureMethod, Signer};
use apsara_live_core::{ArgumentError, Credentials, Endpoint};

/// Makes calls. It keeps what all calls share: the key, the quota of the account and the offset of the clock.
pub struct Calls {
    pub signer: Arc<Signer>,
    endpoint: Endpoint,
    account: Account,
}

impl Calls {
    pub fn from_env() -> Result<Self, Box<dyn Error>> {
        let key = env::var("ALIBABA_CLOUD_ACCESS_KEY_ID")?;
        let secret = env::var("ALIBABA_CLOUD_ACCESS_KEY_SECRET")?;
        let token = env::var("ALIBABA_CLOUD_SECURITY_TOKEN").ok();
        let credentials = Credentials::new(&key, &secret, token.as_deref())?;
        // LIVE_ENDPOINT is for the emulator.
        let host = env::var("LIVE_ENDPOINT").unwrap_or_else(|_| GLOBAL_HOST.into());
        Ok(Self {
            signer: Arc::new(Signer::new(SignatureMethod::default(), credentials)),
            endpoint: Endpoint::parse(&host, PlainHttp::Loopback)?,
            account: Account::new(Quotas::default()),
        })
    }

    pub fn stop(&self, task_id: &str) -> Result<Call, ArgumentError> {
        let invocation = Invocation::try_from(StopRtcCloudRecording { task_id })?;
        let mut options = CallOptions::default();
        options.credentials_source = CredentialsSource::Constant;
        let (endpoint, account) = (self.endpoint.clone(), self.account.clone());
        Ok(Call::new(invocation, endpoint, options, account))
    }
}

/// The clocks and the random numbers of the system: the core has none.
pub struct Clock(Instant);

impl Default for Clock {
    fn default() -> Self {
        Self(Instant::now())
    }
}

impl Source for Clock {
    fn now(&self) -> Now {
        let wall = SystemTime::now().duration_since(UNIX_EPOCH);
        let wall_ms = wall.ok().and_then(|wall| wall.as_millis().try_into().ok());
        Now {
            wall_ms: wall_ms.expect("a clock after 1970"),
            monotonic: self.0.elapsed(),
        }
    }

    fn random(&self) -> u128 {
        let mut random = [0; 16];
        getrandom::fill(&mut random).expect("random numbers of the system");
        u128::from_le_bytes(random)
    }
}

/// Prints the end of a call. Returns the exit code: 75 (EX_TEMPFAIL) asks to run the command again.
pub fn report(end: End) -> u8 {
    match end {
        End::Stopped(outcome) => {
            println!("{}, attempts: {}", outcome.ending, outcome.attempts);
            0
        }
        End::Failed(failure) => {
            let fate = if failure.outcome_unknown {
                "the task may be stopped"
            } else {
                "this call did not stop the task"
            };
            eprintln!("{}: {fate}: {}", failure.code, failure.message);
            if failure.retryable { 75 } else { 1 }
        }
        // Only other actions are answered, and no driver aborts a call.
        end @ (End::Answered(_) | End::Aborted(_)) => unreachable!("{end:?}"),
    }
}
