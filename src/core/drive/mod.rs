//! Loops of a call: each step goes to a driver, until the end.

use core::time::Duration;
use std::sync::Arc;

use crate::call::{Call, CredentialsStep, End, Exchange, Moment, SendStep, Step};
use crate::error::Failure;
use crate::sign::Signer;

/// The clocks of a driver, and its random numbers.
pub trait Source {
    /// Reads the clocks.
    fn now(&self) -> Now;

    /// Returns 128 random bits, for a nonce and for the jitter of a retry.
    fn random(&self) -> u128;
}

/// A reading of the clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// Wall clock, in milliseconds since 1970-01-01T00:00:00Z.
    pub wall_ms: i64,
    /// Monotonic clock that all calls of an account share, since any moment.
    pub monotonic: Duration,
}

/// A driver that blocks its thread.
pub trait Driver: Source {
    /// Returns the signer with the credentials.
    ///
    /// # Errors
    ///
    /// There are no credentials.
    fn signer(&self, step: &CredentialsStep) -> Result<Arc<Signer>, Failure>;

    /// Sends the request, and reads the response within [`SendStep::timeout_ms`].
    fn send(&self, step: &SendStep) -> Exchange;

    /// Waits.
    fn sleep(&self, time: Duration);
}

/// A driver whose futures wait.
pub trait AsyncDriver: Source {
    /// Returns the signer with the credentials, or the failure to get them.
    fn signer(&self, step: &CredentialsStep) -> impl Future<Output = Result<Arc<Signer>, Failure>>;

    /// Sends the request, and reads the response within [`SendStep::timeout_ms`].
    fn send(&self, step: &SendStep) -> impl Future<Output = Exchange>;

    /// Waits.
    fn sleep(&self, time: Duration) -> impl Future<Output = ()>;
}

macro_rules! drive {
    ($call:ident, $driver:ident $(, $await:tt)?) => {{
        let began = $driver.now().monotonic;
        let mut step = $call.start(moment($driver, began));
        loop {
            step = match step {
                Step::RefreshCredentials(step) => match $driver.signer(&step)$(.$await)? {
                    Ok(signer) => step.signer(signer, moment($driver, began)),
                    Err(failure) => step.failed(failure, moment($driver, began)),
                },
                Step::Send(step) => {
                    let exchange = $driver.send(&step)$(.$await)?;
                    step.end(exchange, moment($driver, began))
                }
                Step::Wait(step) => {
                    $driver.sleep(Duration::from_millis(step.ms()))$(.$await)?;
                    step.over(moment($driver, began))
                }
                Step::Done(end) => break end,
            }
        }
    }};
}

/// Drives a call to its end.
pub fn run(call: Call, driver: &impl Driver) -> End {
    drive!(call, driver)
}

/// Drives a call to its end. A future that is dropped sends nothing more, and leaves the place of the call in the quota to others; whether
/// the task is stopped is then unknown, if a request was under way.
pub async fn run_async(call: Call, driver: &impl AsyncDriver) -> End {
    drive!(call, driver, await)
}

fn moment(source: &impl Source, began: Duration) -> Moment {
    let Now { wall_ms, monotonic } = source.now();
    Moment {
        wall_ms,
        elapsed_ms: u64::try_from(monotonic.saturating_sub(began).as_millis()).unwrap_or(u64::MAX),
        monotonic,
        random: source.random(),
    }
}

#[cfg(test)]
mod tests;
