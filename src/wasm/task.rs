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

/// The futures of the calls that are under way.
struct Tasks {
    /// The futures by the index in their wakers; `None` while a future runs, and in free places.
    waiting: Vec<Option<Running>>,
    /// The indexes of free places.
    free: Vec<usize>,
}

thread_local! {
    static TASKS: RefCell<Tasks> = const {
        RefCell::new(Tasks { waiting: Vec::new(), free: Vec::new() })
    };
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

/// Wakes the future at that index.
struct Waker(usize);

impl Wake for Waker {
    fn wake(self: Arc<Self>) {
        let woken = TASKS.with_borrow_mut(|tasks| tasks.waiting.get_mut(self.0).and_then(Option::take));
        if let Some(running) = woken {
            poll(self.0, running);
        }
    }
}

/// Returns the index of a free place, which is then no longer free.
fn claim() -> usize {
    TASKS.with_borrow_mut(|tasks| {
        tasks.free.pop().unwrap_or_else(|| {
            tasks.waiting.push(None);
            tasks.waiting.len() - 1
        })
    })
}

/// No borrow is held while the future runs: it calls the host, which may start or wake other calls.
fn poll(index: usize, mut running: Running) {
    let waker = Arc::new(Waker(index)).into();
    let state = running.as_mut().poll(&mut Context::from_waker(&waker));
    TASKS.with_borrow_mut(|tasks| match state {
        Poll::Pending => tasks.waiting[index] = Some(running),
        Poll::Ready(()) => tasks.free.push(index),
    });
}
