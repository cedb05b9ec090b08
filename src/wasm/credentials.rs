//! Keeps the last credentials' key prepared.

use std::cell::RefCell;
use std::sync::Arc;

use apsara_live_core::error::{Kind, code};
use apsara_live_core::sign::{SignatureMethod, Signer};
use apsara_live_core::{ArgumentError, Credentials, Failure};
use js_sys::Array;
use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

/// The signer of a client's credentials. `keyring.js` says which they are; as long as it gives the same array, they are the same.
pub(crate) struct Keyring {
    method: SignatureMethod,
    last: RefCell<Option<(JsValue, Arc<Signer>)>>,
}

impl Keyring {
    pub(crate) fn new(method: SignatureMethod) -> Self {
        let last = RefCell::default();
        Self { method, last }
    }

    /// The signer for `credentials`: an array of id, secret, token and end, or of a code and a message that say why there are none.
    pub(crate) fn signer(&self, credentials: &JsValue) -> Result<Arc<Signer>, Failure> {
        let parts: &Array = credentials.unchecked_ref();
        if parts.length() == 2 {
            return Err(refusal(parts));
        }
        let mut last = self.last.borrow_mut();
        if let Some((known, signer)) = &*last
            && known == credentials
        {
            return Ok(Arc::clone(signer));
        }
        let signer = Arc::new(Signer::new(self.method, read(parts)?));
        *last = Some((credentials.clone(), Arc::clone(&signer)));
        Ok(signer)
    }
}

fn refusal(parts: &Array) -> Failure {
    let text = |at| parts.get(at).as_string().unwrap_or_default();
    let mut failure = Failure::new(Kind::Credentials, text(0), text(1));
    failure.retryable = failure.code == code::CREDENTIALS_TIMEOUT;
    failure
}

fn read(parts: &Array) -> Result<Credentials, ArgumentError> {
    let text = |at| Zeroizing::new(parts.get(at).as_string().unwrap_or_default());
    let (id, secret, token) = (text(0), text(1), text(2));
    Credentials::new(&id, &secret, (!token.is_empty()).then_some(token.as_str()))
}
