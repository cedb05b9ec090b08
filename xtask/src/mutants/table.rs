//! The rules of a call, and for each a change that breaks it.

/// A change to a file that breaks a rule.
pub(super) struct Mutant {
    /// The rule, as it is broken.
    pub(super) rule: &'static str,
    pub(super) file: &'static str,
    /// What stands there, once.
    pub(super) from: &'static str,
    /// What stands there in the mutant.
    pub(super) to: &'static str,
}

const CALL: &str = "src/core/call.rs";
const CLASSIFY: &str = "src/core/classify.rs";
const RECORDING: &str = "src/core/operation/stop_rtc_cloud_recording.rs";
const MONITOR: &str = "src/core/operation/stop_live_stream_monitor.rs";

const fn mutant(rule: &'static str, file: &'static str, from: &'static str, to: &'static str) -> Mutant {
    Mutant { rule, file, from, to }
}

pub(super) static MUTANTS: [Mutant; 27] = [
    mutant(
        "a lost reply is taken as definite",
        CALL,
        "Input::Lost(reason) => {\n                self.ambiguous = true;",
        "Input::Lost(reason) => {",
    ),
    mutant(
        "an attempt that timed out is taken as definite",
        CALL,
        "Input::TimedOut => {\n                self.ambiguous = true;",
        "Input::TimedOut => {",
    ),
    mutant(
        "an unreadable success is taken as definite",
        CALL,
        "clock: Clock) -> Step {\n        self.ambiguous = true;\n        let wait_ms = head.retry_after_ms;",
        "clock: Clock) -> Step {\n        let wait_ms = head.retry_after_ms;",
    ),
    mutant(
        "a failure of the service is taken as definite",
        CALL,
        "Meaning::Ambiguous => {\n                self.ambiguous = true;",
        "Meaning::Ambiguous => {",
    ),
    mutant(
        "a nonce that was used is taken as definite",
        CALL,
        "Meaning::NonceUsed => {\n                self.ambiguous = true;",
        "Meaning::NonceUsed => {",
    ),
    mutant(
        "only the last attempt counts for the outcome",
        CALL,
        "failure.outcome_unknown = self.ambiguous;",
        "failure.outcome_unknown = self.ambiguous && failure.retryable;",
    ),
    mutant(
        "a reply about another task is a success",
        CALL,
        "(_, Some(sent), Some(read)) if sent != read => Some(code::MISMATCHED_REPLY),",
        "(_, Some(sent), Some(read)) if sent != read => None,",
    ),
    mutant(
        "a success without a RequestId is a success",
        CALL,
        "(None, ..) | (_, Some(_), None) => Some(code::INCOMPLETE_REPLY),",
        "(None, ..) | (_, Some(_), None) => None,",
    ),
    mutant(
        "a retry carries the nonce of the attempt before",
        CALL,
        "nonce: SignatureNonce::from_random(now.random),",
        "nonce: SignatureNonce::from_random(if self.attempts == 0 { now.random } else { 1 }),",
    ),
    mutant(
        "one attempt too many",
        CALL,
        "self.attempts < self.options.retry.max_attempts",
        "self.attempts <= self.options.retry.max_attempts",
    ),
    mutant(
        "no retry at all",
        CALL,
        "if !self.may_try_again() {",
        "if self.attempts > 0 {",
    ),
    mutant(
        "a retry is begun that cannot fit",
        CALL,
        "if wait_ms >= self.remaining_ms(now) {",
        "if wait_ms == u64::MAX {",
    ),
    mutant(
        "an attempt may outlast the call",
        CALL,
        "timeout_ms: remaining_ms.min(self.options.attempt_timeout_ms),",
        "timeout_ms: self.options.attempt_timeout_ms,",
    ),
    mutant(
        "the time that the service gives is not waited for",
        CALL,
        "Meaning::Throttled => self.retry(failure, wait_ms, now, *clock),",
        "Meaning::Throttled => self.retry(failure, None, now, *clock),",
    ),
    mutant(
        "throttling is not retried",
        CALL,
        "Meaning::Throttled => self.retry(failure, wait_ms, now, *clock),",
        "Meaning::Throttled => self.fail(failure),",
    ),
    mutant(
        "the clock is not corrected",
        CALL,
        "Meaning::ClockSkewed if self.correct(clock, date_ms, now) => {",
        "Meaning::ClockSkewed if false && self.correct(clock, date_ms, now) => {",
    ),
    mutant(
        "the clock is corrected the wrong way",
        CALL,
        "clock.offset_ms = server_ms.saturating_sub(now.wall_ms);",
        "clock.offset_ms = now.wall_ms.saturating_sub(server_ms);",
    ),
    mutant(
        "what was learnt of the clock is not used",
        CALL,
        "Timestamp::from_unix_ms(now.wall_ms.saturating_add(clock.offset_ms))",
        "Timestamp::from_unix_ms(now.wall_ms)",
    ),
    mutant(
        "a call does not see that another one has learnt the clock",
        CALL,
        "if clock.offset_ms == *used_ms {",
        "if clock.offset_ms != *used_ms {\n            return false;\n        } else {",
    ),
    mutant(
        "an expired token is not renewed",
        CALL,
        "Meaning::TokenExpired if !self.credentials_renewed && self.may_try_again() => {",
        "Meaning::TokenExpired if self.credentials_renewed && self.may_try_again() => {",
    ),
    mutant(
        "the expired token is asked for again",
        CALL,
        "self.ask_credentials(Freshness::Renewed, now)",
        "self.ask_credentials(Freshness::Any, now)",
    ),
    mutant(
        "something is sent after an abort",
        CALL,
        "Input::Aborted => self.fail(self.report().internal(\"was aborted\")),",
        "Input::Aborted => self.send(now, *clock),",
    ),
    mutant(
        "a call goes on after its end",
        CALL,
        "self.ended = matches!(step, Step::Done(_));",
        "self.ended = false;",
    ),
    mutant(
        "a recording that does not exist is already stopped",
        RECORDING,
        "meaning: Meaning::NotFound",
        "meaning: Meaning::AlreadyStopped",
    ),
    mutant(
        "a monitor that is stopped is refused",
        MONITOR,
        "meaning: Meaning::AlreadyStopped",
        "meaning: Meaning::Refused",
    ),
    mutant(
        "an unnamed failure of the service is a refusal",
        CLASSIFY,
        "        _ => Meaning::Ambiguous,\n",
        "        _ => Meaning::Refused,\n",
    ),
    mutant(
        "Throttling is known by its status only",
        CLASSIFY,
        "code: \"Throttling*\",",
        "code: \"Throttling\",",
    ),
];
