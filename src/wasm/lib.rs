//! The bindings of `apsara-live`: JavaScript values in, `fetch`, JavaScript values out. They decide nothing.
//!
//! `convert` makes core types of the values that `convert.js` has read, `drive` runs a call's steps, `host` is what `host.js` gives of the
//! runtime, `credentials` keeps a key prepared, `random` draws random numbers, and `reply` makes JavaScript values of what came out.

mod client;
mod convert;
mod credentials;
mod drive;
mod host;
mod random;
mod reply;

pub use client::Client;

/// Less than half of the standard library's allocator: 2.5 KB of the package, compressed.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
