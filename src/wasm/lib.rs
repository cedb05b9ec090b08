//! Bindings of `apsara-live`: JavaScript objects in, requests to the driver, JavaScript objects out. Only the core decides.
//!
//! | module | content |
//! | --- | --- |
//! | `client` | the exported class |
//! | `stops` | its async methods that stop a task |
//! | `members` | objects with named members |
//! | `declare` | macros that declare such objects, for Rust and for TypeScript |
//! | `record` | types of members, how each is read and written |
//! | `typescript` | types of members and objects in TypeScript |
//! | `options` | objects that come in, and the core types that they become |
//! | `drive` | the loop of a call: steps of the core out, events of the host in |
//! | `host` | the interface of the JavaScript side: credentials, `fetch`, clocks, timers |
//! | `task` | runs the future of one call |
//! | `request` | signed requests that go out |
//! | `end` | ends of calls that go out |

mod client;
mod declare;
mod drive;
mod end;
mod host;
mod members;
mod options;
mod random;
mod record;
mod request;
mod signers;
mod stops;
mod task;
#[cfg(all(test, target_family = "wasm"))]
mod tests;
mod typescript;
#[cfg(target_family = "wasm")]
mod wiping_allocator;

pub use client::Client;

/// Returns the TypeScript declarations of the objects that cross the boundary, for `cargo xtask generate`.
#[must_use]
pub fn typescript() -> String {
    [
        options::declarations(),
        host::declarations(),
        request::declarations(),
        end::declarations(),
    ]
    .concat()
}
