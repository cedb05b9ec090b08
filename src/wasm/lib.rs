//! The bindings of `apsara-live`: JavaScript values in, `fetch`, JavaScript values out. They decide nothing.
//!
//! [`convert`] makes core types of JavaScript values, [`drive`] runs a call's steps, [`host`] is the only place that touches the
//! runtime, and [`reply`] makes JavaScript values of what came out.

mod abort;
mod client;
mod convert;
mod credentials;
mod drive;
mod host;
mod reply;

pub use client::{Client, stop_live_stream_monitor, stop_rtc_cloud_recording};
