//! HTTP requests as plain data.

use core::fmt;
use std::borrow::Cow;

use crate::named::named;

named! {
    /// The HTTP methods that the service takes.
    Method {
        /// `GET`.
        Get = "GET",
        /// `POST`.
        Post = "POST",
    }
}

/// A signed request. Send it with any HTTP client that keeps the URL, the headers and the body, and sets `Host` from the URL.
///
/// It carries a signature, and maybe a security token. `Debug` shows neither.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HttpRequest {
    /// The method.
    pub method: Method,
    /// The whole URL, query included.
    pub url: String,
    /// Lower-case names and values, without `host`.
    pub headers: Vec<(&'static str, Cow<'static, str>)>,
    /// The body, if there is one.
    pub body: Option<String>,
}

impl HttpRequest {
    /// Returns the value of a header, by its lower-case name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(n, _)| *n == name)
            .map(|(_, value)| value.as_ref())
    }
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpRequest")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

/// Maximum length of the body of any other response, in bytes: of an operation that describes tasks, or of an action by its name.
pub const MAX_LONG_BODY_BYTES: usize = 8 << 20;

/// Maximum number of JSON values in the body of a response. To parse more takes longer than a call may exceed its time.
pub const MAX_REPLY_VALUES: usize = 1 << 17;

/// Length from which a text of a response or of a runtime counts as cut, in bytes. A driver may cut a text at this number of
/// characters. The core quotes from the part before, and draws no conclusion from the rest.
pub const MAX_QUOTED_BYTES: usize = 16_384;

/// Maximum length of the body of a response to a stop, in bytes. The longest documented response is far below 4 KiB.
pub const MAX_BODY_BYTES: usize = 65_536;

/// The request for a client that is built on the crate `http`.
///
/// `Debug` of the result masks the headers that hold secrets, but not the URL or the body, in which HMAC-SHA1 has its signature.
#[cfg(feature = "http")]
impl TryFrom<&HttpRequest> for ::http::Request<String> {
    type Error = ::http::Error;

    fn try_from(request: &HttpRequest) -> Result<Self, ::http::Error> {
        let mut built = ::http::Request::builder()
            .method(request.method.as_str())
            .uri(&request.url);
        for (name, value) in &request.headers {
            let mut value = ::http::HeaderValue::from_str(value)?;
            value.set_sensitive(matches!(*name, "authorization" | "x-acs-security-token"));
            built = built.header(*name, value);
        }
        built.body(request.body.clone().unwrap_or_default())
    }
}

#[cfg(all(test, feature = "http"))]
mod tests {
    #[cfg(target_family = "wasm")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn becomes_a_request_of_the_crate_http() {
        let mut request = HttpRequest {
            method: Method::Post,
            url: "https://live.aliyuncs.com/?TaskId=t".into(),
            headers: vec![("x-acs-version", "2016-11-01".into()), ("authorization", "A".into())],
            body: None,
        };
        let built = ::http::Request::<String>::try_from(&request).unwrap();
        assert_eq!(
            (built.method(), built.uri().to_string()),
            (&::http::Method::POST, request.url.clone())
        );
        let headers = built.headers();
        assert_eq!(
            (headers["x-acs-version"].as_bytes(), headers.len()),
            (&b"2016-11-01"[..], 2)
        );
        assert!(headers["authorization"].is_sensitive() && !headers["x-acs-version"].is_sensitive());
        assert_eq!(built.body(), "");
        request.body = Some("Action=x".into());
        assert_eq!(
            ::http::Request::<String>::try_from(&request).unwrap().body(),
            "Action=x"
        );
        request.headers.push(("x", "\n".into()));
        assert!(::http::Request::<String>::try_from(&request).is_err());
    }
}
