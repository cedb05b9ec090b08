//! Makes core types of JavaScript values; every refusal names the path of what was refused, and shows nothing of its value.

mod credentials;
mod options;
mod params;
mod read;

pub(crate) use credentials::{Credentials, Expiring, Source};
pub(crate) use options::{CallSettings, ClientSettings, SignSettings, call_settings, client_settings, one_call, sign_settings};
pub(crate) use params::{invocation, operation};
