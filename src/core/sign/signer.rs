//! Signs whole requests: credentials and a prepared key in, [`HttpRequest`] out.

use core::fmt;
use std::borrow::Cow;

use super::encode::{push_encoded, push_hex};
use super::query::canonical_query;
use super::{SigningKey, acs3_hmac_sha256, hmac_sha1};
use crate::credentials::Credentials;
use crate::endpoint::Endpoint;
use crate::error::{ArgumentError, code};
use crate::http::{HttpRequest, Method};
use crate::named::named;
use crate::operation::Invocation;
use crate::text::find;
use crate::timestamp::Timestamp;

named! {
    /// The signature methods of the service.
    #[derive(Default)]
    #[non_exhaustive]
    SignatureMethod {
        /// The current method: signed headers identify the call.
        #[default]
        Acs3HmacSha256 = acs3_hmac_sha256::NAME,
        /// Declared discontinued by the vendor, and still accepted: all parameters are in the form body or in the URL.
        HmacSha1 = hmac_sha1::NAME,
    }
}

/// `SignatureNonce`: a value that is unique among the requests of an AccessKey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureNonce(String);

/// Maximum length of a nonce, in characters.
pub const MAX_NONCE_CHARS: usize = 128;

impl SignatureNonce {
    /// Returns a nonce of 128 random bits, as 32 hex digits.
    #[must_use]
    pub fn from_random(random: u128) -> Self {
        let mut text = String::new();
        push_hex(&mut text, &random.to_be_bytes());
        Self(text)
    }

    /// Validates a nonce of the caller.
    ///
    /// # Errors
    ///
    /// [`ArgumentError`] if it is empty, longer than [`MAX_NONCE_CHARS`], or holds anything but visible ASCII: it travels in a header.
    pub fn new(text: &str) -> Result<Self, ArgumentError> {
        if text.is_empty() || text.len() > MAX_NONCE_CHARS || !text.as_bytes().iter().all(u8::is_ascii_graphic) {
            let expected = "1 to 128 visible ASCII characters";
            return Err(ArgumentError::new(code::INVALID_OPTION, "nonce", expected));
        }
        Ok(Self(text.into()))
    }
}

/// The `content-type` of a form body.
const FORM: &str = "application/x-www-form-urlencoded";

/// Timestamp and nonce of one signed request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The time of the signature, by the service's clock.
    pub timestamp: Timestamp,
    /// The nonce. Never reuse a nonce: a retry is signed afresh.
    pub nonce: SignatureNonce,
}

/// A signed request with the intermediate texts of its signature, to compare with the texts that the service reports.
///
/// The texts contain the security token, if there is one. `Debug` shows none of them.
#[derive(Clone)]
#[non_exhaustive]
pub struct Signed {
    /// The request.
    pub request: HttpRequest,
    /// The canonical request. Empty for HMAC-SHA1, whose string to sign contains everything.
    pub canonical_request: String,
    /// The string to sign.
    pub string_to_sign: String,
    /// The signature.
    pub signature: String,
}

impl fmt::Debug for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signed")
            .field("request", &self.request)
            .finish_non_exhaustive()
    }
}

/// Credentials with their key prepared for a signature method.
///
/// ```
/// use apsara_live_core::operation::{Invocation, StopRtcCloudRecording};
/// use apsara_live_core::sign::{SignatureMethod, SignatureNonce, Signer, Stamp};
/// use apsara_live_core::endpoint::{Endpoint, PlainHttp};
/// use apsara_live_core::Credentials;
///
/// let signer = Signer::new(SignatureMethod::Acs3HmacSha256, Credentials::new("testid", "testsecret", None)?);
/// let stamp = Stamp {
///     timestamp: "2026-01-02T03:04:05Z".parse().unwrap(),
///     nonce: SignatureNonce::from_random(7),
/// };
/// let invocation = Invocation::try_from(StopRtcCloudRecording { task_id: "task/1" })?;
/// let request = signer.sign(&invocation, &Endpoint::parse("live.aliyuncs.com", PlainHttp::Loopback)?, &stamp);
/// assert_eq!(request.url, "https://live.aliyuncs.com/?TaskId=task%2F1");
/// # Ok::<(), apsara_live_core::ArgumentError>(())
/// ```
#[derive(Clone)]
pub struct Signer {
    method: SignatureMethod,
    credentials: Credentials,
    key: SigningKey,
}

impl Signer {
    /// Prepares the key.
    #[must_use]
    pub fn new(method: SignatureMethod, credentials: Credentials) -> Self {
        let key = SigningKey::new(method, credentials.access_key_secret());
        Self {
            method,
            credentials,
            key,
        }
    }

    /// The credentials.
    #[must_use]
    pub const fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// Returns the signed request of a call, with the method of the invocation.
    #[must_use]
    pub fn sign(&self, invocation: &Invocation, endpoint: &Endpoint, stamp: &Stamp) -> HttpRequest {
        self.signed(invocation, endpoint, stamp).request
    }

    /// Returns the signed request of a call with its intermediate texts.
    #[must_use]
    pub fn signed(&self, invocation: &Invocation, endpoint: &Endpoint, stamp: &Stamp) -> Signed {
        match self.method {
            SignatureMethod::Acs3HmacSha256 => self.acs3(invocation, endpoint, stamp),
            SignatureMethod::HmacSha1 => self.form(invocation.method(), invocation, endpoint, stamp),
        }
    }

    /// Returns the call as a pre-signed `GET` URL.
    ///
    /// # Errors
    ///
    /// [`ArgumentError`] if the operation does not take `GET`, or if the signature method is not HMAC-SHA1: ACS3 puts the signature
    /// into a header, which a URL cannot carry.
    pub fn sign_url(
        &self,
        invocation: &Invocation,
        endpoint: &Endpoint,
        stamp: &Stamp,
    ) -> Result<HttpRequest, ArgumentError> {
        // ACS3 puts the signature into a header.
        if !invocation.takes(Method::Get) || self.method != SignatureMethod::HmacSha1 {
            let expected = "POST: only HMAC-SHA1 signs a URL that needs no header, and not every operation takes GET";
            return Err(ArgumentError::new(code::INVALID_METHOD, "method", expected));
        }
        Ok(self.form(Method::Get, invocation, endpoint, stamp).request)
    }

    fn acs3(&self, invocation: &Invocation, endpoint: &Endpoint, stamp: &Stamp) -> Signed {
        let date = stamp.timestamp.to_wire();
        let mut parameters = Vec::new();
        invocation.push_parameters(&mut parameters);
        let (in_query, in_form) = parameters.split_at(invocation.in_query());
        let query = canonical_query(in_query);
        let form = canonical_query(in_form);
        let mut hashed_payload = Cow::Borrowed(acs3_hmac_sha256::EMPTY_PAYLOAD_HASH);
        let mut headers = Vec::with_capacity(10);
        let mut body = None;
        if !form.is_empty() {
            hashed_payload = acs3_hmac_sha256::hashed(form.as_bytes()).into();
            headers.push(("content-type", FORM.into()));
            body = Some(form);
        }
        headers.push(("x-acs-action", invocation.action.clone()));
        headers.push(("x-acs-content-sha256", hashed_payload.clone()));
        headers.push(("x-acs-date", date.into()));
        if let Some(token) = self.credentials.security_token() {
            headers.push(("x-acs-security-token", String::from(token).into()));
        }
        headers.push(("x-acs-signature-nonce", stamp.nonce.0.clone().into()));
        headers.push(("x-acs-version", invocation.version.clone()));
        let canonical = acs3_hmac_sha256::canonical_request_of_call(&acs3_hmac_sha256::Call {
            method: invocation.method().as_str(),
            canonical_query: &query,
            // Signed, but not among the headers: every HTTP client sets `host` from the URL, and fetch accepts no other value.
            host: endpoint.host(),
            headers: &headers,
            hashed_payload: &hashed_payload,
        });
        let string_to_sign = acs3_hmac_sha256::string_to_sign(&canonical.text);
        let signature = self.key.signature(&string_to_sign);
        let authorization =
            acs3_hmac_sha256::authorization(self.credentials.access_key_id(), &canonical.signed_headers, &signature);
        // Without `accept` the gateway may answer in XML: an ACS3 request has no Format parameter.
        headers.push(("accept", "application/json".into()));
        headers.push(("authorization", authorization.into()));
        Signed {
            request: HttpRequest {
                method: invocation.method(),
                url: endpoint.url("/?", &query),
                headers,
                body,
            },
            canonical_request: canonical.text,
            string_to_sign,
            signature,
        }
    }

    /// The signed parameters in the form body of a `POST`, or in the URL of a `GET`.
    ///
    /// A `POST` with the parameters in the URL takes 105 µs less in Node.js, but proxies log URLs, and a security token is a parameter.
    fn form(&self, method: Method, invocation: &Invocation, endpoint: &Endpoint, stamp: &Stamp) -> Signed {
        let (query, string_to_sign, signature) = self.signed_query(method, invocation, stamp);
        let request = match method {
            Method::Get => HttpRequest {
                method,
                url: endpoint.url("/?", &query),
                headers: Vec::new(),
                body: None,
            },
            Method::Post => HttpRequest {
                method,
                url: endpoint.url("/", ""),
                headers: vec![("content-type", FORM.into())],
                body: Some(query),
            },
        };
        Signed {
            request,
            canonical_request: String::new(),
            string_to_sign,
            signature,
        }
    }

    /// Returns the signed text with `Signature` among the sorted names, the string to sign, and the signature.
    fn signed_query(&self, method: Method, invocation: &Invocation, stamp: &Stamp) -> (String, String, String) {
        let timestamp = stamp.timestamp.to_wire();
        let mut parameters = vec![
            ("AccessKeyId", self.credentials.access_key_id()),
            ("Action", invocation.action()),
            // The gateway's default is XML.
            ("Format", "JSON"),
            ("SignatureMethod", hmac_sha1::NAME),
            ("SignatureNonce", &stamp.nonce.0),
            ("SignatureVersion", "1.0"),
            ("Timestamp", &timestamp),
            ("Version", invocation.version()),
        ];
        invocation.push_parameters(&mut parameters);
        if let Some(token) = self.credentials.security_token() {
            parameters.push(("SecurityToken", token));
        }
        let mut query = canonical_query(&parameters);
        let string_to_sign = hmac_sha1::string_to_sign(method.as_str(), &query);
        let signature = self.key.signature(&string_to_sign);
        let mut signature_parameter = String::from("&Signature=");
        push_encoded(&mut signature_parameter, &signature);
        // Values are encoded, so this text can only be the next parameter in order.
        let place = find(&query, "&SignatureMethod=").unwrap_or(query.len());
        query.insert_str(place, &signature_parameter);
        (query, string_to_sign, signature)
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_family = "wasm")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::endpoint::PlainHttp;
    use crate::operation::{Action, Effect, StopLiveStreamMonitor, StopRtcCloudRecording};

    #[test]
    fn signs_urls_where_the_operation_and_the_method_allow_it() {
        let stamp = Stamp {
            timestamp: "2026-01-02T03:04:05Z".parse().unwrap(),
            nonce: SignatureNonce::from_random(1),
        };
        let recording = Invocation::try_from(StopRtcCloudRecording { task_id: "T" }).unwrap();
        let monitor = Invocation::try_from(StopLiveStreamMonitor {
            monitor_id: "M",
            ..StopLiveStreamMonitor::default()
        });
        let monitor = monitor.unwrap();
        let endpoint = Endpoint::parse("live.aliyuncs.com", PlainHttp::Loopback).unwrap();
        let url = |method, invocation: &Invocation| {
            let signer = Signer::new(method, Credentials::new("testid", "testsecret", None).unwrap());
            signer.sign_url(invocation, &endpoint, &stamp)
        };
        for (method, invocation) in [
            (SignatureMethod::HmacSha1, &recording),
            (SignatureMethod::Acs3HmacSha256, &recording),
            (SignatureMethod::Acs3HmacSha256, &monitor),
        ] {
            assert_eq!(url(method, invocation).unwrap_err().code, code::INVALID_METHOD);
        }
        let request = url(SignatureMethod::HmacSha1, &monitor).unwrap();
        assert_eq!(
            (request.method, &request.headers, &request.body),
            (Method::Get, &vec![], &None)
        );
        let query = request.url.strip_prefix("https://live.aliyuncs.com/?").unwrap();
        let (signature, signed): (Vec<_>, Vec<_>) = query.split('&').partition(|pair| pair.starts_with("Signature="));
        let key = SigningKey::new(SignatureMethod::HmacSha1, "testsecret");
        let mut expected = String::from("Signature=");
        let string_to_sign = hmac_sha1::string_to_sign("GET", &signed.join("&"));
        push_encoded(&mut expected, &key.signature(&string_to_sign));
        assert_eq!(signature, [expected]);
    }

    #[test]
    fn a_form_is_the_body_of_acs3_and_of_hmac_sha1() {
        let stamp = Stamp {
            timestamp: "2026-01-02T03:04:05Z".parse().unwrap(),
            nonce: SignatureNonce::from_random(1),
        };
        let invocation = Invocation::of_action(Action {
            name: "SendMessageToGroup".into(),
            version: "2016-11-01".into(),
            method: Method::Post,
            effect: Effect::ChangesEachTime,
            parameters: vec![
                ("SkipAudit".into(), "true".into()),
                ("Data".into(), "a b".into()),
                ("AppId".into(), "1".into()),
            ],
            in_form: 2,
        })
        .unwrap();
        let endpoint = Endpoint::parse("live.aliyuncs.com", PlainHttp::Loopback).unwrap();
        let signed = |method| {
            let signer = Signer::new(method, Credentials::new("testid", "testsecret", None).unwrap());
            signer.signed(&invocation, &endpoint, &stamp)
        };
        let acs3 = signed(SignatureMethod::Acs3HmacSha256);
        assert_eq!(acs3.request.url, "https://live.aliyuncs.com/?SkipAudit=true");
        assert_eq!(acs3.request.body.as_deref(), Some("AppId=1&Data=a%20b"));
        assert_eq!(acs3.request.header("content-type"), Some(FORM));
        let hash = acs3_hmac_sha256::hashed(b"AppId=1&Data=a%20b");
        assert_eq!(acs3.request.header("x-acs-content-sha256"), Some(hash.as_str()));
        assert!(acs3.canonical_request.ends_with(&hash));
        let sha1 = signed(SignatureMethod::HmacSha1).request;
        assert_eq!(sha1.url, "https://live.aliyuncs.com/");
        let body = sha1.body.unwrap();
        assert!(
            body.contains("&AppId=1&Data=a%20b&") && body.contains("&SkipAudit=true&"),
            "{body}"
        );
    }

    #[test]
    fn debug_shows_no_secret_and_no_signature() {
        let stamp = Stamp {
            timestamp: "2026-01-02T03:04:05Z".parse().unwrap(),
            nonce: SignatureNonce::from_random(1),
        };
        let invocation = Invocation::try_from(StopRtcCloudRecording { task_id: "T" }).unwrap();
        let endpoint = Endpoint::parse("live.aliyuncs.com", PlainHttp::Loopback).unwrap();
        for (method, shown) in [
            (SignatureMethod::Acs3HmacSha256, "Signer { method: Acs3HmacSha256, .. }"),
            (SignatureMethod::HmacSha1, "Signer { method: HmacSha1, .. }"),
        ] {
            let credentials = Credentials::new("marker-id", "marker-secret", Some("marker-token")).unwrap();
            let signer = Signer::new(method, credentials);
            assert_eq!(format!("{signer:?}"), shown);
            assert_eq!(format!("{:?}", signer.key), "SigningKey { .. }");
            let request = signer.sign(&invocation, &endpoint, &stamp);
            assert_eq!(format!("{request:?}"), "HttpRequest { method: Post, .. }");
        }
    }
}
