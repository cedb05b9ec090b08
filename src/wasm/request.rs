//! Signed requests that go out: an object with `method`, `url`, `headers` and, where there is one, `body`.

use std::borrow::Cow;
use std::cell::RefCell;

use apsara_live_core::HttpRequest;
use js_sys::{JsString, Object};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// A signed request.
    pub type SignedRequest;

    #[wasm_bindgen(method, setter)]
    fn set_method(this: &SignedRequest, value: &JsString);
    #[wasm_bindgen(method, setter)]
    fn set_url(this: &SignedRequest, value: &str);
    #[wasm_bindgen(method, setter)]
    fn set_headers(this: &SignedRequest, value: &Headers);
    #[wasm_bindgen(method, setter)]
    fn set_body(this: &SignedRequest, value: &str);

    /// Headers by their lower-case names.
    type Headers;

    #[wasm_bindgen(method, indexing_setter)]
    fn set(this: &Headers, name: &JsString, value: &JsString);
}

pub(crate) fn signed_request(request: &HttpRequest) -> SignedRequest {
    let object: SignedRequest = Object::new().unchecked_into();
    object.set_method(&constant(request.method.as_str()));
    object.set_url(&request.url);
    let headers: Headers = Object::new().unchecked_into();
    for (name, value) in &request.headers {
        match value {
            Cow::Borrowed(value) => headers.set(&constant(name), &constant(value)),
            Cow::Owned(value) => headers.set(&constant(name), &value.as_str().into()),
        }
    }
    object.set_headers(&headers);
    if let Some(body) = &request.body {
        object.set_body(body);
    }
    object
}

thread_local! {
    /// JavaScript's copies of the constants: to make one anew takes longer than to find it.
    static CONSTANTS: RefCell<Vec<(&'static str, JsString)>> = const { RefCell::new(Vec::new()) };
}

/// Returns JavaScript's copy of a constant, found by its address.
fn constant(text: &'static str) -> JsString {
    CONSTANTS.with_borrow_mut(|constants| {
        if let Some((_, copy)) = constants.iter().find(|(known, _)| core::ptr::eq(*known, text)) {
            return copy.clone();
        }
        let copy = JsString::from(text);
        constants.push((text, copy.clone()));
        copy
    })
}
