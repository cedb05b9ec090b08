//! What JavaScript calls: a client, made anew for each instance of the wasm.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use apsara_live_core::call::{Call, Clock};
use apsara_live_core::error::{Kind, code};
use apsara_live_core::operation::{OPERATIONS, Operation, STOP_LIVE_STREAM_MONITOR, STOP_RTC_CLOUD_RECORDING};
use apsara_live_core::sign::{SignatureMethod, SignatureNonce, Stamp};
use apsara_live_core::{ArgumentError, Endpoint, Failure, Timestamp};
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

use crate::convert::{self, Place};
use crate::credentials::Keyring;
use crate::drive::drive;
use crate::host::Host;
use crate::random::random;
use crate::reply;

/// What calls share.
#[wasm_bindgen]
pub struct Client(Rc<Shared>);

pub(crate) struct Shared {
    place: Result<Place, ArgumentError>,
    /// The endpoint of the last operation.
    endpoint: RefCell<Option<(&'static str, Endpoint)>>,
    pub(crate) keyring: Keyring,
    pub(crate) clock: Cell<Clock>,
}

#[wasm_bindgen]
impl Client {
    /// Takes what calls share. What is wrong with it is the answer of every call.
    #[wasm_bindgen(constructor)]
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "wasm-bindgen hands values over")]
    pub fn new(endpoint: Option<String>, region: Option<String>, vpc: bool, hmac_sha1: bool) -> Self {
        let method = SignatureMethod::ALL[usize::from(hmac_sha1)];
        Self(Rc::new(Shared {
            place: Place::new(endpoint.as_deref(), region, vpc),
            endpoint: RefCell::default(),
            keyring: Keyring::new(method),
            clock: Cell::default(),
        }))
    }

    /// `StopRtcCloudRecording`.
    #[wasm_bindgen(js_name = stopRtcCloudRecording)]
    pub fn stop_rtc_cloud_recording(&self, params: Array, numbers: Array, host: Host) -> Promise {
        self.start(&STOP_RTC_CLOUD_RECORDING, params, numbers, host)
    }

    /// `StopLiveStreamMonitor`.
    #[wasm_bindgen(js_name = stopLiveStreamMonitor)]
    pub fn stop_live_stream_monitor(&self, params: Array, numbers: Array, host: Host) -> Promise {
        self.start(&STOP_LIVE_STREAM_MONITOR, params, numbers, host)
    }

    /// The signed request of the operation of that number: its lines, or what is wrong. `ms` is the time to sign with, since 1970.
    #[expect(clippy::needless_pass_by_value, reason = "wasm-bindgen hands values over")]
    #[must_use]
    pub fn sign(
        &self,
        operation: usize,
        params: &Array,
        credentials: &JsValue,
        ms: f64,
        nonce: Option<String>,
        get: bool,
    ) -> JsValue {
        let operation = OPERATIONS[operation];
        match self.0.sign(operation, params, credentials, ms, nonce.as_deref(), get) {
            Ok(lines) => lines.into(),
            Err(failure) => reply::failed(&failure),
        }
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

    fn start(&self, operation: &'static Operation, params: Array, numbers: Array, host: Host) -> Promise {
        let shared = Rc::clone(&self.0);
        wasm_bindgen_futures::future_to_promise(async move {
            Ok(match shared.call(operation, &params, &numbers) {
                Ok(call) => drive(call, &shared, &host).await,
                Err(error) => reply::failed(&error.into()),
            })
        })
    }
}

impl Shared {
    fn call(&self, operation: &'static Operation, params: &Array, numbers: &Array) -> Result<Call, ArgumentError> {
        let invocation = convert::invocation(operation, params)?;
        let endpoint = self.endpoint(operation)?;
        Ok(Call::new(invocation, endpoint, convert::call_options(numbers)))
    }

    fn endpoint(&self, operation: &'static Operation) -> Result<Endpoint, ArgumentError> {
        let mut last = self.endpoint.borrow_mut();
        if let Some((name, endpoint)) = &*last
            && core::ptr::eq(*name, operation.name)
        {
            return Ok(endpoint.clone());
        }
        let endpoint = self.place.as_ref().map_err(Clone::clone)?.endpoint(operation)?;
        *last = Some((operation.name, endpoint.clone()));
        Ok(endpoint)
    }

    fn sign(
        &self,
        operation: &'static Operation,
        params: &Array,
        credentials: &JsValue,
        ms: f64,
        nonce: Option<&str>,
        get: bool,
    ) -> Result<String, Failure> {
        let invocation = convert::invocation(operation, params)?;
        let endpoint = self.endpoint(operation)?;
        #[expect(clippy::cast_possible_truncation, reason = "clocks are far below 2^53")]
        let timestamp = Timestamp::from_unix_ms(ms as i64).ok_or_else(no_clock)?;
        let nonce = match nonce {
            Some(text) => SignatureNonce::new(text)?,
            None => SignatureNonce::from_random(random()),
        };
        let stamp = Stamp { timestamp, nonce };
        let signer = self.keyring.signer(credentials)?;
        let request = if get {
            signer.sign_url(&invocation, &endpoint, &stamp)?
        } else {
            signer.sign(&invocation, &endpoint, &stamp)
        };
        Ok(reply::lines(&request))
    }
}

fn no_clock() -> Failure {
    Failure::new(Kind::Internal, code::INTERNAL.into(), "no usable clock".into())
}
