//! What must hold for every input: called by the fuzz targets, and by the core's tests with the cases that were found.
#![allow(dead_code, reason = "each target calls one of them")]

use std::collections::hash_map::DefaultHasher;
use std::hash::{BuildHasher as _, BuildHasherDefault};
use std::time::Duration;

use apsara_live_core::call::{Account, Call, CallOptions, Delivery, Exchange, Loss, Moment, Step, Verify};
use apsara_live_core::endpoint::{Network, PlainHttp};
use apsara_live_core::http::Method;
use apsara_live_core::operation::{Action, Invocation, OPERATIONS, StopRtcCloudRecording};
use apsara_live_core::pacer::Quotas;
use apsara_live_core::reply::{Body, FieldParts, MAX_EXCERPT_CHARS, excerpt};
use apsara_live_core::sign::query::canonical_query;
use apsara_live_core::sign::{SignatureMethod, SignatureNonce, Signer};
use apsara_live_core::{Credentials, Endpoint, HttpRequest, Reply, Timestamp};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

const ID: &str = "marker-id";
const SECRET: &str = r#"marker-secret/+"\<&'>"#;
const TOKEN: &str = "marker-token==";

/// Any reply, with secrets in any of its texts and in any form: a call ends, and its end shows no secret.
///
/// Six bytes choose the status, the form of the body, the members that are there, the wait and the date; then comes a line for
/// each text. A control character within a line stands for a secret, see [`Secrets::insert`].
pub(crate) fn reply(data: &[u8]) {
    let [high, low, form, members, wait, day, texts @ ..] = data else {
        return;
    };
    let texts = String::from_utf8_lossy(texts);
    assert!(excerpt(&texts).chars().count() <= MAX_EXCERPT_CHARS);
    let case = Case {
        status: u16::from_be_bytes([*high, *low]) % 1000,
        form: *form,
        members: *members,
        retry_after_ms: 1 << (wait % 64),
        date_ms: DATES_MS[usize::from(*day) % DATES_MS.len()],
        lines: texts.split('\n').collect(),
        seed: BuildHasherDefault::<DefaultHasher>::default().hash_one(data),
    };
    for &method in SignatureMethod::ALL {
        end_of_call(method, &case);
    }
}

/// No date, the extremes, the years 1, 2027 and 10000.
const DATES_MS: [Option<i64>; 6] = [
    None,
    Some(i64::MIN),
    Some(-62_135_596_800_000),
    Some(1_800_000_000_000),
    Some(253_402_300_800_000),
    Some(i64::MAX),
];

/// A reply, or a loss, whose secrets are still to be inserted.
struct Case<'a> {
    status: u16,
    form: u8,
    members: u8,
    retry_after_ms: u64,
    date_ms: Option<i64>,
    lines: Vec<&'a str>,
    /// Makes the nonces: a fuzzer learns the signatures that are the same for all inputs, and repeats one before it is made.
    seed: u64,
}

impl Case<'_> {
    fn has(&self, member: u8) -> bool {
        self.members & (1 << member) != 0
    }

    fn exchange(&self, secrets: &Secrets) -> Exchange {
        let line = |number| secrets.insert(self.lines.get(number).copied().unwrap_or_default());
        let member = |bit| self.has(bit).then(|| line(usize::from(bit) + 1));
        let fields = FieldParts {
            request_id: member(1),
            task_id: member(2),
            code: member(3),
            message: member(4),
            recommend: member(5),
            access_denied_detail: self.has(6).then(|| line(5)),
            mentions_error: self.has(7),
            nests_error: self.has(7) && self.has(0),
            task_status: self.has(0).then(|| line(6)),
        };
        let loss = |delivery| {
            let reason = line(0);
            Exchange::Lost(Loss { reason, delivery })
        };
        let body = match self.form % 8 {
            0 => Body::Json(fields.into()),
            1 => Body::Xml(fields.into()),
            2 => Body::Empty,
            3 => Body::Oversized,
            4 => Body::Foreign,
            5 => return loss(Delivery::Unknown),
            6 => return loss(Delivery::NeverSent),
            _ => return loss(Delivery::NoSuchHost),
        };
        Exchange::Reply(Reply {
            status: self.status,
            request_id: member(0),
            retry_after_ms: self.has(6).then_some(self.retry_after_ms),
            date_ms: self.date_ms,
            text: line(0),
            body,
        })
    }
}

/// The secrets of a request, in the forms in which servers and proxies repeat them.
struct Secrets {
    forms: Vec<String>,
}

impl Secrets {
    fn of(request: &HttpRequest) -> Self {
        let carrier = request.header("authorization").or(request.body.as_deref()).unwrap();
        let signature = carrier.rsplit_once("Signature=").unwrap().1.split('&').next().unwrap();
        let signature = signature.replace("%2B", "+").replace("%2F", "/").replace("%3D", "=");
        let mut forms = Vec::new();
        // U+000A stands for a form of the ID, and its forms are all the same: no form is lost to the ends of lines.
        for secret in [SECRET, ID, TOKEN, signature.as_str()] {
            let in_json = secret.replace('\\', r"\\").replace('"', r#"\""#);
            let in_xml = secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            forms.extend([
                secret.into(),
                obviously_encoded(secret),
                obviously_encoded(&obviously_encoded(secret)),
                in_json.replace('/', r"\/"),
                in_json,
                in_xml.replace('"', "&quot;").replace('\'', "&apos;"),
                STANDARD_NO_PAD.encode(secret),
            ]);
        }
        Self { forms }
    }

    /// Puts a form of a secret in the place of each character from U+0001 to U+001C.
    fn insert(&self, text: &str) -> String {
        let form = |c: char| self.forms.get((c as usize).wrapping_sub(1));
        text.chars()
            .map(|c| form(c).cloned().unwrap_or_else(|| c.into()))
            .collect()
    }

    fn are_in(&self, shown: &str) -> bool {
        let escaped = |form: &String| format!("{form:?}").trim_matches('"').to_owned();
        self.forms
            .iter()
            .any(|form| shown.contains(form) || shown.contains(&escaped(form)))
    }
}

fn end_of_call(method: SignatureMethod, case: &Case<'_>) {
    let invocation = Invocation::try_from(StopRtcCloudRecording { task_id: "T" }).unwrap();
    let endpoint = Endpoint::parse("live.aliyuncs.com", PlainHttp::Loopback).unwrap();
    let mut options = CallOptions::default();
    options.verify = Verify::Always;
    options.wait_until_stopped = Duration::from_secs(1).try_into().ok();
    let account = Account::new(Quotas::default());
    let credentials = Credentials::new(ID, SECRET, Some(TOKEN)).unwrap();
    let signer = std::sync::Arc::new(Signer::new(method, credentials));
    let moment = |now_ms: u64, random| Moment {
        wall_ms: 1_800_000_000_000,
        elapsed_ms: now_ms,
        monotonic: Duration::from_millis(now_ms),
        random: u128::from(case.seed) << 64 | random,
    };
    let mut now_ms = 0;
    let mut secrets = Vec::new();
    let mut step = Call::new(invocation, endpoint, options, account).start(moment(now_ms, 0));
    for random in 1..100 {
        step = match step {
            Step::RefreshCredentials(step) => step.signer(signer.clone(), moment(now_ms, random)),
            Step::Send(step) => {
                secrets.push(Secrets::of(step.request()));
                let exchange = case.exchange(secrets.last().unwrap());
                step.end(exchange, moment(now_ms, random))
            }
            Step::Wait(step) => {
                now_ms += step.ms();
                step.over(moment(now_ms, random))
            }
            Step::Done(end) => {
                let shown = format!("{end:?}");
                assert!(!secrets.iter().any(|secrets| secrets.are_in(&shown)), "{shown}");
                return;
            }
        };
    }
    panic!("the call does not end");
}

/// Any parameters: a second implementation, slow and obvious, makes the same canonical query.
pub(crate) fn canonical(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let words: Vec<_> = text.split('\n').collect();
    let pairs: Vec<_> = words.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
    assert_eq!(canonical_query(&pairs), obvious_canonical_query(&pairs));
}

fn obvious_canonical_query(pairs: &[(&str, &str)]) -> String {
    let mut pairs = pairs.to_vec();
    pairs.sort_unstable();
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(name, value)| format!("{}={}", obviously_encoded(name), obviously_encoded(value)))
        .collect();
    pairs.join("&")
}

fn obviously_encoded(text: &str) -> String {
    let byte = |byte: &u8| match char::from(*byte) {
        plain @ ('A'..='Z' | 'a'..='z' | '0'..='9' | '-' | '_' | '.' | '~') => plain.to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.as_bytes().iter().map(byte).collect()
}

/// Any option or parameter: it is refused without being repeated, or it is used as it is.
pub(crate) fn options(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for plain_http in [PlainHttp::Loopback, PlainHttp::Everywhere] {
        if let Ok(endpoint) = Endpoint::parse(&text, plain_http) {
            harmless(&endpoint);
            assert_eq!(Endpoint::parse(&endpoint.to_string(), plain_http), Ok(endpoint));
        }
    }
    for operation in OPERATIONS {
        for network in [Network::Public, Network::Vpc] {
            if let Ok(endpoint) = Endpoint::of_region(&text, network, operation.name) {
                harmless(&endpoint);
                assert!(endpoint.host().ends_with(".aliyuncs.com"));
            }
        }
        if let Ok(invocation) = Invocation::new(operation, &|_| Some(text.clone().into_owned())) {
            assert!(invocation.parameters().all(|(_, value)| value == text));
        }
    }
    let action = Action {
        name: text.clone().into_owned(),
        version: "2016-11-01".into(),
        method: Method::Post,
        effect: apsara_live_core::operation::Effect::ChangesEachTime,
        parameters: vec![(text.clone().into_owned().into(), String::new())],
        in_form: 0,
    };
    if let Ok(invocation) = Invocation::of_action(action) {
        assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        assert_eq!(invocation.action(), text);
    }
    if let Ok(timestamp) = text.parse::<Timestamp>() {
        assert_eq!(timestamp.to_string(), text);
    }
    let _ = SignatureNonce::new(&text);
    let secret = [SECRET, &text].concat();
    match Credentials::new("id", &secret, Some(&secret)) {
        Ok(credentials) => assert_eq!(credentials.access_key_secret(), secret),
        Err(error) => assert!(!error.to_string().contains(SECRET)),
    }
}

/// Nothing in the URL but a scheme and a host.
fn harmless(endpoint: &Endpoint) {
    let url = endpoint.to_string();
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))
        .unwrap();
    assert_eq!(rest, endpoint.host());
    assert!(
        rest.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte)),
        "{url}"
    );
}
