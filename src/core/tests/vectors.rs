//! The vectors of `vectors/`, natively and on wasm32. A failure names the vector and the stage. An unread vector is a failure.

use apsara_live_core::endpoint::PlainHttp;
use apsara_live_core::operation::{Effect, Invocation, Operation};
use apsara_live_core::reply::{Answer, Body, FieldParts};
use apsara_live_core::sign::{
    SignatureMethod, SignatureNonce, Signer, SigningKey, Stamp, acs3_hmac_sha256 as acs3, hmac_sha1,
    query::canonical_query,
};
use apsara_live_core::{ArgumentError, Credentials, Endpoint, HttpRequest, Reply};
use serde_json::Value;
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const SIGNATURES: &str = include_str!("../../../vectors/signatures.json");
const REPLIES: &str = include_str!("../../../vectors/replies.json");
const REQUESTS: &str = include_str!("../../../vectors/requests.json");

/// A vector: an object whose members are read by name.
#[derive(Clone, Copy)]
struct Vector<'a> {
    name: &'a str,
    value: &'a Value,
}

impl<'a> Vector<'a> {
    fn text(self, member: &str) -> &'a str {
        self.value[member]
            .as_str()
            .unwrap_or_else(|| panic!("{}: no {member}", self.name))
    }

    fn pairs(self, member: &str) -> Vec<(&'a str, &'a str)> {
        let pair = |pair: &'a Value| (pair[0].as_str().unwrap(), pair[1].as_str().unwrap());
        self.value[member].as_array().unwrap().iter().map(pair).collect()
    }

    fn stage(self, stage: &str, computed: &str, expected: &str) {
        assert_eq!(computed, expected, "{}: {stage}", self.name);
    }
}

fn list<'a>(file: &'a Value, member: &str, name: &str) -> Vec<Vector<'a>> {
    let vector = |value: &'a Value| Vector {
        name: value[name].as_str().unwrap(),
        value,
    };
    file[member].as_array().unwrap().iter().map(vector).collect()
}

#[test]
fn signatures() {
    let file: Value = serde_json::from_str(SIGNATURES).unwrap();
    let (mut sha1, mut sha256) = (0, 0);
    for vector in list(&file, "vectors", "id") {
        match vector.text("kind") {
            "v1" => sha1 += check_hmac_sha1(vector),
            "v3" => sha256 += check_acs3(vector),
            kind => panic!("{}: no test reads vectors of kind {kind}", vector.name),
        }
    }
    assert_eq!((sha1, sha256), (47, 43));
}

fn check_hmac_sha1(vector: Vector<'_>) -> usize {
    let query = canonical_query(&vector.pairs("params"));
    vector.stage("canonicalized query", &query, vector.text("canonicalized_query"));
    let string_to_sign = hmac_sha1::string_to_sign(vector.text("method"), &query);
    vector.stage("string to sign", &string_to_sign, vector.text("string_to_sign"));
    let key = SigningKey::new(SignatureMethod::HmacSha1, vector.text("secret"));
    vector.stage("signature", &key.signature(&string_to_sign), vector.text("signature"));
    1
}

fn check_acs3(vector: Vector<'_>) -> usize {
    let explicit = vector.value["explicit_payload_hash"].as_str();
    let payload = decode_base64(vector.text("body_b64"));
    let hashed_payload = explicit.map_or_else(|| acs3::hashed(&payload), Into::into);
    vector.stage("hashed payload", &hashed_payload, vector.text("hashed_payload"));
    let mut headers = vector.pairs("headers");
    // The signer of the vectors adds this header, unless the vector gives the hash.
    if explicit.is_none()
        && !headers
            .iter()
            .any(|(name, _)| name.eq_ignore_ascii_case("x-acs-content-sha256"))
    {
        headers.push(("x-acs-content-sha256", &hashed_payload));
    }
    let canonical = acs3::canonical_request(&acs3::Parts {
        method: vector.text("method"),
        canonical_uri: vector.text("path"),
        query: &vector.pairs("query"),
        headers: &headers,
        hashed_payload: &hashed_payload,
    });
    vector.stage("canonical request", &canonical.text, vector.text("canonical_request"));
    vector.stage(
        "signed headers",
        &canonical.signed_headers,
        vector.text("signed_headers"),
    );
    let hashed_request = acs3::hashed(canonical.text.as_bytes());
    vector.stage(
        "hashed canonical request",
        &hashed_request,
        vector.text("hashed_canonical_request"),
    );
    let string_to_sign = acs3::string_to_sign(&canonical.text);
    vector.stage("string to sign", &string_to_sign, vector.text("string_to_sign"));
    let signature = SigningKey::new(SignatureMethod::Acs3HmacSha256, vector.text("secret")).signature(&string_to_sign);
    vector.stage("signature", &signature, vector.text("signature"));
    let authorization = acs3::authorization(vector.text("access_key_id"), &canonical.signed_headers, &signature);
    vector.stage("authorization", &authorization, vector.text("authorization"));
    1
}

fn decode_base64(text: &str) -> Vec<u8> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.decode(text).unwrap()
}

#[test]
fn what_has_no_utf8_form() {
    let file: Value = serde_json::from_str(SIGNATURES).unwrap();
    let rejected = file["reject"].as_array().unwrap();
    for vector in rejected {
        let hex = vector["value_utf16_hex"].as_str().unwrap();
        let units: Vec<_> = (0..hex.len())
            .step_by(4)
            .map(|at| u16::from_str_radix(&hex[at..at + 4], 16).unwrap())
            .collect();
        // Not valid in a `&str`: the bindings refuse such text.
        assert!(String::from_utf16(&units).is_err(), "{hex}");
    }
    assert_eq!(rejected.len(), 5);
}

#[test]
fn requests() {
    let file: Value = serde_json::from_str(REQUESTS).unwrap();
    let cases = list(&file, "cases", "name");
    for case in &cases {
        let expected = Vector {
            name: case.name,
            value: &case.value["expected"],
        };
        if has_hidden_characters(*case) {
            check_encoding(*case, expected);
            continue;
        }
        match signature_method(*case) {
            SignatureMethod::Acs3HmacSha256 => check_acs3_request(*case, expected),
            SignatureMethod::HmacSha1 => check_form_request(*case, expected),
            method => panic!("no vectors of {method}"),
        }
    }
    assert_eq!(cases.len(), 60);
}

fn signature_method(case: Vector<'_>) -> SignatureMethod {
    let name = case.text("signatureMethod");
    let known = SignatureMethod::ALL
        .iter()
        .copied()
        .find(|method| method.as_str() == name);
    known.unwrap_or_else(|| panic!("{}: no test reads requests of {name}", case.name))
}

/// Whether the core refuses a parameter of the case: no ID has these characters.
fn has_hidden_characters(case: Vector<'_>) -> bool {
    match invocation(case) {
        Ok(_) => false,
        Err(error) => {
            assert!(
                error.expected.contains("invisible characters"),
                "{}: {error}",
                case.name
            );
            true
        }
    }
}

/// The parameters of a case that is not signed are still encoded as in the signature.
fn check_encoding(case: Vector<'_>, expected: Vector<'_>) {
    let stage = match signature_method(case) {
        SignatureMethod::HmacSha1 => "canonicalizedQuery",
        _ => "query",
    };
    for parameter in Operation::named(case.text("operation")).unwrap().parameters {
        if let Some(value) = case.value["params"][&parameter.key()].as_str() {
            let encoded = canonical_query(&[(parameter.name, value)]);
            let found = expected.text(stage).split('&').any(|pair| pair == encoded);
            assert!(found, "{}: {encoded}", case.name);
        }
    }
}

fn invocation(case: Vector<'_>) -> Result<Invocation, ArgumentError> {
    let operation = Operation::named(case.text("operation")).unwrap();
    Invocation::new(operation, &|parameter| {
        case.value["params"][&parameter.key()].as_str().map(String::from)
    })
}

fn sign(case: Vector<'_>) -> HttpRequest {
    let credentials = &case.value["credentials"];
    let credentials = Credentials::new(
        credentials["accessKeyId"].as_str().unwrap(),
        credentials["accessKeySecret"].as_str().unwrap(),
        credentials["securityToken"].as_str(),
    );
    let operation = Operation::named(case.text("operation")).unwrap();
    let params = case.value["params"].as_object().unwrap();
    for name in params.keys() {
        assert!(
            operation.parameters.iter().any(|p| p.key() == *name),
            "{}: no test reads {name}",
            case.name
        );
    }
    let stamp = Stamp {
        timestamp: case.text("date").parse().unwrap(),
        nonce: SignatureNonce::new(case.text("nonce")).unwrap(),
    };
    Signer::new(signature_method(case), credentials.unwrap()).sign(
        &invocation(case).unwrap(),
        &Endpoint::parse(case.text("host"), PlainHttp::Loopback).unwrap(),
        &stamp,
    )
}

fn check_acs3_request(case: Vector<'_>, expected: Vector<'_>) {
    let request = sign(case);
    let (origin, query) = request.url.split_once("/?").unwrap();
    case.stage("host", origin.split_once("://").unwrap().1, case.text("host"));
    case.stage("query", query, expected.text("query"));
    case.stage(
        "body",
        request.body.as_deref().unwrap_or_default(),
        expected.text("body"),
    );

    // The request's own headers, canonicalised again: the first stage with a difference fails.
    let mut headers: Vec<_> = request
        .headers
        .iter()
        .map(|(name, value)| (*name, value.as_ref()))
        .collect();
    headers.push(("host", case.text("host")));
    let params: Vec<_> = query.split('&').map(|pair| pair.split_once('=').unwrap()).collect();
    let decoded: Vec<_> = params.iter().map(|(name, value)| (*name, decode(value))).collect();
    let canonical = acs3::canonical_request(&acs3::Parts {
        method: request.method.as_str(),
        canonical_uri: "/",
        query: &decoded
            .iter()
            .map(|(name, value)| (*name, value.as_ref()))
            .collect::<Vec<_>>(),
        headers: &headers,
        hashed_payload: acs3::EMPTY_PAYLOAD_HASH,
    });
    case.stage("canonical request", &canonical.text, expected.text("canonicalRequest"));
    case.stage(
        "string to sign",
        &acs3::string_to_sign(&canonical.text),
        expected.text("stringToSign"),
    );
    case.stage(
        "authorization",
        request.header("authorization").unwrap(),
        expected.text("authorization"),
    );
    case.stage("method", request.method.as_str(), expected.text("method"));
}

fn check_form_request(case: Vector<'_>, expected: Vector<'_>) {
    let request = sign(case);
    case.stage(
        "content type",
        request.header("content-type").unwrap(),
        expected.text("contentType"),
    );
    let body = request.body.as_deref().unwrap();
    let signed: Vec<_> = body.split('&').filter(|pair| !pair.starts_with("Signature=")).collect();
    case.stage(
        "canonicalized query",
        &signed.join("&"),
        expected.text("canonicalizedQuery"),
    );
    let string_to_sign = hmac_sha1::string_to_sign(request.method.as_str(), &signed.join("&"));
    case.stage("string to sign", &string_to_sign, expected.text("stringToSign"));
    let form: Vec<_> = body.split('&').map(|pair| pair.split_once('=').unwrap()).collect();
    let form: Vec<_> = form.iter().map(|(name, value)| (*name, decode(value))).collect();
    let signature = &form.iter().find(|(name, _)| *name == "Signature").unwrap().1;
    case.stage("signature", signature, expected.text("signature"));
    let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_ref())).collect();
    assert_eq!(form, expected.pairs("form"), "{}: form", case.name);
    case.stage("method", request.method.as_str(), expected.text("method"));
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            let digits = [rest.next().unwrap(), rest.next().unwrap()];
            u8::from_str_radix(core::str::from_utf8(&digits).unwrap(), 16).unwrap()
        } else {
            byte
        });
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn replies() {
    let file: Value = serde_json::from_str(REPLIES).unwrap();
    let cases = list(&file, "cases", "name");
    for case in &cases {
        let body = match case.text("kind") {
            "json" => Body::Json(fields(*case).into()),
            "xml" => Body::Xml(fields(*case).into()),
            "empty" => Body::Empty,
            "foreign" => Body::Foreign,
            kind => panic!("{}: no body is {kind}", case.name),
        };
        #[cfg(feature = "json")]
        assert_eq!(read(case.text("body")), body, "{}", case.name);
        let reply = Reply::new(200, body);
        let answer = match reply.answer(Effect::Stops) {
            Answer::Success(_) => "success",
            Answer::ServiceError(_) => "error",
            Answer::Unreadable(code) => code,
        };
        case.stage("answer to a stop, with 200", answer, case.text("stopWith200"));
    }
    assert_eq!(cases.len(), 91);
}

#[cfg(feature = "json")]
fn read(body: &str) -> Body {
    let expected = apsara_live_core::reply::read::Expected {
        max_body_bytes: apsara_live_core::http::MAX_BODY_BYTES,
        task: None,
        wall_ms: 0,
    };
    match Reply::read(200, [("content-type", "text/plain")], body.as_bytes(), expected).body {
        // Without the whole body.
        Body::Json(fields) => Body::Json(fields.into_parts().into()),
        body => body,
    }
}

fn fields(case: Vector<'_>) -> FieldParts {
    let members = &case.value["fields"];
    let text = |name: &str| members[name].as_str().map(String::from);
    FieldParts {
        request_id: text("requestId"),
        task_id: text("taskId"),
        code: text("code"),
        message: text("message"),
        recommend: text("recommend"),
        access_denied_detail: text("accessDeniedDetail"),
        mentions_error: members["mentionsError"].as_bool().unwrap(),
        nests_error: members["nestsError"].as_bool().unwrap(),
        task_status: None,
    }
}

#[cfg(not(target_family = "wasm"))]
#[test]
fn no_file_is_left_unread() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../vectors");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    files.sort_unstable();
    // The tests of the package read the recordings.
    assert_eq!(
        files,
        [
            "README.md",
            "recordings",
            "replies.json",
            "requests.json",
            "signatures.json"
        ]
    );
}
