//! Builds and signs ApsaraVideo Live stop requests and reads their answers: no I/O, no clock, no randomness.
//!
//! Time, nonces and jitter come in as arguments; requests go out as plain data, to be sent by whatever sends HTTP, and what came
//! back comes in as plain data again. So a call is the same function natively, on wasm32 and in a test that plays years of faults.
//!
//! The way of a call: an [`operation`] and its parameters make an [`Invocation`](operation::Invocation); a
//! [`Signer`](sign::Signer) makes an [`HttpRequest`] of it; what came back is read into a [`Reply`]; [`classify`](mod@classify) says what it
//! means; and [`call`] holds them together, a step at a time.
#![forbid(unsafe_code)]

pub mod call;
pub mod classify;
pub mod credentials;
mod diagnose;
pub mod endpoint;
pub mod error;
pub mod http;
pub mod operation;
pub mod policy;
mod redact;
mod report;
pub mod response;
pub mod sign;
mod step;
mod text;
mod timestamp;

pub use credentials::Credentials;
pub use endpoint::Endpoint;
pub use error::{ArgumentError, Failure};
pub use http::HttpRequest;
#[cfg(feature = "readers")]
pub use http::HttpResponse;
pub use response::Reply;
pub use timestamp::{NotATimestamp, Timestamp};
