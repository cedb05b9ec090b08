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
const VERIFY: &str = "src/core/call/verify.rs";
const CLASSIFY: &str = "src/core/classify.rs";
const MONITOR: &str = "src/core/operation/stop_live_stream_monitor.rs";
const RECORDING_STATE: &str = "src/core/operation/describe_rtc_cloud_recording_files.rs";
const MONITOR_STATE: &str = "src/core/operation/describe_live_stream_monitor_list.rs";
const SHARED_ERRORS: &str = "src/core/operation/shared_errors.rs";
const INVOCATION: &str = "src/core/operation/invocation.rs";
const EFFECT: &str = "src/core/operation/effect.rs";

const fn mutant(rule: &'static str, file: &'static str, from: &'static str, to: &'static str) -> Mutant {
    Mutant { rule, file, from, to }
}

pub(super) static MUTANTS: [Mutant; 46] = [
    mutant(
        "an attempt that timed out is taken as not executed",
        CALL,
        "Input::TimedOut => {\n                self.doubt();",
        "Input::TimedOut => {",
    ),
    mutant(
        "an unreadable reply is taken as not executed",
        CALL,
        "account: &mut Account) -> Step {\n        self.doubt();",
        "account: &mut Account) -> Step {",
    ),
    mutant(
        "a failure of the service is taken as not executed",
        CALL,
        "Meaning::Ambiguous => {\n                self.doubt();",
        "Meaning::Ambiguous => {",
    ),
    mutant(
        "a used nonce is taken as not executed",
        CALL,
        "Meaning::NonceUsed => {\n                self.doubt();",
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
        "Meaning::Throttled => self.throttled(failure, reply.retry_after_ms, now, account),",
        "Meaning::Throttled => self.throttled(failure, None, now, account),",
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
        "self.abort(request_sent)",
        "self.send(now, account)",
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
        SHARED_ERRORS,
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
    mutant(
        "the state is asked for twice",
        CALL,
        "mem::replace(&mut self.verification, Verification::Done)",
        "mem::replace(&mut self.verification, Verification::Possible)",
    ),
    mutant(
        "the state is asked for although the caller did not want it",
        VERIFY,
        "self.options.verify\n            && in_doubt",
        "in_doubt",
    ),
    mutant(
        "the state is asked for after an abort",
        VERIFY,
        "End::Answered(_) | End::Aborted(_) => false,",
        "End::Answered(_) => false,\n            End::Aborted(aborted) => aborted.outcome_unknown,",
    ),
    mutant(
        "an abort does not end the question",
        VERIFY,
        "(Input::Aborted { .. }, _) => return self.abort(false),",
        "(Input::Aborted { .. }, _) => return Step::Done(end),",
    ),
    mutant(
        "a question that is under way counts as an attempt that may be executed",
        VERIFY,
        "(Input::Aborted { .. }, _) => return self.abort(false),",
        "(Input::Aborted { request_sent }, _) => return self.abort(*request_sent),",
    ),
    mutant(
        "the question may outlast the call",
        VERIFY,
        "timeout_ms: remaining_ms.min(self.options.attempt_timeout_ms),",
        "timeout_ms: self.options.attempt_timeout_ms,",
    ),
    mutant(
        "the question does not use the learnt clock",
        VERIFY,
        "self.signed(&invocation, now, account.clock)?",
        "self.signed(&invocation, now, super::Clock::default())?",
    ),
    mutant(
        "the question counts as an attempt",
        VERIFY,
        "        self.last_attempt = Some(attempt);",
        "        self.attempts += 1;\n        self.last_attempt = Some(attempt);",
    ),
    mutant(
        "the signature of the question is no secret",
        VERIFY,
        "        self.last_attempt = Some(attempt);",
        "        drop(attempt);",
    ),
    mutant(
        "a task that runs is not stopped again",
        VERIFY,
        "self.retry(failure, Some(wait_ms), now, account)",
        "{\n            let _ = (wait_ms, now, account);\n            self.fail(failure)\n        }",
    ),
    mutant(
        "a task that runs is stopped again before the service allows it",
        VERIFY,
        "self.retry(failure, Some(wait_ms), now, account)",
        "{\n            let _ = wait_ms;\n            self.retry(failure, Some(0), now, account)\n        }",
    ),
    mutant(
        "a task that is not found is proved to be stopped",
        VERIFY,
        "matches!(verified, Some(Verified::Stopped | Verified::Stopping))",
        "matches!(verified, Some(Verified::Stopped | Verified::Stopping | Verified::NotFound))",
    ),
    mutant(
        "a question that is refused proves that the task is stopped",
        VERIFY,
        "matches!(verified, Some(Verified::Stopped | Verified::Stopping))",
        "matches!(verified, Some(Verified::Stopped | Verified::Stopping | Verified::Refused))",
    ),
    mutant(
        "a question that is refused makes an error of a result",
        VERIFY,
        "        if verified == Some(Verified::Running) {",
        "        if matches!(verified, Some(Verified::Running | Verified::Refused)) {",
    ),
    mutant(
        "a question that is refused makes another failure",
        VERIFY,
        "(End::Failed(failure), _) => failure.verified = verified,",
        "(End::Failed(failure), _) => {\n                failure.verified = verified;\n                failure.retryable &= verified != Some(Verified::Refused);\n            }",
    ),
    mutant(
        "the state that was told is not given",
        VERIFY,
        "(End::Failed(failure), _) => failure.verified = verified,",
        "(End::Failed(_), _) => {}",
    ),
    mutant(
        "a task that was seen running is not told of",
        VERIFY,
        "        failure.verified = Some(Verified::Running);\n",
        "",
    ),
    mutant(
        "a code that repeats a secret is a refused question",
        VERIFY,
        "            Answer::ServiceError(fields) if self.report().reveals(fields.code.as_deref()) => None,\n",
        "",
    ),
    mutant(
        "a recording that is recovering is stopped",
        RECORDING_STATE,
        "(\"RECOVERING\", TaskState::Running)",
        "(\"RECOVERING\", TaskState::Stopped)",
    ),
    mutant(
        "a monitor that runs is stopped",
        MONITOR_STATE,
        "(\"1\", TaskState::Running)",
        "(\"1\", TaskState::Stopped)",
    ),
    mutant(
        "an action is idempotent unless the caller says otherwise",
        INVOCATION,
        "effect: if action.idempotent {",
        "effect: if action.idempotent || !action.idempotent {",
    ),
    mutant(
        "an action that may have been executed is sent again",
        EFFECT,
        "!matches!(self, Self::ChangesEachTime)",
        "true",
    ),
    mutant(
        "an action that may have been executed is retryable",
        CALL,
        "        failure.retryable &= self.is_harmless_again();\n",
        "",
    ),
    mutant(
        "a lost description leaves an outcome unknown",
        CALL,
        "self.outcome_unknown |= self.invocation.effect().changes();",
        "self.outcome_unknown = true;",
    ),
    mutant(
        "an aborted description leaves an outcome unknown",
        CALL,
        "self.outcome_unknown || (request_sent && self.invocation.effect().changes())",
        "self.outcome_unknown || request_sent",
    ),
];
