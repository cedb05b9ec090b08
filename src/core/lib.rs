#![cfg_attr(feature = "json", doc = include_str!("README.md"))]
#![cfg_attr(
    not(feature = "json"),
    doc = "Builds and signs ApsaraVideo Live stop requests and judges replies: no I/O, no clock, no randomness."
)]
//!
//! # The steps of a call
//!
//! Time, nonces and jitter come in as arguments. Requests go out as plain data, and the facts of a response come back in as a
//! [`Reply`]. So a call is the same function natively, on wasm32 and in a test that simulates years of faults.
//!
//! An [`operation`] and its parameters make an [`Invocation`](operation::Invocation). A [`Signer`](sign::Signer) turns it into an
//! [`HttpRequest`]. The driver sends the request and parses the response into a [`Reply`]; the feature `json` has a parser,
//! `Reply::read`. [`classify`](mod@classify) returns the meaning of a service error. [`call`] decides the next step, and [`drive`]
//! loops over the steps.
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::disallowed_macros, reason = "tests are not in the wasm"))]

mod breaker;
pub mod call;
pub mod classify;
pub mod credentials;
pub mod drive;
pub mod endpoint;
pub mod error;
pub mod http;
mod named;
pub mod operation;
pub mod pacer;
pub mod policy;
pub mod reply;
pub mod sign;
mod text;
mod timestamp;
mod visible;

pub use credentials::Credentials;
pub use endpoint::Endpoint;
pub use error::{ArgumentError, Failure};
pub use http::HttpRequest;
pub use reply::Reply;
pub use timestamp::{NotATimestamp, Timestamp};
