//! The exported class. It lives in one instance of the wasm; a new instance gets a new client.

use core::time::Duration;
use std::cell::RefCell;
use std::rc::Rc;

use apsara_live_core::call::{Account, Call, CallOptions};
use apsara_live_core::error::{Kind, code};
use apsara_live_core::http::Method;
use apsara_live_core::operation::{Invocation, Operation};
use apsara_live_core::pacer::Quotas;
use apsara_live_core::sign::{SignatureNonce, Stamp};
use apsara_live_core::{ArgumentError, Endpoint, Failure, HttpRequest, Timestamp};
use js_sys::Promise;
use wasm_bindgen::prelude::*;

use crate::drive::drive;
use crate::host::{Host, no_credentials};
use crate::members::Members;
use crate::options::{
    Address, CoreClientSettings, CoreCredentials, CoreSignSettings, Params, call_request, invocation, refusal,
};
use crate::random::random;
use crate::record::{Js, Member, Record};
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
    account: Account,
}

#[wasm_bindgen]
#[expect(clippy::needless_pass_by_value, reason = "wasm-bindgen hands values over")]
impl Client {
    /// Reads the settings of the client.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(settings: Members) -> Self {
        let settings = CoreClientSettings::of(&settings);
        Self(Rc::new(Shared {
            address: Address::new(settings.origin, settings.region, settings.network),
            last_endpoint: RefCell::default(),
            signers: Signers::new(settings.signature_method),
            account: Account::new(Quotas::only(settings.quotas)),
        }))
    }

    /// Calls any operation or action.
    pub fn call(&self, request: Members, settings: Members, host: Host) -> Promise {
        match call_request(&request) {
            Ok((invocation, endpoint)) => self.begin(Ok(invocation), endpoint, &settings, host),
            Err(error) => refused(error),
        }
    }

    /// Returns a signed request, or `{ failed }`: signed with the credentials of `event`, or failed for want of them.
    #[must_use]
    pub fn sign(&self, request: Members, event: Members, settings: Members) -> JsValue {
        let settings = CoreSignSettings::of(&settings);
        let Some(timestamp) = Timestamp::from_unix_ms(settings.unix_ms) else {
            let internal = Failure::new(Kind::Internal, code::INTERNAL.into(), "no usable clock".into());
            return end::failed(&internal);
        };
        let Some(credentials) = Member::member(&event, "credentials") else {
            return end::failed(&self.0.account.masked(no_credentials(&event)));
        };
        match self.0.sign(&request, &credentials, &settings, timestamp) {
            Ok(request) => signed_request(&request).into(),
            Err(error) => end::failed(&refusal(error)),
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
        self.0.account.clock_offset_ms() as f64
    }

    pub(crate) fn stop(
        &self,
        operation: &'static Operation,
        params: Members,
        settings: &Members,
        host: Host,
    ) -> Promise {
        self.begin(invocation(operation, &Params(params)), None, settings, host)
    }

    fn begin(
        &self,
        invocation: Result<Invocation, ArgumentError>,
        own: Option<Endpoint>,
        settings: &Members,
        host: Host,
    ) -> Promise {
        let call = invocation.and_then(|invocation| {
            let endpoint = self.0.endpoint(&invocation, own)?;
            Ok(Call::new(
                invocation,
                endpoint,
                CallOptions::of(settings),
                self.0.account.clone(),
            ))
        });
        match call {
            Ok(call) => task::run(drive(call, Rc::clone(&self.0), host)),
            Err(error) => refused(error),
        }
    }
}

fn refused(error: ArgumentError) -> Promise {
    Promise::resolve(&end::failed(&refusal(error)))
}

impl Shared {
    fn endpoint(&self, invocation: &Invocation, own: Option<Endpoint>) -> Result<Endpoint, ArgumentError> {
        if let Some(own) = own {
            return Ok(own);
        }
        let mut last = self.last_endpoint.borrow_mut();
        if let (Some((known, endpoint)), Some(operation)) = (&*last, invocation.operation())
            && core::ptr::eq(*known, operation)
        {
            return Ok(endpoint.clone());
        }
        let endpoint = self.address.endpoint(invocation.action())?;
        if let Some(operation) = invocation.operation() {
            *last = Some((operation, endpoint.clone()));
        }
        Ok(endpoint)
    }

    fn sign(
        &self,
        request: &Members,
        credentials: &Js<CoreCredentials>,
        settings: &CoreSignSettings,
        timestamp: Timestamp,
    ) -> Result<HttpRequest, ArgumentError> {
        let (invocation, own) = call_request(request)?;
        let endpoint = self.endpoint(&invocation, own)?;
        let nonce = match &settings.nonce {
            Some(text) => SignatureNonce::new(text)?,
            None => SignatureNonce::from_random(random(timestamp.unix_ms())),
        };
        let stamp = Stamp { timestamp, nonce };
        let signer = self.signers.signer(credentials)?;
        self.account
            .remember(&signer, Duration::from_millis(settings.monotonic_ms));
        match settings.method {
            Method::Get => signer.sign_url(&invocation, &endpoint, &stamp),
            Method::Post => Ok(signer.sign(&invocation, &endpoint, &stamp)),
        }
    }
}
