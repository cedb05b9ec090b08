//! The runtime: `fetch`, the clocks, random numbers, timers and the environment. No other file touches them.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use apsara_live_core::http::{MAX_BODY_BYTES, RESPONSE_HEADERS};
use apsara_live_core::{HttpRequest, HttpResponse};
use js_sys::{Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestInit, RequestRedirect};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &Function, ms: f64) -> JsValue;

    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(handle: &JsValue);

    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;

    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues, catch)]
    fn get_random_values(bytes: &mut [u8]) -> Result<(), JsValue>;
}

/// The wall clock, in milliseconds since 1970.
#[expect(clippy::cast_possible_truncation, reason = "Date.now() is a whole number far below 2^53")]
pub(crate) fn wall_ms() -> i64 {
    js_sys::Date::now() as i64
}

/// A clock that nobody sets.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "milliseconds since the start of the runtime")]
pub(crate) fn monotonic_ms() -> u64 {
    performance_now() as u64
}

/// 128 random bits; `None` where the runtime has no Web Crypto.
pub(crate) fn random() -> Option<u128> {
    let mut bytes = [0; 16];
    get_random_values(&mut bytes).ok()?;
    Some(u128::from_ne_bytes(bytes))
}

/// An environment variable, where there is a `process.env` that may be read.
pub(crate) fn environment(name: &str) -> Option<String> {
    let process = Reflect::get(&js_sys::global(), &"process".into()).ok()?;
    let env = Reflect::get(&process, &"env".into()).ok()?;
    Reflect::get(&env, &name.into()).ok()?.as_string()
}

/// The runtime's own `fetch`, looked up when it is needed: test tools replace it.
pub(crate) fn global_fetch() -> Option<Function> {
    Reflect::get(&js_sys::global(), &"fetch".into()).ok()?.dyn_into().ok()
}

/// Whether the runtime is a browser. There the user agent is the browser's own, and setting it would make every call a CORS preflight.
pub(crate) fn is_browser() -> bool {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).unwrap_or_default();
    let agent = Reflect::get(&navigator, &"userAgent".into()).unwrap_or_default();
    agent.as_string().is_some_and(|agent| agent.starts_with("Mozilla/"))
}

/// Sends a request and reads the response, its body included.
///
/// # Errors
///
/// What the runtime threw, as it is.
pub(crate) async fn send(fetch: &Function, request: &HttpRequest, user_agent: Option<&str>) -> Result<HttpResponse, JsValue> {
    let mut exchange = Exchange::new()?;
    let init = init(request, user_agent, &exchange.controller)?;
    // Not as a method: browsers refuse a `fetch` whose `this` is not the global object.
    let promise = fetch.call2(&JsValue::UNDEFINED, &request.url.as_str().into(), &init)?;
    let response = JsFuture::from(Promise::resolve(&promise)).await?;
    let read = read(&response).await?;
    exchange.over = true;
    Ok(read)
}

/// A request under way. Dropped before it is over, it ends the request and what is still to come of the response.
struct Exchange {
    controller: AbortController,
    over: bool,
}

impl Exchange {
    fn new() -> Result<Self, JsValue> {
        let controller = AbortController::new()?;
        Ok(Self { controller, over: false })
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        if !self.over {
            self.controller.abort();
        }
    }
}

/// Only what every runtime takes: workerd refuses `mode`, `credentials` and `cache`.
fn init(request: &HttpRequest, user_agent: Option<&str>, controller: &AbortController) -> Result<RequestInit, JsValue> {
    let init = RequestInit::new();
    init.set_method(request.method.as_str());
    init.set_redirect(RequestRedirect::Manual);
    init.set_signal(Some(&controller.signal()));
    let headers = Object::new();
    for (name, value) in &request.headers {
        Reflect::set(&headers, &(*name).into(), &value.as_str().into())?;
    }
    if let Some(agent) = user_agent {
        Reflect::set(&headers, &"user-agent".into(), &agent.into())?;
    }
    init.set_headers(&headers);
    if let Some(body) = &request.body {
        init.set_body(&body.as_str().into());
    }
    Ok(init)
}

/// By its members, not by its class: a `fetch` of the caller's may come from another realm, or from a package.
async fn read(response: &JsValue) -> Result<HttpResponse, JsValue> {
    let status = member(response, "status")?.as_f64().filter(|status| (0.0..1000.0).contains(status));
    let status = status.ok_or_else(|| JsError::new("fetch answered with something that is not a Response"))?;
    let mut headers = Vec::new();
    let all = member(response, "headers")?;
    let get = member(&all, "get")?.dyn_into::<Function>()?;
    for name in RESPONSE_HEADERS {
        if let Some(value) = get.call1(&all, &name.into())?.as_string() {
            headers.push((name.into(), value));
        }
    }
    Ok(HttpResponse {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "its range was checked")]
        status: status as u16,
        headers,
        body: read_body(response).await?,
    })
}

/// Up to [`MAX_BODY_BYTES`] and a byte more; what is longer is cancelled, so that no connection hangs on it.
async fn read_body(response: &JsValue) -> Result<Vec<u8>, JsValue> {
    let stream = member(response, "body")?;
    let Some(get_reader) = member(&stream, "getReader").ok().and_then(|f| f.dyn_into::<Function>().ok()) else {
        // No body, or a runtime that does not stream.
        let whole = method(response, "arrayBuffer")?;
        let bytes = Uint8Array::new(&JsFuture::from(Promise::resolve(&whole)).await?);
        return Ok(bytes.slice(0, bytes.length().min(MAX_BODY_BYTES as u32 + 1)).to_vec());
    };
    let reader = get_reader.call0(&stream)?;
    let mut body = Vec::new();
    while body.len() <= MAX_BODY_BYTES {
        let part = JsFuture::from(Promise::resolve(&method(&reader, "read")?)).await?;
        if member(&part, "done")?.is_truthy() {
            return Ok(body);
        }
        let chunk = member(&part, "value")?.dyn_into::<Uint8Array>()?;
        body.extend(chunk.slice(0, chunk.length().min(MAX_BODY_BYTES as u32 + 1)).to_vec());
    }
    body.truncate(MAX_BODY_BYTES + 1);
    // It may never settle, or fail, and neither matters any more.
    let _ = method(&reader, "cancel")?.dyn_into::<Promise>().map(|promise| promise.catch(&ignore()));
    Ok(body)
}

fn ignore() -> Closure<dyn FnMut(JsValue)> {
    Closure::once(|_| {})
}

fn member(object: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    Reflect::get(object, &name.into())
}

fn method(object: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    member(object, name)?.dyn_into::<Function>()?.call0(object)
}

/// A future that is ready after some milliseconds. Dropped, it leaves no timer behind.
pub(crate) struct Timer {
    handle: JsValue,
    state: Rc<RefCell<TimerState>>,
    _callback: Closure<dyn FnMut()>,
}

#[derive(Default)]
struct TimerState {
    fired: bool,
    waker: Option<Waker>,
}

impl Timer {
    #[expect(clippy::cast_precision_loss, reason = "the core allows no span above 2^31")]
    pub(crate) fn after(ms: u64) -> Self {
        let state = Rc::new(RefCell::new(TimerState::default()));
        let shared = Rc::clone(&state);
        let callback = Closure::new(move || {
            let waker = {
                let mut state = shared.borrow_mut();
                state.fired = true;
                state.waker.take()
            };
            waker.into_iter().for_each(Waker::wake);
        });
        let handle = set_timeout(callback.as_ref().unchecked_ref(), ms as f64);
        Self { handle, state, _callback: callback }
    }
}

impl Future for Timer {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.state.borrow_mut();
        if state.fired {
            return Poll::Ready(());
        }
        state.waker = Some(context.waker().clone());
        Poll::Pending
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.handle);
    }
}
