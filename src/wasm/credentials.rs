//! Gets credentials: at once from options and the environment, or from a function that is asked once for all calls that wait.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use apsara_live_core::call::Freshness;
use apsara_live_core::error::{Kind, code};
use apsara_live_core::sign::{SignatureMethod, Signer};
use apsara_live_core::{ArgumentError, Failure, credentials};
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use crate::convert::{Credentials, Expiring, Source};
use crate::host;

/// Why there are no credentials, and what the caller's function threw.
pub(crate) type Unavailable = (Failure, Option<JsValue>);

/// The credentials of a client, their keys prepared.
pub(crate) struct Keyring {
    source: Source,
    method: SignatureMethod,
    state: Rc<RefCell<State>>,
}

#[derive(Default)]
struct State {
    /// The last signer, and when its credentials end.
    kept: Option<(Arc<Signer>, Option<i64>)>,
    /// The question that is under way.
    asking: Option<Rc<Asking>>,
}

struct Asking {
    over: Promise,
    answer: Rc<RefCell<Option<Result<Arc<Signer>, Unavailable>>>>,
}

impl Keyring {
    pub(crate) fn new(source: Source, method: SignatureMethod) -> Self {
        let state = Rc::default();
        Self { source, method, state }
    }

    /// A signer. `refused` is the one whose credentials the service called expired, where `freshness` asks for another.
    pub(crate) async fn signer(
        &self,
        freshness: Freshness,
        refused: Option<&Arc<Signer>>,
    ) -> Result<Arc<Signer>, Unavailable> {
        let plain = |error: ArgumentError| (Failure::from(error), None);
        match &self.source {
            Source::Environment => Ok(Arc::new(Signer::new(self.method, from_environment().map_err(plain)?))),
            Source::Fixed(credentials) => {
                let mut state = self.state.borrow_mut();
                let prepare = || (Arc::new(Signer::new(self.method, credentials.clone())), None);
                Ok(Arc::clone(&state.kept.get_or_insert_with(prepare).0))
            }
            Source::Function { function, this } => {
                if let Some(kept) = self.usable(freshness, refused) {
                    return Ok(kept);
                }
                let asking = self.ask(function, this);
                // The answer, not the promise, says how it went.
                let _ = JsFuture::from(asking.over.clone()).await;
                asking.answer.borrow().clone().unwrap_or_else(|| Err(plain(hung())))
            }
        }
    }

    /// Forgets a question that has not been answered in time, so that the next call asks anew.
    pub(crate) fn give_up(&self) {
        self.state.borrow_mut().asking = None;
    }

    fn usable(&self, freshness: Freshness, refused: Option<&Arc<Signer>>) -> Option<Arc<Signer>> {
        let state = self.state.borrow();
        let (signer, expiration_ms) = state.kept.as_ref()?;
        let other = freshness == Freshness::Any || refused.is_none_or(|refused| !Arc::ptr_eq(refused, signer));
        (other && credentials::is_fresh(*expiration_ms, host::wall_ms())).then(|| Arc::clone(signer))
    }

    /// Joins the question that is under way, or asks.
    fn ask(&self, function: &Function, this: &JsValue) -> Rc<Asking> {
        if let Some(asking) = &self.state.borrow().asking {
            return Rc::clone(asking);
        }
        let answer = Rc::default();
        let (state, slot, method) = (Rc::clone(&self.state), Rc::clone(&answer), self.method);
        let called = function.call0(this);
        let over = future_to_promise(async move {
            let read = read_answer(called).await;
            let mut state = state.borrow_mut();
            let mine = state.asking.as_ref().is_some_and(|asking| Rc::ptr_eq(&asking.answer, &slot));
            let result = read.map(|read| (Arc::new(Signer::new(method, read.credentials)), read.expiration_ms));
            if mine {
                state.asking = None;
                state.kept = result.as_ref().ok().cloned();
            }
            *slot.borrow_mut() = Some(result.map(|(signer, _)| signer));
            Ok(JsValue::UNDEFINED)
        });
        let asking = Rc::new(Asking { over, answer });
        self.state.borrow_mut().asking = Some(Rc::clone(&asking));
        asking
    }
}

async fn read_answer(called: Result<JsValue, JsValue>) -> Result<Expiring, Unavailable> {
    let answer = match called {
        Ok(promise) => JsFuture::from(Promise::resolve(&promise)).await,
        Err(thrown) => Err(thrown),
    };
    match answer {
        Ok(answer) => Expiring::read(&answer).map_err(|mut error| {
            error.path.insert_str(0, "the answer of options.");
            (error.into(), None)
        }),
        // What it threw may hold anything, so it goes along as the cause and is not repeated in the message.
        Err(thrown) => {
            let message = "options.credentials: the function failed; its error is the cause";
            Err((Failure::new(Kind::Credentials, code::CREDENTIALS_FAILED, message), Some(thrown)))
        }
    }
}

fn hung() -> ArgumentError {
    ArgumentError::new(code::INVALID_CREDENTIALS, "options.credentials", "a function that answers")
}

const ID: &str = "ALIBABA_CLOUD_ACCESS_KEY_ID";
const SECRET: &str = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";
const TOKEN: &str = "ALIBABA_CLOUD_SECURITY_TOKEN";

fn from_environment() -> Result<Credentials, ArgumentError> {
    let set = |name| host::environment(name).filter(|value| !value.is_empty());
    let (Some(id), Some(secret)) = (set(ID), set(SECRET).map(zeroize::Zeroizing::new)) else {
        let expected = [
            "an AccessKey, here or in the environment variables ",
            ID,
            " and ",
            SECRET,
        ];
        return Err(ArgumentError::new(code::MISSING_CREDENTIALS, "options.credentials", expected.concat()));
    };
    let token = set(TOKEN).map(zeroize::Zeroizing::new);
    Credentials::new(&id, &secret, token.as_ref().map(|token| token.as_str())).map_err(|mut error| {
        error.path = match error.path.as_str() {
            "credentials.accessKeyId" => ID,
            "credentials.accessKeySecret" => SECRET,
            _ => TOKEN,
        }
        .into();
        error
    })
}
