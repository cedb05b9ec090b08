//! Runs the future of one call, independently of other calls.
//!
//! `wasm_bindgen_futures` polls all futures from one shared queue, in whichever microtask came first: in the async context of another
//! caller, and through a global `queueMicrotask` that test tools replace. Here a future is polled when its call begins, and then
//! inside each `Completion` of the host that it awaits, so every step runs in the async context of its own caller.

use std::cell::RefCell;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake};

use js_sys::Promise;
use wasm_bindgen::JsValue;

type Running = Pin<Box<dyn Future<Output = ()>>>;

thread_local! {
    /// The futures that wait, by the index that their wakers hold; a free place is `None`.
    static WAITING: RefCell<Vec<Option<Running>>> = const { RefCell::new(Vec::new()) };
}

/// Starts a future and returns a promise of its output.
pub(crate) fn run(future: impl Future<Output = JsValue> + 'static) -> Promise {
    let mut future = Some(future);
    Promise::new(&mut |resolve, _| {
        if let Some(future) = future.take() {
            let running = Box::pin(async move {
                let output = future.await;
                // A function that resolves a promise does not throw.
                let _ = resolve.call1(&JsValue::UNDEFINED, &output);
            });
            poll(claim(), running);
        }
    })
}

/// Wakes the future at that index of [`WAITING`].
struct Waker(usize);

impl Wake for Waker {
    fn wake(self: Arc<Self>) {
        let woken = WAITING.with_borrow_mut(|waiting| waiting.get_mut(self.0).and_then(Option::take));
        if let Some(running) = woken {
            poll(self.0, running);
        }
    }
}

/// Returns the index of a free place. It stays free until the future waits, and only [`poll`] of that index fills it.
fn claim() -> usize {
    WAITING.with_borrow_mut(|waiting| {
        waiting.push(None);
        waiting.len() - 1
    })
}

/// No borrow is held while the future runs: it calls the host, which may start or wake other calls.
fn poll(index: usize, mut running: Running) {
    let waker = Arc::new(Waker(index)).into();
    if running.as_mut().poll(&mut Context::from_waker(&waker)) == Poll::Pending {
        WAITING.with_borrow_mut(|waiting| waiting[index] = Some(running));
    }
}
