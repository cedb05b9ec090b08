//! What JavaScript calls: a client, and the two operations without one.

use std::cell::Cell;

use apsara_live_core::call::{Call, Clock, Freshness};
use apsara_live_core::error::{Kind, code};
use apsara_live_core::http::Method;
use apsara_live_core::operation::{Operation, STOP_LIVE_STREAM_MONITOR, STOP_RTC_CLOUD_RECORDING};
use apsara_live_core::sign::{SignatureNonce, Stamp};
use apsara_live_core::{ArgumentError, Failure, Timestamp};
use wasm_bindgen::prelude::*;

use crate::abort::Abort;
use crate::convert::{self, CallSettings, ClientSettings, SignSettings};
use crate::credentials::Keyring;
use crate::drive::{Drive, Stop, credentials};
use crate::{host, reply};

/// Settings that have been checked, and what calls share.
#[wasm_bindgen]
pub struct Client {
    shared: Result<Shared, ArgumentError>,
}

struct Shared {
    settings: ClientSettings,
    keyring: Keyring,
    clock: Cell<Clock>,
}

#[wasm_bindgen]
impl Client {
    /// Reads the options. What is wrong with them is the answer of every call.
    #[wasm_bindgen(constructor)]
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "wasm-bindgen hands values over")]
    pub fn new(options: JsValue) -> Self {
        let shared = convert::client_settings(&options).map(Shared::new);
        Self { shared }
    }

    /// `StopRtcCloudRecording`.
    #[wasm_bindgen(js_name = stopRtcCloudRecording)]
    pub async fn stop_rtc_cloud_recording(&self, params: JsValue, options: JsValue) -> JsValue {
        self.stop(&STOP_RTC_CLOUD_RECORDING, &params, &options).await
    }

    /// `StopLiveStreamMonitor`.
    #[wasm_bindgen(js_name = stopLiveStreamMonitor)]
    pub async fn stop_live_stream_monitor(&self, params: JsValue, options: JsValue) -> JsValue {
        self.stop(&STOP_LIVE_STREAM_MONITOR, &params, &options).await
    }

    /// The signed request of an operation, as data.
    pub async fn sign(&self, operation: JsValue, params: JsValue, options: JsValue) -> JsValue {
        let signed = async {
            let operation = convert::operation(&operation)?;
            let shared = self.shared()?;
            let settings = convert::sign_settings(&options, shared.settings.call)?;
            shared.sign(operation, &params, settings).await
        };
        reply::settle(operation.as_string().as_deref(), signed.await)
    }

    /// What the client has learnt to add to the wall clock, in milliseconds.
    #[wasm_bindgen(getter, js_name = clockOffsetMs)]
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "the difference between two clocks is far below 2^53")]
    pub fn clock_offset_ms(&self) -> f64 {
        self.shared.as_ref().map_or(0.0, |shared| shared.clock.get().offset_ms as f64)
    }

    fn shared(&self) -> Result<&Shared, ArgumentError> {
        self.shared.as_ref().map_err(Clone::clone)
    }

    async fn stop(&self, operation: &'static Operation, params: &JsValue, options: &JsValue) -> JsValue {
        let called = async {
            let shared = self.shared()?;
            let settings = convert::call_settings(options, shared.settings.call)?;
            shared.call(operation, params, settings).await
        };
        reply::settle(Some(operation.name), called.await)
    }
}

/// `StopRtcCloudRecording` without a client.
#[wasm_bindgen(js_name = stopRtcCloudRecording)]
pub async fn stop_rtc_cloud_recording(params: JsValue, options: JsValue) -> JsValue {
    call_once(&STOP_RTC_CLOUD_RECORDING, &params, &options).await
}

/// `StopLiveStreamMonitor` without a client.
#[wasm_bindgen(js_name = stopLiveStreamMonitor)]
pub async fn stop_live_stream_monitor(params: JsValue, options: JsValue) -> JsValue {
    call_once(&STOP_LIVE_STREAM_MONITOR, &params, &options).await
}

async fn call_once(operation: &'static Operation, params: &JsValue, options: &JsValue) -> JsValue {
    let called = async {
        let (client, call) = convert::one_call(options)?;
        Shared::new(client).call(operation, params, call).await
    };
    reply::settle(Some(operation.name), called.await)
}

impl Shared {
    fn new(mut settings: ClientSettings) -> Self {
        let source = std::mem::replace(&mut settings.source, convert::Source::Environment);
        Self {
            keyring: Keyring::new(source, settings.signature_method),
            clock: Cell::default(),
            settings,
        }
    }

    async fn call(
        &self,
        operation: &'static Operation,
        params: &JsValue,
        call: CallSettings,
    ) -> Result<JsValue, Stop> {
        let invocation = convert::invocation(operation, params)?;
        let endpoint = self.settings.place.endpoint(operation)?;
        let fetch = self.settings.fetch.clone().or_else(host::global_fetch).ok_or_else(no_fetch)?;
        let abort = Abort::watch(call.signal);
        let drive = Drive {
            keyring: &self.keyring,
            clock: &self.clock,
            fetch,
            user_agent: (!host::is_browser()).then_some(self.settings.user_agent.as_str()),
            abort: &abort,
        };
        let outcome = drive.run(Call::new(invocation, endpoint, call.options)).await?;
        Ok(reply::outcome(&outcome))
    }

    async fn sign(
        &self,
        operation: &'static Operation,
        params: &JsValue,
        settings: SignSettings,
    ) -> Result<JsValue, Stop> {
        let invocation = convert::invocation(operation, params)?;
        let endpoint = self.settings.place.endpoint(operation)?;
        let abort = Abort::watch(settings.call.signal);
        let timeout_ms = settings.call.options.timeout_ms;
        let signer = credentials(&self.keyring, Freshness::Any, None, timeout_ms, &abort).await?;
        let signer = signer.map_err(|(failure, cause)| Stop::Failed(Box::new(failure), cause))?;
        let now_ms = host::wall_ms().saturating_add(self.clock.get().offset_ms);
        let now = || Timestamp::from_unix_ms(now_ms).ok_or_else(no_clock);
        let random = || host::random().map(SignatureNonce::from_random).ok_or_else(crate::drive::no_random);
        let stamp = Stamp {
            timestamp: settings.timestamp.map_or_else(now, Ok)?,
            nonce: settings.nonce.map_or_else(random, Ok)?,
        };
        let request = match settings.method {
            Method::Post => signer.sign(&invocation, &endpoint, &stamp),
            Method::Get => signer.sign_url(&invocation, &endpoint, &stamp)?,
        };
        Ok(reply::request(&request))
    }
}

fn no_fetch() -> ArgumentError {
    ArgumentError::new(code::UNSUPPORTED_RUNTIME, "options.fetch", "a function, because this runtime has no fetch")
}

fn no_clock() -> Failure {
    Failure::new(Kind::Internal, code::INTERNAL, "the clock of this machine is outside the years 0 to 9999")
}
