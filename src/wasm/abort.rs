//! The caller's `signal`, and work that ends with it.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use crate::host::Timer;

/// How work ended.
pub(crate) enum Ended<T> {
    /// By itself.
    Done(T),
    /// Its time ran out.
    TimedOut,
    /// The caller aborted.
    Aborted,
}

/// Listens to a signal as long as it lives, and no longer.
pub(crate) struct Abort(Option<Listening>);

struct Listening {
    signal: AbortSignal,
    listener: Closure<dyn FnMut()>,
    waker: Rc<RefCell<Option<Waker>>>,
}

impl Abort {
    pub(crate) fn watch(signal: Option<AbortSignal>) -> Self {
        Self(signal.map(|signal| {
            let waker = Rc::new(RefCell::new(None));
            let shared: Rc<RefCell<Option<Waker>>> = Rc::clone(&waker);
            let listener = Closure::new(move || {
                let waker = shared.borrow_mut().take();
                waker.into_iter().for_each(Waker::wake);
            });
            // A signal that cannot be listened to is still asked before each step.
            let _ = signal.add_event_listener_with_callback("abort", listener.as_ref().unchecked_ref());
            Listening { signal, listener, waker }
        }))
    }

    /// The caller's reason, once it has aborted.
    pub(crate) fn reason(&self) -> Option<JsValue> {
        let listening = self.0.as_ref().filter(|listening| listening.signal.aborted())?;
        Some(listening.signal.reason())
    }

    /// Runs work until it is done, its time is up, or the caller aborts. Work that is not done is dropped.
    pub(crate) async fn race<T>(&self, timeout_ms: u64, work: impl Future<Output = T>) -> Ended<T> {
        let (mut work, mut timer) = (pin!(work), pin!(Timer::after(timeout_ms)));
        poll_fn(|context| {
            if self.reason().is_some() {
                return Poll::Ready(Ended::Aborted);
            }
            if let Some(listening) = &self.0 {
                *listening.waker.borrow_mut() = Some(context.waker().clone());
            }
            if let Poll::Ready(value) = work.as_mut().poll(context) {
                return Poll::Ready(Ended::Done(value));
            }
            timer.as_mut().poll(context).map(|()| Ended::TimedOut)
        })
        .await
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let listener = self.listener.as_ref().unchecked_ref();
        let _ = self.signal.remove_event_listener_with_callback("abort", listener);
    }
}
