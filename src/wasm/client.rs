//! What JavaScript calls: a client, made anew for each instance of the wasm.

use std::cell::Cell;
use std::rc::Rc;

use apsara_live_core::call::{Call, Clock, Freshness};
use apsara_live_core::error::{Kind, code};
use apsara_live_core::operation::{Operation, STOP_LIVE_STREAM_MONITOR, STOP_RTC_CLOUD_RECORDING};
use apsara_live_core::policy::CallOptions;
use apsara_live_core::sign::{SignatureMethod, SignatureNonce, Stamp};
use apsara_live_core::{ArgumentError, Failure, HttpRequest, Timestamp};
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

use crate::convert::{self, Place};
use crate::credentials::Keyring;
use crate::drive::{Stop, drive};
use crate::host::Host;
use crate::reply;

/// What calls share.
#[wasm_bindgen]
pub struct Client(Rc<Shared>);

struct Shared {
    place: Result<Place, ArgumentError>,
    keyring: Keyring,
    clock: Cell<Clock>,
}

/// What a call does.
enum Task {
    Stop(&'static Operation),
    Sign(Signing),
}

/// What is signed, and with what.
struct Signing {
    operation: String,
    date: Option<String>,
    nonce: Option<String>,
    get: bool,
}

#[wasm_bindgen]
impl Client {
    /// Takes what calls share. What is wrong with it is the answer of every call.
    #[wasm_bindgen(constructor)]
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "wasm-bindgen hands values over")]
    pub fn new(
        credentials: JsValue,
        endpoint: Option<String>,
        region: Option<String>,
        vpc: bool,
        hmac_sha1: bool,
    ) -> Self {
        let method = SignatureMethod::ALL[usize::from(hmac_sha1)];
        Self(Rc::new(Shared {
            place: Place::new(endpoint.as_deref(), region, vpc),
            keyring: Keyring::new(credentials, method),
            clock: Cell::default(),
        }))
    }

    /// `StopRtcCloudRecording`.
    #[wasm_bindgen(js_name = stopRtcCloudRecording)]
    pub fn stop_rtc_cloud_recording(&self, params: Array, numbers: Vec<f64>, host: Host) -> Promise {
        self.start(Task::Stop(&STOP_RTC_CLOUD_RECORDING), params, numbers, host)
    }

    /// `StopLiveStreamMonitor`.
    #[wasm_bindgen(js_name = stopLiveStreamMonitor)]
    pub fn stop_live_stream_monitor(&self, params: Array, numbers: Vec<f64>, host: Host) -> Promise {
        self.start(Task::Stop(&STOP_LIVE_STREAM_MONITOR), params, numbers, host)
    }

    /// The signed request of an operation, as data.
    #[expect(clippy::too_many_arguments, reason = "one call site, in api.js")]
    pub fn sign(
        &self,
        operation: String,
        params: Array,
        numbers: Vec<f64>,
        host: Host,
        date: Option<String>,
        nonce: Option<String>,
        get: bool,
    ) -> Promise {
        let task = Task::Sign(Signing {
            operation,
            date,
            nonce,
            get,
        });
        self.start(task, params, numbers, host)
    }

    /// What the client has learnt to add to the wall clock, in milliseconds.
    #[wasm_bindgen(getter, js_name = clockOffsetMs)]
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "the difference between two clocks is far below 2^53"
    )]
    pub fn clock_offset_ms(&self) -> f64 {
        self.0.clock.get().offset_ms as f64
    }

    fn start(&self, task: Task, params: Array, numbers: Vec<f64>, host: Host) -> Promise {
        let shared = Rc::clone(&self.0);
        wasm_bindgen_futures::future_to_promise(async move {
            let options = convert::call_options(&numbers);
            let result = match task {
                Task::Stop(operation) => shared.stop(operation, &params, options, &host).await,
                Task::Sign(signing) => shared.sign(&signing, &params, options, &host).await,
            };
            Ok(reply::settle(result))
        })
    }
}

impl Shared {
    async fn stop(
        &self,
        operation: &'static Operation,
        params: &Array,
        options: CallOptions,
        host: &Host,
    ) -> Result<JsValue, Stop> {
        let invocation = convert::invocation(operation, params)?;
        let endpoint = self.place.as_ref().map_err(Clone::clone)?.endpoint(operation)?;
        let call = Call::new(invocation, endpoint, options);
        let outcome = drive(call, &self.keyring, &self.clock, host).await?;
        Ok(reply::outcome(&outcome))
    }

    async fn sign(
        &self,
        signing: &Signing,
        params: &Array,
        options: CallOptions,
        host: &Host,
    ) -> Result<JsValue, Stop> {
        let operation = convert::operation(&signing.operation)?;
        let invocation = convert::invocation(operation, params)?;
        let endpoint = self.place.as_ref().map_err(Clone::clone)?.endpoint(operation)?;
        let stamp = self.stamp(signing, host)?;
        not_aborted(host)?;
        let signer = self
            .keyring
            .signer(Freshness::Any, None, options.timeout_ms, host)
            .await;
        not_aborted(host)?;
        let signer = signer.map_err(|(failure, cause)| Stop::Failed(failure, cause))?;
        let request: HttpRequest = if signing.get {
            signer.sign_url(&invocation, &endpoint, &stamp)?
        } else {
            signer.sign(&invocation, &endpoint, &stamp)
        };
        Ok(reply::request(&request))
    }

    fn stamp(&self, signing: &Signing, host: &Host) -> Result<Stamp, Stop> {
        let form = "a Date, or a string of the form yyyy-MM-ddTHH:mm:ssZ";
        let malformed = |_| ArgumentError::new(code::INVALID_OPTION, "options.date", form);
        let now = || {
            let now_ms = host.wall_ms().saturating_add(self.clock.get().offset_ms);
            Timestamp::from_unix_ms(now_ms).ok_or_else(no_clock)
        };
        let timestamp = if let Some(text) = &signing.date {
            text.parse().map_err(malformed)?
        } else {
            now()?
        };
        let nonce = match &signing.nonce {
            Some(text) => SignatureNonce::new(text)?,
            None => SignatureNonce::from_random(host.random()),
        };
        Ok(Stamp { timestamp, nonce })
    }
}

fn not_aborted(host: &Host) -> Result<(), Stop> {
    let outcome_unknown = false;
    host.aborted().map_or(Ok(()), |reason| {
        Err(Stop::Aborted {
            reason,
            outcome_unknown,
        })
    })
}

fn no_clock() -> Failure {
    Failure::new(
        Kind::Internal,
        code::INTERNAL,
        "the clock of this machine is outside the years 0 to 9999",
    )
}
