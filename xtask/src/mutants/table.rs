//! Mutants that cargo-mutants does not make: each breaks a rule of a call by an assignment, an argument or a row of a table.

/// A change to a file that breaks a rule.
pub(super) struct Mutant {
    /// The broken rule.
    pub(super) rule: &'static str,
    pub(super) file: &'static str,
    /// The original text, which occurs once.
    pub(super) from: &'static str,
    /// The text of the mutant.
    pub(super) to: &'static str,
}

const CALL: &str = "src/core/call/mod.rs";
const CLASSIFY: &str = "src/core/classify.rs";
const RECORDING: &str = "src/core/operation/stop_rtc_cloud_recording.rs";
const MONITOR: &str = "src/core/operation/stop_live_stream_monitor.rs";

const fn mutant(rule: &'static str, file: &'static str, from: &'static str, to: &'static str) -> Mutant {
    Mutant { rule, file, from, to }
}

pub(super) static MUTANTS: [Mutant; 21] = [
    mutant(
        "an attempt that timed out is taken as not executed",
        CALL,
        "Input::TimedOut => {\n                self.outcome_unknown = true;",
        "Input::TimedOut => {",
    ),
    mutant(
        "an unreadable reply is taken as not executed",
        CALL,
        "clock: Clock) -> Step {\n        self.outcome_unknown = true;",
        "clock: Clock) -> Step {",
    ),
    mutant(
        "a failure of the service is taken as not executed",
        CALL,
        "Meaning::Ambiguous => {\n                self.outcome_unknown = true;",
        "Meaning::Ambiguous => {",
    ),
    mutant(
        "a used nonce is taken as not executed",
        CALL,
        "Meaning::NonceUsed => {\n                self.outcome_unknown = true;",
        "Meaning::NonceUsed => {",
    ),
    mutant(
        "only the last attempt counts for the outcome",
        CALL,
        "failure.outcome_unknown = self.outcome_unknown;",
        "failure.outcome_unknown = self.outcome_unknown && failure.retryable;",
    ),
    mutant(
        "a retry has the nonce of the attempt before",
        CALL,
        "nonce: SignatureNonce::from_random(now.random),",
        "nonce: SignatureNonce::from_random(if self.attempts == 0 { now.random } else { 1 }),",
    ),
    mutant(
        "an attempt may outlast the call",
        CALL,
        "timeout_ms: remaining_ms.min(self.options.attempt_timeout_ms),",
        "timeout_ms: self.options.attempt_timeout_ms,",
    ),
    mutant(
        "the wait that a throttled reply asks for is ignored",
        CALL,
        "Meaning::Throttled => self.retry(failure, reply.retry_after_ms, now, *clock),",
        "Meaning::Throttled => self.retry(failure, None, now, *clock),",
    ),
    mutant(
        "a failure does not repeat the wait that the reply asks for",
        CALL,
        "let mut failure = self.report().service(meaning, fields, reply);\n        failure.retry_after_ms = reply.retry_after_ms;",
        "let mut failure = self.report().service(meaning, fields, reply);",
    ),
    mutant(
        "the clock is corrected the wrong way",
        CALL,
        "clock.offset_ms = server_ms.saturating_sub(now.wall_ms);",
        "clock.offset_ms = now.wall_ms.saturating_sub(server_ms);",
    ),
    mutant(
        "the clock is corrected more than once",
        CALL,
        "        self.clock_corrected = true;\n",
        "",
    ),
    mutant(
        "the learnt clock is not used",
        CALL,
        "Timestamp::from_unix_ms(now.wall_ms.saturating_add(clock.offset_ms))",
        "Timestamp::from_unix_ms(now.wall_ms)",
    ),
    mutant(
        "an implausible date is learnt",
        CALL,
        "date_ms.filter(|ms| Timestamp::is_plausible(*ms))",
        "date_ms",
    ),
    mutant(
        "credentials are renewed more than once",
        CALL,
        "                self.credentials_renewed = true;\n",
        "",
    ),
    mutant(
        "the expired token is asked for again",
        CALL,
        "self.ask_credentials(Freshness::Renewed, now)",
        "self.ask_credentials(Freshness::Any, now)",
    ),
    mutant(
        "a request is sent after an abort",
        CALL,
        "Input::Aborted { request_sent } => self.abort(request_sent),",
        "Input::Aborted { .. } => self.send(now, *clock),",
    ),
    mutant(
        "a request that was not sent counts as an attempt",
        CALL,
        "attempts: self.attempts - u32::from(unsent),",
        "attempts: self.attempts,",
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
        "Throttling is known by its status only",
        CLASSIFY,
        "code: \"Throttling*\",",
        "code: \"Throttling\",",
    ),
];
