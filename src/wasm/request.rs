//! Signed requests that go out: an object with `method`, `url`, `headers` and, if there is one, `body`.

use std::borrow::Cow;

use apsara_live_core::HttpRequest;
use apsara_live_core::call::DescribedTask as Task;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

use crate::members::{Members, constant};

#[wasm_bindgen]
extern "C" {
    /// A signed request.
    pub type SignedRequest;

    /// Place of a task in a reply.
    pub type DescribedTask;
}

pub(crate) fn described_task(task: &Task) -> DescribedTask {
    let object = Members::new();
    object.set("operation", constant(task.operation));
    object.set("member", constant(task.member));
    object.set("idName", constant(task.id_name));
    object.set_text("id", &task.id);
    object.unchecked_into()
}

pub(crate) fn signed_request(request: &HttpRequest) -> SignedRequest {
    let headers = Members::new();
    for (name, value) in &request.headers {
        match value {
            Cow::Borrowed(value) => headers.set(name, constant(value)),
            Cow::Owned(value) => headers.set_text(name, value),
        }
    }
    let object = Members::new();
    object.set("method", constant(request.method.as_str()));
    object.set_text("url", &request.url);
    object.set("headers", &headers);
    if let Some(body) = &request.body {
        object.set_text("body", body);
    }
    object.unchecked_into()
}
