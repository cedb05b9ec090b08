//! Gets credentials: at once where they were given, or from a function that is asked once for all calls that wait.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use apsara_live_core::call::Freshness;
use apsara_live_core::error::{Kind, code};
use apsara_live_core::sign::{SignatureMethod, Signer};
use apsara_live_core::{Failure, credentials};
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

use crate::convert;
use crate::host::Host;

/// Why there are no credentials, and what the caller's function threw.
pub(crate) type Unavailable = (Failure, JsValue);

/// The credentials of a client, their keys prepared.
pub(crate) struct Keyring {
    /// Credentials, or a function that answers with some.
    source: JsValue,
    method: SignatureMethod,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    /// The last signer, and when its credentials end.
    kept: Option<(Arc<Signer>, Option<i64>)>,
    /// The question that is under way.
    asking: Option<Rc<Asking>>,
}

/// A question, and the signer that was made of its answer by the first who saw it.
struct Asking {
    promise: Promise,
    signer: RefCell<Option<Arc<Signer>>>,
}

#[wasm_bindgen]
extern "C" {
    /// What a credentials function ends with if it does not answer.
    type Refusal;
    #[wasm_bindgen(method, getter)]
    fn code(this: &Refusal) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn message(this: &Refusal) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn cause(this: &Refusal) -> JsValue;
}

impl Keyring {
    pub(crate) fn new(source: JsValue, method: SignatureMethod) -> Self {
        let state = RefCell::default();
        Self { source, method, state }
    }

    /// A signer. `refused` is the one whose credentials the service called expired, where `freshness` asks for another.
    pub(crate) async fn signer(
        &self,
        freshness: Freshness,
        refused: Option<&Arc<Signer>>,
        timeout_ms: u64,
        host: &Host,
    ) -> Result<Arc<Signer>, Unavailable> {
        let Some(function) = self.source.dyn_ref::<Function>() else {
            return self.fixed();
        };
        if let Some(kept) = self.usable(freshness, refused, host.wall_ms()) {
            return Ok(kept);
        }
        let asking = self.asking(function);
        let answer = host
            .within(timeout_ms, &asking.promise, freshness == Freshness::Renewed)
            .await;
        let mut state = self.state.borrow_mut();
        // Over, or not answered in time: either way the next call asks anew.
        if state
            .asking
            .as_ref()
            .is_some_and(|current| Rc::ptr_eq(current, &asking))
        {
            state.asking = None;
        }
        let answer = answer.ok_or_else(too_late)?.map_err(refusal)?;
        if let Some(signer) = &*asking.signer.borrow() {
            return Ok(Arc::clone(signer));
        }
        let (signer, end_ms) = self.prepared(&answer)?;
        *asking.signer.borrow_mut() = Some(Arc::clone(&signer));
        state.kept = Some((Arc::clone(&signer), end_ms));
        Ok(signer)
    }

    fn fixed(&self) -> Result<Arc<Signer>, Unavailable> {
        let mut state = self.state.borrow_mut();
        if state.kept.is_none() {
            state.kept = Some(self.prepared(&self.source)?);
        }
        state
            .kept
            .as_ref()
            .map(|(signer, _)| Arc::clone(signer))
            .ok_or_else(too_late)
    }

    fn prepared(&self, answer: &JsValue) -> Result<(Arc<Signer>, Option<i64>), Unavailable> {
        let (credentials, end_ms) = convert::credentials(answer).map_err(|error| (error.into(), JsValue::UNDEFINED))?;
        Ok((Arc::new(Signer::new(self.method, credentials)), end_ms))
    }

    fn usable(&self, freshness: Freshness, refused: Option<&Arc<Signer>>, now_ms: i64) -> Option<Arc<Signer>> {
        let state = self.state.borrow();
        let (signer, end_ms) = state.kept.as_ref()?;
        let other = freshness == Freshness::Any || refused.is_none_or(|refused| !Arc::ptr_eq(refused, signer));
        (other && credentials::is_fresh(*end_ms, now_ms)).then(|| Arc::clone(signer))
    }

    /// Joins the question that is under way, or asks.
    fn asking(&self, function: &Function) -> Rc<Asking> {
        let ask = || {
            // An async function of `credentials.js`: it does not throw.
            let promise = function.call0(&JsValue::UNDEFINED).unwrap_or_default().unchecked_into();
            let signer = RefCell::default();
            Rc::new(Asking { promise, signer })
        };
        Rc::clone(self.state.borrow_mut().asking.get_or_insert_with(ask))
    }
}

fn too_late() -> Unavailable {
    let message = "options.credentials: the function did not answer in the time that the call may take";
    let mut failure = Failure::new(Kind::Credentials, code::CREDENTIALS_TIMEOUT, message);
    failure.retryable = true;
    (failure, JsValue::UNDEFINED)
}

fn refusal(thrown: JsValue) -> Unavailable {
    let refusal: Refusal = thrown.unchecked_into();
    let text = |text: Option<String>| text.unwrap_or_default();
    (
        Failure::new(Kind::Credentials, text(refusal.code()), text(refusal.message())),
        refusal.cause(),
    )
}
