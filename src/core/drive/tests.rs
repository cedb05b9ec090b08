//! Both loops with a driver without a network.

use core::cell::{Cell, RefCell};
use core::pin::pin;
use core::task::{Context, Poll, Waker};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::call::{Account, CallOptions, Delivery, Loss};
use crate::credentials::Credentials;
use crate::endpoint::{Endpoint, Network};
use crate::error::{Kind, code};
use crate::operation::{Invocation, StopRtcCloudRecording};
use crate::pacer::Quotas;
use crate::reply::{Body, FieldParts, Reply};
use crate::sign::SignatureMethod;

/// A driver whose service loses the first request and answers the second, with a log of what it does.
#[derive(Default)]
struct Offline {
    now: Cell<Duration>,
    log: RefCell<Vec<String>>,
    has_no_credentials: bool,
}

impl Source for Offline {
    fn now(&self) -> Now {
        Now {
            wall_ms: 1_800_000_000_000,
            monotonic: Duration::from_secs(7) + self.now.get(),
        }
    }

    fn random(&self) -> u128 {
        50
    }
}

impl Driver for Offline {
    fn signer(&self, _: &CredentialsStep) -> Result<Arc<Signer>, Failure> {
        if self.has_no_credentials {
            let message = "the vault is closed".into();
            return Err(Failure::new(
                Kind::Credentials,
                code::CREDENTIALS_FAILED.into(),
                message,
            ));
        }
        let credentials = Credentials::new("id", "secret", None)?;
        Ok(Arc::new(Signer::new(SignatureMethod::default(), credentials)))
    }

    fn send(&self, step: &SendStep) -> Exchange {
        let mut log = self.log.borrow_mut();
        log.push(format!("send {}", step.timeout_ms()));
        self.now.set(self.now.get() + Duration::from_secs(1));
        if log.len() == 1 {
            let reason = "reset".into();
            let delivery = Delivery::Unknown;
            return Exchange::Lost(Loss { reason, delivery });
        }
        let fields = FieldParts {
            request_id: Some("R".into()),
            task_id: Some("task-1".into()),
            ..FieldParts::UNKNOWN
        };
        Exchange::Reply(Reply::new(200, Body::Json(fields.into())))
    }

    fn sleep(&self, time: Duration) {
        self.log.borrow_mut().push(format!("sleep {}", time.as_millis()));
        self.now.set(self.now.get() + time);
    }
}

/// Each future waits once.
impl AsyncDriver for Offline {
    async fn signer(&self, step: &CredentialsStep) -> Result<Arc<Signer>, Failure> {
        once().await;
        Driver::signer(self, step)
    }

    async fn send(&self, step: &SendStep) -> Exchange {
        once().await;
        Driver::send(self, step)
    }

    async fn sleep(&self, time: Duration) {
        once().await;
        Driver::sleep(self, time);
    }
}

fn once() -> impl Future<Output = ()> {
    let mut waited = false;
    core::future::poll_fn(move |_| {
        if core::mem::replace(&mut waited, true) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
}

fn call() -> Call {
    let invocation = Invocation::try_from(StopRtcCloudRecording { task_id: "task-1" }).unwrap();
    let endpoint = Endpoint::of_region("cn-shanghai", Network::Public, invocation.action()).unwrap();
    let options = CallOptions {
        timeout: Duration::from_secs(6).try_into().unwrap(),
        ..CallOptions::default()
    };
    Call::new(invocation, endpoint, options, Account::new(Quotas::default()))
}

fn polled(future: impl Future<Output = End>) -> End {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(end) = future.as_mut().poll(&mut context) {
            return end;
        }
    }
}

#[test]
fn both_loops_do_each_step() {
    let (blocking, waiting) = (Offline::default(), Offline::default());
    for (driver, end) in [
        (&blocking, run(call(), &blocking)),
        (&waiting, polled(run_async(call(), &waiting))),
    ] {
        let End::Stopped(outcome) = end else { panic!("{end:?}") };
        assert_eq!(outcome.attempts, 2);
        assert_eq!(*driver.log.borrow(), ["send 5000", "sleep 50", "send 4950"]);
    }
}

#[test]
fn without_credentials_nothing_is_sent() {
    let driver = Offline {
        has_no_credentials: true,
        ..Offline::default()
    };
    for end in [run(call(), &driver), polled(run_async(call(), &driver))] {
        let End::Failed(failure) = end else { panic!("{end:?}") };
        assert_eq!((failure.code.as_str(), failure.attempts), (code::CREDENTIALS_FAILED, 0));
    }
    assert!(driver.log.borrow().is_empty());
}

#[test]
fn a_future_of_a_driver_that_is_send_is_send() {
    struct Threads;
    impl Source for Threads {
        fn now(&self) -> Now {
            unreachable!("only the types are tested")
        }
        fn random(&self) -> u128 {
            unreachable!("only the types are tested")
        }
    }
    impl AsyncDriver for Threads {
        async fn signer(&self, _: &CredentialsStep) -> Result<Arc<Signer>, Failure> {
            unreachable!("only the types are tested")
        }
        async fn send(&self, _: &SendStep) -> Exchange {
            unreachable!("only the types are tested")
        }
        async fn sleep(&self, _: Duration) {}
    }
    fn takes_send(future: impl Send) {
        drop(future);
    }
    takes_send(run_async(call(), &Threads));
}
