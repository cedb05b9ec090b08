//! Limits and defaults of options as TypeScript constants.

use anyhow::Result;
use apsara_live_core::call::{AlreadyStopped, CallOptions, Verify};
use apsara_live_core::http::{MAX_BODY_BYTES, MAX_LONG_BODY_BYTES, MAX_QUOTED_BYTES, MAX_REPLY_VALUES};
use apsara_live_core::operation::MAX_TEXT_CHARS;
use apsara_live_core::pacer::MAX_QUOTA;
use apsara_live_core::policy::{MAX_ATTEMPTS, MAX_SPAN_MS};
use apsara_live_core::sign::MAX_NONCE_CHARS;
use serde_json::json;

use super::typescript::module;
use crate::workspace::Workspace;

pub(super) const PATH: &str = "pkg-template/src/generated/limits.ts";

pub(super) fn text(workspace: &Workspace) -> Result<String> {
    let defaults = defaults();
    let code = format!(
        "/** Limits of options, parameters and responses. */\n\
         export const LIMITS = {{
         /** The largest `retry.maxAttempts`. */
         maxAttempts: {MAX_ATTEMPTS},
         /** The longest body of a response to a stop that is read, in bytes. */
         maxBodyBytes: {MAX_BODY_BYTES},
         /** The longest body of any other response that is read, in bytes. */
         maxLongBodyBytes: {MAX_LONG_BODY_BYTES},
         /** The most JSON values of a response that are read. */
         maxReplyValues: {MAX_REPLY_VALUES},
         /** The length at which the texts of a response or of an error are cut before they enter the wasm, in characters. */
         maxQuotedChars: {MAX_QUOTED_BYTES},
         /** The longest `nonce`, in characters. */
         maxNonceChars: {MAX_NONCE_CHARS},
         /** The largest quota of an operation, in requests per second. */
         maxQuota: {MAX_QUOTA},
         /** The longest span of time, in milliseconds. */
         maxSpanMs: {MAX_SPAN_MS},
         /** The longest text parameter, in Unicode characters. */
         maxTextChars: {MAX_TEXT_CHARS},
         }} as const;\n\n\
         /** Defaults of the options of a call. */\n\
         export const DEFAULTS = {{\n{}retry: {{\n{}}},\n{}}} as const;\n",
        lines(&defaults[..2]),
        lines(&defaults[2..5]),
        lines(&defaults[5..]),
    );
    module(workspace, PATH, "src/core", &code)
}

/// The name of each option of a call, and its default as JSON.
fn defaults() -> [(&'static str, String); 8] {
    let options = CallOptions::default();
    let retry = options.retry;
    let already_stopped = match options.already_stopped {
        AlreadyStopped::Resolve => "resolve",
        AlreadyStopped::Throw => "throw",
    };
    let verify = match options.verify {
        Verify::Never => "never",
        Verify::InDoubt => "in-doubt",
        Verify::Always => "always",
    };
    [
        ("timeoutMs", options.timeout.as_ms().to_string()),
        ("attemptTimeoutMs", options.attempt_timeout.as_ms().to_string()),
        ("maxAttempts", retry.max_attempts.to_string()),
        ("baseDelayMs", retry.base_delay_ms.to_string()),
        ("maxDelayMs", retry.max_delay_ms.to_string()),
        ("alreadyStopped", json!(already_stopped).to_string()),
        ("verify", json!(verify).to_string()),
        ("waitMs", "undefined".into()),
    ]
}

fn lines(members: &[(&str, String)]) -> String {
    let lines: Vec<_> = members
        .iter()
        .map(|(name, value)| format!("{name}: {value},\n"))
        .collect();
    lines.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUIDE: &str = include_str!("../../../docs/guide/options.md");
    const EMULATED_QUOTAS: &str = include_str!("../../../pkg-template/src/testing/quota/quotas.ts");
    const TYPES: &str = include_str!("../../../pkg-template/src/api/options.ts");

    /// The default of the option `retry`, as the documents write it.
    fn retry() -> String {
        let members = defaults().map(|(name, value)| format!("{name}: {value}"));
        format!("{{ {} }}", members[2..5].join(", "))
    }

    /// The options of a call with their defaults, as users write them.
    fn options() -> Vec<(&'static str, String)> {
        let named = defaults().map(|(name, value)| match (name, value.as_str()) {
            ("verify", "\"never\"") => (name, "false".into()),
            ("waitMs", "undefined") => ("waitUntilStopped", "false".into()),
            _ => (name, value),
        });
        [&named[..], &[("retry", retry())]].concat()
    }

    #[test]
    fn the_types_state_the_defaults() {
        for (name, value) in options() {
            let (before, _) = TYPES.split_once(&format!("readonly {name}?:")).expect(name);
            let (_, doc) = before.rsplit_once("@defaultValue ").expect(name);
            let stated = doc.split_once("*/").map(|(stated, _)| stated.trim());
            assert_eq!(stated, Some(&*value), "{name}");
        }
    }

    #[test]
    fn the_types_state_the_limits() {
        for stated in [
            format!("Attempts in all, the first included: 1 to {MAX_ATTEMPTS}."),
            format!("1 to {MAX_NONCE_CHARS} visible ASCII characters"),
        ] {
            assert!(TYPES.contains(&stated), "{stated}");
        }
        let stated = format!("a whole number from 1 to {MAX_QUOTA}.");
        assert!(EMULATED_QUOTAS.contains(&stated), "{stated}");
    }

    #[test]
    fn the_types_state_the_factor_of_throttling() {
        assert!(TYPES.contains("Ten times as long when throttled."));
        assert_eq!(apsara_live_core::policy::THROTTLED_FACTOR, 10);
    }

    #[test]
    fn the_guide_states_the_defaults() {
        for (name, value) in options() {
            let of_retry = ["maxAttempts", "baseDelayMs", "maxDelayMs"].contains(&name);
            let row = format!("| `{name}` | `{value}` |");
            let of_call = format!("`{name}` (`{value}`;");
            assert!(of_retry || GUIDE.contains(&row) || GUIDE.contains(&of_call), "{row}");
        }
    }
}
