//! The exported class. It lives in one instance of the wasm; a new instance gets a new client.

use std::cell::RefCell;
use std::rc::Rc;

use apsara_live_core::call::{Account, Call};
use apsara_live_core::error::{Kind, code};
use apsara_live_core::http::Method;
use apsara_live_core::operation::{Invocation, Operation, STOP_LIVE_STREAM_MONITOR, STOP_RTC_CLOUD_RECORDING};
use apsara_live_core::sign::{SignatureNonce, Stamp};
use apsara_live_core::{ArgumentError, Endpoint, Failure, HttpRequest, Timestamp};
use js_sys::Promise;
use wasm_bindgen::prelude::*;

use crate::drive::drive;
use crate::host::Host;
use crate::members::Members;
use crate::options::{
    AccessKey, Address, CallRequest, CallSettings, ClientOptions, Params, call_options, call_request, invocation,
    quotas, signature_method,
};
use crate::random::random;
use crate::request::signed_request;
use crate::signers::Signers;
use crate::{end, task};

/// State that the calls of a client share.
#[wasm_bindgen]
pub struct Client(Rc<Shared>);

pub(crate) struct Shared {
    address: Address,
    /// The endpoint of the last operation: finding the endpoint of a region takes a search among all regions.
    last_endpoint: RefCell<Option<(&'static Operation, Endpoint)>>,
    pub(crate) signers: Signers,
    pub(crate) account: RefCell<Account>,
}

#[wasm_bindgen]
extern "C" {
    /// When and how to sign.
    #[wasm_bindgen(extends = Members)]
    pub type SignSettings;
}

#[wasm_bindgen]
#[expect(clippy::needless_pass_by_value, reason = "wasm-bindgen hands values over")]
impl Client {
    /// Reads the options of the client.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(options: ClientOptions) -> Self {
        Self(Rc::new(Shared {
            address: Address::new(&options),
            last_endpoint: RefCell::default(),
            signers: Signers::new(signature_method(&options)),
            account: RefCell::new(Account::new(quotas(&options))),
        }))
    }

    /// Calls `StopRtcCloudRecording`.
    #[wasm_bindgen(js_name = stopRtcCloudRecording)]
    pub fn stop_rtc_cloud_recording(&self, params: Params, settings: CallSettings, host: Host) -> Promise {
        self.begin(invocation(&STOP_RTC_CLOUD_RECORDING, &params), None, &settings, host)
    }

    /// Calls `StopLiveStreamMonitor`.
    #[wasm_bindgen(js_name = stopLiveStreamMonitor)]
    pub fn stop_live_stream_monitor(&self, params: Params, settings: CallSettings, host: Host) -> Promise {
        self.begin(invocation(&STOP_LIVE_STREAM_MONITOR, &params), None, &settings, host)
    }

    /// Calls any operation or action.
    pub fn call(&self, request: CallRequest, settings: CallSettings, host: Host) -> Promise {
        match call_request(&request) {
            Ok((invocation, address)) => self.begin(Ok(invocation), address, &settings, host),
            Err(error) => refused(error),
        }
    }

    /// Returns a signed request, or `{ failed }`.
    #[must_use]
    pub fn sign(&self, request: CallRequest, access_key: AccessKey, settings: SignSettings) -> JsValue {
        match self.0.sign(&request, &access_key, &settings) {
            Ok(request) => signed_request(&request).into(),
            Err(failure) => end::failed(&failure),
        }
    }

    /// The learnt difference between the service's clock and the wall clock, in milliseconds.
    #[wasm_bindgen(getter, js_name = clockOffsetMs)]
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "the difference between two clocks is far below 2^53"
    )]
    pub fn clock_offset_ms(&self) -> f64 {
        self.0.account.borrow().clock.offset_ms as f64
    }

    fn begin(
        &self,
        invocation: Result<Invocation, ArgumentError>,
        address: Option<Address>,
        settings: &CallSettings,
        host: Host,
    ) -> Promise {
        let call = invocation.and_then(|invocation| {
            let endpoint = self.0.endpoint(&invocation, address.as_ref())?;
            Ok(Call::new(invocation, endpoint, call_options(settings)))
        });
        match call {
            Ok(call) => task::run(drive(call, Rc::clone(&self.0), host)),
            Err(error) => refused(error),
        }
    }
}

fn refused(error: ArgumentError) -> Promise {
    Promise::resolve(&end::failed(&error.into()))
}

impl Shared {
    fn endpoint(&self, invocation: &Invocation, own: Option<&Address>) -> Result<Endpoint, ArgumentError> {
        let mut last = self.last_endpoint.borrow_mut();
        if let (Some((known, endpoint)), Some(operation)) = (&*last, invocation.operation())
            && core::ptr::eq(*known, operation)
        {
            return Ok(endpoint.clone());
        }
        let address = own.unwrap_or(&self.address);
        let endpoint = address.endpoint(invocation.action())?;
        if let Some(operation) = invocation.operation() {
            *last = Some((operation, endpoint.clone()));
        }
        Ok(endpoint)
    }

    fn sign(
        &self,
        request: &CallRequest,
        access_key: &AccessKey,
        settings: &SignSettings,
    ) -> Result<HttpRequest, Failure> {
        let (invocation, address) = call_request(request)?;
        let endpoint = self.endpoint(&invocation, address.as_ref())?;
        #[expect(clippy::cast_possible_truncation, reason = "clocks are far below 2^53")]
        let timestamp = Timestamp::from_unix_ms(settings.number("unixMs").unwrap_or_default() as i64)
            .ok_or_else(|| Failure::new(Kind::Internal, code::INTERNAL.into(), "no usable clock".into()))?;
        let nonce = match settings.text("nonce") {
            Some(text) => SignatureNonce::new(&text)?,
            None => SignatureNonce::from_random(random()),
        };
        let stamp = Stamp { timestamp, nonce };
        let signer = self.signers.signer(access_key)?;
        if settings.is("method", Method::Get.as_str()) {
            return Ok(signer.sign_url(&invocation, &endpoint, &stamp)?);
        }
        Ok(signer.sign(&invocation, &endpoint, &stamp))
    }
}
