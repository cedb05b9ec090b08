//! Objects cross the boundary under the names that TypeScript has, and a call runs against a host in JavaScript.

use core::num::NonZeroU32;

use apsara_live_core::Failure;
use apsara_live_core::call::{
    Aborted, AlreadyStopped, Answered, CallOptions, CredentialsSource, Delivery, End, Ending, Outcome, Run, Verify,
};
use apsara_live_core::endpoint::{Network, Scheme};
use apsara_live_core::error::{Kind, Verified};
use apsara_live_core::http::Method;
use apsara_live_core::operation::{Action, Effect};
use apsara_live_core::pacer::Quota;
use apsara_live_core::policy::Timeout;
use apsara_live_core::reply::{Body, FieldParts, Reply};
use apsara_live_core::sign::SignatureMethod;
use js_sys::{Function, JSON, Promise, eval};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::Client;
use crate::end;
use crate::host::{Host, HostEvent};
use crate::members::Members;
use crate::options::{ActionRequest, CoreClientSettings, CoreSignSettings};
use crate::record::Record;

/// The settings of a call, each of them another than the default.
const SETTINGS: &str = r#"{
    timeoutMs: 1, attemptTimeoutMs: 2, retry: { maxAttempts: 3, baseDelayMs: 4, maxDelayMs: 5 },
    alreadyStopped: "throw", run: { number: 6, maxOutageMs: 7, attempts: 9 }, verify: "always", waitMs: 8, credentialsSource: "constant",
}"#;

fn object(code: &str) -> Members {
    eval(&format!("({code})")).unwrap().unchecked_into()
}

fn json(value: &JsValue) -> String {
    JSON::stringify(value).unwrap().into()
}

/// Returns what reading the object throws.
fn thrown<T: Record>(code: &str) -> String {
    let object = object(code);
    let read = Closure::once_into_js(move || drop(T::of(&object)));
    let catch = Function::new_with_args("read", "try { read(); } catch (error) { return error.message; }");
    catch
        .call1(&JsValue::NULL, &read)
        .unwrap()
        .as_string()
        .unwrap_or_default()
}

#[wasm_bindgen_test]
fn reads_settings() {
    let mut expected = CallOptions::default();
    expected.timeout = Timeout::from_ms(1).unwrap();
    expected.attempt_timeout = Timeout::from_ms(2).unwrap();
    expected.retry.max_attempts = NonZeroU32::new(3).unwrap();
    expected.retry.base_delay_ms = 4;
    expected.retry.max_delay_ms = 5;
    expected.already_stopped = AlreadyStopped::Throw;
    let mut run = Run::new(6);
    run.max_outage = Timeout::from_ms(7).unwrap();
    run.attempts = 9;
    expected.run = Some(run);
    expected.verify = Verify::Always;
    expected.wait_until_stopped = Some(Timeout::from_ms(8).unwrap());
    expected.credentials_source = CredentialsSource::Constant;
    assert_eq!(CallOptions::of(&object(SETTINGS)), expected);
}

#[wasm_bindgen_test]
fn a_missing_member_throws_its_name() {
    for name in [
        "timeoutMs",
        "attemptTimeoutMs",
        "maxAttempts",
        "baseDelayMs",
        "maxDelayMs",
        "alreadyStopped",
        "number",
        "maxOutageMs",
        "attempts",
        "verify",
        "credentialsSource",
    ] {
        assert_eq!(thrown::<CallOptions>(&SETTINGS.replace(name, "misspelt")), name);
    }
    assert_eq!(
        thrown::<CallOptions>(&SETTINGS.replace("throw", "misspelt")),
        "alreadyStopped"
    );
    assert_eq!(
        thrown::<CallOptions>(&SETTINGS.replace("attemptTimeoutMs: 2", "attemptTimeoutMs: 0")),
        "attemptTimeoutMs"
    );
    assert_eq!(thrown::<HostEvent>(r#"{ kind: "misspelt" }"#), "kind");
    assert_eq!(thrown::<CallOptions>(SETTINGS), "");
}

#[wasm_bindgen_test]
fn reads_settings_of_a_client() {
    let settings = CoreClientSettings::of(&object(
        r#"{
            origin: { scheme: "http", host: "localhost:80" }, region: "cn-beijing", network: "vpc", signatureMethod: "HMAC-SHA1",
            quotas: [{ action: "DescribeCasters", attempts: 7, periodMs: 60000 }],
        }"#,
    ));
    let origin = settings.origin.unwrap();
    assert_eq!((origin.scheme, origin.host.as_str()), (Scheme::Http, "localhost:80"));
    assert_eq!(settings.region.as_deref(), Some("cn-beijing"));
    assert_eq!(settings.network, Network::Vpc);
    assert_eq!(settings.signature_method, SignatureMethod::HmacSha1);
    let quota = Quota::per_minute("DescribeCasters", NonZeroU32::new(7).unwrap());
    assert_eq!(settings.quotas, [quota]);
}

#[wasm_bindgen_test]
fn reads_actions_and_signatures() {
    let request = ActionRequest::of(&object(
        r#"{
            action: { name: "A", version: "v", method: "GET", effect: "changes-once", parameters: [["a", "1"], ["b", "2"]], inForm: 1 },
            origin: { scheme: "https", host: "example.com" },
        }"#,
    ));
    assert!(request.origin.is_some());
    let Action {
        name,
        version,
        method,
        effect,
        parameters,
        in_form,
    } = request.action;
    assert_eq!(
        (name.as_str(), version.as_str(), method, effect),
        ("A", "v", Method::Get, Effect::ChangesOnce)
    );
    assert_eq!(parameters, [("a".into(), "1".into()), ("b".into(), "2".into())]);
    assert_eq!(in_form, 1);

    let settings = CoreSignSettings::of(&object(
        r#"{ unixMs: 1700000000123, monotonicMs: 7, nonce: "n", method: "GET" }"#,
    ));
    assert_eq!(
        (settings.unix_ms, settings.nonce.as_deref(), settings.method),
        (1_700_000_000_123, Some("n"), Method::Get)
    );
}

#[wasm_bindgen_test]
fn reads_events() {
    let reply = r#"{
        kind: "reply",
        reply: {
            status: 503, requestId: "R", retryAfterMs: 4, dateMs: 5, text: "t",
            body: { form: "FORM", fields: {
                requestId: "r", taskId: "t", code: "c", message: "m", recommend: "p", accessDeniedDetail: "a",
                mentionsError: true, nestsError: true, taskStatus: "s",
            } },
        },
    }"#;
    let some = |text: &str| Some(text.to_owned());
    let fields = FieldParts {
        request_id: some("r"),
        task_id: some("t"),
        code: some("c"),
        message: some("m"),
        recommend: some("p"),
        access_denied_detail: some("a"),
        mentions_error: true,
        nests_error: true,
        task_status: some("s"),
    };
    for (form, body) in [
        ("json", Body::Json(fields.clone().into())),
        ("xml", Body::Xml(fields.into())),
        ("empty", Body::Empty),
        ("oversized", Body::Oversized),
        ("foreign", Body::Foreign),
    ] {
        let HostEvent::Reply { reply } = HostEvent::of(&object(&reply.replace("FORM", form))) else {
            panic!("{form}");
        };
        let expected = Reply {
            status: 503,
            request_id: some("R"),
            retry_after_ms: Some(4),
            date_ms: Some(5),
            text: "t".into(),
            body,
        };
        assert_eq!(reply, expected);
    }
    let lost = HostEvent::of(&object(r#"{ kind: "lost", reason: "gone", delivery: "no-such-host" }"#));
    assert!(matches!(lost, HostEvent::Lost { reason, delivery: Delivery::NoSuchHost } if reason == "gone"));
    let none = r#"{ kind: "no-credentials", code: "C", message: "M", retryable: true }"#;
    let none = HostEvent::of(&object(none));
    assert!(
        matches!(none, HostEvent::NoCredentials { code, message, retryable: true } if code == "C" && message == "M")
    );
    let aborted = HostEvent::of(&object(r#"{ kind: "aborted", requestSent: true }"#));
    assert!(matches!(aborted, HostEvent::Aborted { request_sent: true }));
}

#[wasm_bindgen_test]
fn writes_ends() {
    let mut failure = Failure::new(Kind::Service, "C".into(), "M".into());
    let least = r#"{"failed":{"kind":"service","code":"C","message":"M","attempts":0,"retryable":false,"outcomeUnknown":false}}"#;
    assert_eq!(json(&end::failed(&failure)), least);
    failure.http_status = Some(503);
    failure.request_id = Some("R".into());
    failure.attempts = 2;
    failure.retryable = true;
    // More than an integer of JavaScript holds.
    failure.retry_after_ms = Some(1 << 60);
    failure.outcome_unknown = true;
    failure.verified = Some(Verified::NotFound);
    failure.recommend = Some("P".into());
    failure.access_denied = Some("A".into());
    failure.halted_by = Some("H".into());
    failure.redacted_cause = Some("T".into());
    let mut outcome = Outcome::new(Ending::AlreadyStopped, 3);
    outcome.request_id = Some("R".into());
    outcome.code = Some("C".into());
    outcome.verified = Some(Verified::Stopped);
    outcome.stopped_after_ms = Some(4);
    let mut answered = Answered::new(Reply::new(200, Body::Empty), 3);
    answered.request_id = Some("R".into());
    let mut aborted = Aborted::new(3, true);
    aborted.accepted = true;
    aborted.request_id = Some("R".into());
    aborted.verified = Some(Verified::Stopping);
    for (end, expected) in [
        (
            End::Failed(failure),
            r#"{"failed":{"kind":"service","code":"C","message":"M","httpStatus":503,"requestId":"R","attempts":2,"retryable":true,"retryAfterMs":1152921504606847000,"outcomeUnknown":true,"verified":"not-found","recommend":"P","accessDenied":"A","haltedBy":"H","redactedCause":"T"}}"#,
        ),
        (
            End::Stopped(outcome),
            r#"{"stopped":{"outcome":"already-stopped","requestId":"R","attempts":3,"code":"C","verified":"stopped","stoppedAfterMs":4}}"#,
        ),
        (
            End::Answered(answered),
            r#"{"answered":{"requestId":"R","attempts":3}}"#,
        ),
        (
            End::Aborted(aborted),
            r#"{"aborted":{"attempts":3,"outcomeUnknown":true,"accepted":true,"requestId":"R","verified":"stopping"}}"#,
        ),
    ] {
        assert_eq!(json(&end::of_call(&end)), expected);
    }
}

/// A host whose service refuses the first request and answers the second, with a log of what the call asks for.
const HOST: &str = r#"(() => {
    const log = [];
    let nowMs = 0;
    const soon = (event) => ({ then: (reaction) => void Promise.resolve().then(() => reaction(event)) });
    const fields = {
        requestId: "R", taskId: "task-1", code: undefined, message: undefined, recommend: undefined, accessDeniedDetail: undefined,
        mentionsError: false, nestsError: false, taskStatus: undefined,
    };
    const reply = (status, body) =>
        ({ kind: "reply", reply: { status, requestId: "R", retryAfterMs: 7, dateMs: undefined, text: "", body } });
    const replies = [reply(503, { form: "empty" }), reply(200, { form: "json", fields })];
    return {
        log, signal: undefined, wallMs: () => 1_700_000_000_000, elapsedMs: () => 0, monotonicMs: () => nowMs,
        cachedCredentials: () => undefined,
        askCredentials(freshness) {
            log.push(freshness);
            const credentials = { accessKeyId: "id", accessKeySecret: "secret", securityToken: "token" };
            return soon({ kind: "credentials", credentials });
        },
        send({ method, url, headers }) {
            log.push(`${method} ${url} ${headers["x-acs-security-token"]}`);
            return soon(replies.shift());
        },
        wait(ms) {
            log.push(`wait ${ms}`);
            return soon({ kind: "waited" });
        },
        waitHeld(ms, ...hold) {
            log.push(`held ${ms} ${hold}`);
            nowMs += ms;
            return soon({ kind: "waited" });
        },
        onResponse: (status, requestId) => void log.push(`${status} ${requestId}`),
        onRetry: (delayMs, kind, code) => void log.push(`retry ${kind} ${code}`),
    };
})()"#;

/// Runs a call against the host. Returns its end and the log.
async fn played(settings: &str) -> [String; 2] {
    // The host answers no question for the state.
    let settings = settings.replace(r#""always", waitMs: 8"#, r#""never", waitMs: undefined"#);
    let client = Client::new(object(
        r#"{
            origin: { scheme: "http", host: "localhost" }, region: undefined, network: "public",
            signatureMethod: "ACS3-HMAC-SHA256", quotas: [],
        }"#,
    ));
    let settings = settings
        .replace("timeoutMs: 1", "timeoutMs: 9999")
        .replace("attemptTimeoutMs: 2", "attemptTimeoutMs: 99");
    let settings = object(&settings);
    let host = object(HOST);
    let log = host.object("log").unwrap();
    let params = object(r#"{ TaskId: "task-1" }"#);
    let end: Promise = client.stop_rtc_cloud_recording(params, settings, host.unchecked_into::<Host>());
    [json(&end.await.unwrap()), json(&log)]
}

const STOPPED: &str = r#"{"stopped":{"outcome":"stopped","requestId":"R","attempts":2}}"#;

const SENT: &str = "POST http://localhost/?TaskId=task-1 token";

#[wasm_bindgen_test]
async fn a_call_runs_against_a_host() {
    let [end, log] = played(&SETTINGS.replace("run: {", "run: undefined, was: {")).await;
    assert_eq!(end, STOPPED);
    assert_eq!(
        log,
        format!(r#"["any","{SENT}","503 R","retry protocol ERR_HTTP_STATUS","wait 7","{SENT}","200 R"]"#)
    );
}

#[wasm_bindgen_test]
async fn a_call_of_a_run_is_held() {
    let [end, log] = played(&SETTINGS.replace("maxOutageMs: 7", "maxOutageMs: 9999")).await;
    assert_eq!(end, STOPPED);
    let holds = r#""held 1000 protocol,ERR_HTTP_STATUS,0,1000","held 50 protocol,ERR_HTTP_STATUS,1000,0""#;
    assert_eq!(
        log,
        format!(r#"["any","{SENT}","503 R",{holds},"any","retry protocol ERR_HTTP_STATUS","{SENT}","200 R"]"#)
    );
}
