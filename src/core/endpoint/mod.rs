//! Endpoints: the host of a call. Refuses every text that could name another host.
//!
//! The package reads `options.endpoint` in JavaScript, with the URL parser that `fetch` uses, and hands over a scheme and a host:
//! [`Endpoint::of_host`]. Users of the crate have [`Endpoint::parse`], which accepts the same texts.

mod host;
mod region;

use core::fmt;

pub use host::PlainHttp;
pub use region::{DEFAULT_REGION, GLOBAL_HOST, MAPPED_REGIONS, Network};

use crate::error::{ArgumentError, code};
use crate::text::concat;

/// Scheme of an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// `http`.
    Http,
    /// `https`.
    Https,
}

/// A scheme and a host, in the form that URL parsers keep: a parser that changed it would break the signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    scheme: Scheme,
    host: String,
    of_region: bool,
}

impl Endpoint {
    /// Returns the endpoint of a host that a URL parser has accepted and has not changed, with a port unless it is the scheme's default.
    ///
    /// For a text of the caller, use [`Endpoint::parse`], which checks more.
    ///
    /// # Errors
    ///
    /// [`ArgumentError`] if the text is empty or has a character that no host has.
    pub fn of_host(scheme: Scheme, host: String) -> Result<Self, ArgumentError> {
        // The forbidden host code points of the URL Standard, without the code points of a port and of an IPv6 address.
        let allowed = |byte: &u8| {
            let delimits = matches!(
                byte,
                b'/' | b'?' | b'#' | b'@' | b'\\' | b'%' | b'<' | b'>' | b'^' | b'|'
            );
            byte.is_ascii_graphic() && !delimits
        };
        if host.is_empty() || !host.as_bytes().iter().all(allowed) {
            let expected = "a host, with a port unless it is the scheme's default";
            return Err(ArgumentError::new(code::INVALID_ENDPOINT, "endpoint", expected));
        }
        Ok(Self {
            scheme,
            host,
            of_region: false,
        })
    }

    /// Whether the host was derived from a region.
    pub(crate) const fn is_of_region(&self) -> bool {
        self.of_region
    }

    /// Returns the `Host` header: the host, with a port unless it is the scheme's default.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Returns the URL of the endpoint with a path and a query.
    pub(crate) fn url(&self, path: &str, query: &str) -> String {
        let scheme = match self.scheme {
            Scheme::Http => "http://",
            Scheme::Https => "https://",
        };
        concat(&[scheme, &self.host, path, query])
    }
}

/// The URL of the endpoint, without a slash at the end.
impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.url("", ""))
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_family = "wasm")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn a_host_holds_nothing_else() {
        let of_host = |host: &str| Endpoint::of_host(Scheme::Https, host.into()).map(|endpoint| endpoint.to_string());
        assert_eq!(of_host("[::1]:8443").as_deref(), Ok("https://[::1]:8443"));
        for host in [
            "",
            "a/b",
            "a?b",
            "a#b",
            "u@a",
            "a\r\nb",
            "a b",
            "a\\b",
            "\u{3002}a",
            "a%2f",
        ] {
            assert_eq!(of_host(host).unwrap_err().code, code::INVALID_ENDPOINT, "{host}");
        }
    }
}
