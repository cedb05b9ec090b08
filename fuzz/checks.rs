//! What must hold for every input: called by the fuzz targets, and by the core's tests with the cases that were found.
#![allow(dead_code, reason = "each target calls one of them")]

use apsara_live_core::call::{Call, Clock, Input, Moment, Step};
use apsara_live_core::endpoint::Network;
use apsara_live_core::operation::{Invocation, OPERATIONS, StopRtcCloudRecording};
use apsara_live_core::policy::CallOptions;
use apsara_live_core::response::{MAX_EXCERPT_CHARS, excerpt};
use apsara_live_core::sign::encode::canonical_query;
use apsara_live_core::sign::{SignatureMethod, SignatureNonce, Signer};
use apsara_live_core::{Credentials, Endpoint, HttpResponse, Timestamp};

const SECRET: &str = "marker-secret";
const TOKEN: &str = "marker-token";

/// Any reply: a call comes to an end, and its end shows no secret.
///
/// The first two bytes choose the status, the third the header; the rest is the body.
pub(crate) fn reply(data: &[u8]) {
    let [high, low, header, body @ ..] = data else { return };
    let value = String::from_utf8_lossy(&body[..body.len().min(40)]).into_owned();
    let names = ["x-acs-request-id", "x-acs-retry-after", "retry-after", "date"];
    let response = HttpResponse {
        status: u16::from_be_bytes([*high, *low]) % 1000,
        headers: names
            .get(usize::from(*header))
            .map(|name| ((*name).into(), value))
            .into_iter()
            .collect(),
        body: body.to_vec(),
    };
    assert!(excerpt(&String::from_utf8_lossy(body)).chars().count() <= MAX_EXCERPT_CHARS);
    for method in SignatureMethod::ALL {
        end_of_call(method, &response);
    }
}

fn end_of_call(method: SignatureMethod, response: &HttpResponse) {
    let invocation = Invocation::try_from(StopRtcCloudRecording { task_id: "T" }).unwrap();
    let mut call = Call::new(
        invocation,
        Endpoint::parse("live.aliyuncs.com", PlainHttp::Loopback).unwrap(),
        CallOptions::default(),
    );
    let credentials = Credentials::new("marker-id", SECRET, Some(TOKEN)).unwrap();
    let signer = std::sync::Arc::new(Signer::new(method, credentials));
    let (mut clock, mut now_ms, mut input) = (Clock::default(), 0, Input::Begin);
    for random in 0..100 {
        let moment = Moment {
            wall_ms: 1_800_000_000_000,
            elapsed_ms: now_ms,
            random,
        };
        input = match call.advance(input, moment, &mut clock) {
            Step::RefreshCredentials { .. } => Input::Signer(signer.clone()),
            Step::Send { .. } => Input::Response(response.read(moment.wall_ms)),
            Step::Wait(ms) => {
                now_ms += ms;
                Input::Waited
            }
            Step::Done(result) => {
                let shown = format!("{result:?}");
                assert!(!shown.contains(SECRET) && !shown.contains(TOKEN), "{shown}");
                return;
            }
        };
    }
    panic!("the call does not end");
}

/// Any parameters: the canonical query is that of a slow and obvious second implementation.
pub(crate) fn canonical(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let words: Vec<_> = text.split('\n').collect();
    let pairs: Vec<_> = words.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
    assert_eq!(canonical_query(&pairs), obvious_canonical_query(&pairs));
}

fn obvious_canonical_query(pairs: &[(&str, &str)]) -> String {
    let encode = |text: &str| {
        let byte = |byte: &u8| match char::from(*byte) {
            plain @ ('A'..='Z' | 'a'..='z' | '0'..='9' | '-' | '_' | '.' | '~') => plain.to_string(),
            _ => format!("%{byte:02X}"),
        };
        text.as_bytes().iter().map(byte).collect::<String>()
    };
    let mut pairs = pairs.to_vec();
    pairs.sort_unstable();
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    pairs.join("&")
}

/// Any option or parameter: it is refused without being repeated, or it is used as it is.
pub(crate) fn options(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Ok(endpoint) = Endpoint::parse(&text, PlainHttp::Loopback) {
        harmless(&endpoint);
        assert_eq!(
            Endpoint::parse(&endpoint.to_string(), PlainHttp::Loopback),
            Ok(endpoint)
        );
    }
    for operation in OPERATIONS {
        for network in [Network::Public, Network::Vpc] {
            if let Ok(endpoint) = Endpoint::of_region(&text, network, operation) {
                harmless(&endpoint);
                assert!(endpoint.host().ends_with(".aliyuncs.com"));
            }
        }
        let values = operation.parameters.iter().map(|_| Some(text.clone().into_owned()));
        if let Ok(invocation) = Invocation::new(operation, values) {
            assert!(invocation.parameters().all(|(_, value)| value == text));
        }
    }
    if let Ok(timestamp) = text.parse::<Timestamp>() {
        assert_eq!(timestamp.to_string(), text);
    }
    let _ = Timestamp::from_http_date(&text);
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
