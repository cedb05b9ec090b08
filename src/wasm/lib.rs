//! Bindings of `apsara-live`: JavaScript objects in, requests to the driver, JavaScript objects out. Only the core decides.
//!
//! | module | content |
//! | --- | --- |
//! | `client` | the exported class, with an async method for each operation |
//! | `members` | objects with named members |
//! | `options` | objects that come in, and the core types that they become |
//! | `drive` | the loop of a call: steps of the core out, events of the host in |
//! | `host` | the interface of the JavaScript side: credentials, `fetch`, clocks, timers |
//! | `task` | runs the future of one call |
//! | `request` | signed requests that go out |
//! | `end` | ends of calls that go out |

mod client;
mod drive;
mod end;
mod host;
mod members;
mod options;
mod random;
mod request;
mod signers;
mod task;
#[cfg(target_family = "wasm")]
mod wiping_allocator;

pub use client::Client;
