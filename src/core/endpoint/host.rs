//! Parser of the caller's hosts and URLs. Refuses every text that could name another host.

use super::{Endpoint, Scheme};
use crate::error::{ArgumentError, code};
use crate::text::{concat, decimal, find, number, split, split_once};

/// Hosts that plain `http` may go to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PlainHttp {
    /// `localhost`, `127.0.0.0/8` and `[::1]`.
    #[default]
    Loopback,
    /// Every host, for tests. The parameters of a call and an STS token can be read on the way.
    Everywhere,
}

impl Endpoint {
    /// Parses a host, `live.aliyuncs.com` or `127.0.0.1:8080`, or an `http` or `https` URL without path, query or user information.
    ///
    /// A host without a scheme means `https`, or `http` if it is loopback.
    ///
    /// # Errors
    ///
    /// [`ArgumentError`] for anything else, and for `http` to a host that is not loopback: the parameters of a call, and an STS
    /// token, would be readable on the way.
    pub fn parse(text: &str, plain_http: PlainHttp) -> Result<Self, ArgumentError> {
        let expected =
            "a host, or an https URL of a host, with nothing behind it but a port; http is for loopback hosts only";
        Self::read(text, plain_http).ok_or_else(|| ArgumentError::new(code::INVALID_ENDPOINT, "endpoint", expected))
    }

    fn read(text: &str, plain_http: PlainHttp) -> Option<Self> {
        let lower = text.to_ascii_lowercase();
        let (scheme, authority) = match split_once(&lower, "://") {
            None => (None, lower.as_str()),
            Some((scheme, rest)) => (Some(scheme), rest.strip_suffix('/').unwrap_or(rest)),
        };
        let (name, port) = split_port(authority);
        // No host name contains the characters of the other parts of a URL.
        let host = Host::parse(name)?;
        let scheme = match (scheme, host.loopback) {
            (Some("https"), _) | (None, false) => Scheme::Https,
            (Some("http") | None, true) => Scheme::Http,
            (Some("http"), false) if plain_http == PlainHttp::Everywhere => Scheme::Http,
            _ => return None,
        };
        let default_port = match scheme {
            Scheme::Http => 80,
            Scheme::Https => 443,
        };
        let port = match port.map(number) {
            None => default_port,
            Some(Some(port @ 1..=65_535)) => port,
            Some(_) => return None,
        };
        let host = if port == default_port {
            host.name
        } else {
            concat(&[&host.name, ":", &decimal(port)])
        };
        Self::of_host(scheme, host).ok()
    }
}

fn split_port(authority: &str) -> (&str, Option<&str>) {
    // Searches after the bracket: colons inside an IPv6 address do not start a port.
    let search_from = find(authority, "]").unwrap_or(0);
    match authority.get(search_from..).and_then(|text| split_once(text, ":")) {
        Some((_, port)) => (
            authority.get(..authority.len() - port.len() - 1).unwrap_or_default(),
            Some(port),
        ),
        None => (authority, None),
    }
}

struct Host {
    name: String,
    loopback: bool,
}

impl Host {
    fn parse(name: &str) -> Option<Self> {
        if let Some(inner) = name.strip_prefix('[') {
            // Only the loopback address, for local servers: URL parsers rewrite the spelling of other addresses.
            let loopback = inner == "::1]";
            return loopback.then(|| Self {
                name: name.into(),
                loopback,
            });
        }
        let labels = split(name, ".");
        let label = |label: &&str| {
            let edge = |byte: Option<&u8>| byte.is_some_and(|byte| *byte != b'-');
            let bytes = label.as_bytes();
            bytes.len() <= 63
                && edge(bytes.first())
                && edge(bytes.last())
                && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
        };
        if name.len() > 253 || !labels.iter().all(label) {
            return None;
        }
        let last = *labels.last()?;
        let loopback = if last.as_bytes().first().is_some_and(u8::is_ascii_digit) {
            // URL parsers read "127.1" and "0x7f.1" as addresses, and rewrite them. They keep the plain form.
            is_ipv4(&labels).then_some(name.starts_with("127."))?
        } else {
            name == "localhost"
        };
        Some(Self {
            name: name.into(),
            loopback,
        })
    }
}

/// Whether the labels are four decimal numbers. `core::net` would add all its parsers to the wasm.
fn is_ipv4(labels: &[&str]) -> bool {
    let byte =
        |label: &&str| (*label == "0" || !label.starts_with('0')) && number(label).is_some_and(|number| number < 256);
    labels.len() == 4 && labels.iter().all(byte)
}

#[cfg(test)]
mod tests {
    #[cfg(target_family = "wasm")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn reads_hosts_and_urls() {
        for (text, url) in [
            ("live.aliyuncs.com", "https://live.aliyuncs.com"),
            ("Live.Aliyuncs.Com", "https://live.aliyuncs.com"),
            ("https://live.aliyuncs.com/", "https://live.aliyuncs.com"),
            ("https://live.aliyuncs.com:443", "https://live.aliyuncs.com"),
            ("live.aliyuncs.com:8443", "https://live.aliyuncs.com:8443"),
            ("127.0.0.1:18080", "http://127.0.0.1:18080"),
            ("127.8.9.10", "http://127.8.9.10"),
            ("http://127.0.0.1:80", "http://127.0.0.1"),
            ("https://127.0.0.1:8443/", "https://127.0.0.1:8443"),
            ("localhost:3000", "http://localhost:3000"),
            ("live.localhost", "https://live.localhost"),
            ("[::1]:3000", "http://[::1]:3000"),
            ("https://10.0.0.255", "https://10.0.0.255"),
        ] {
            assert_eq!(
                Endpoint::parse(text, PlainHttp::Loopback).unwrap().to_string(),
                url,
                "{text}"
            );
        }
    }

    #[test]
    fn limits_lengths() {
        let host = |length: usize| {
            let labels = ["x".repeat(63), "x".repeat(63), "x".repeat(63), "x".repeat(length - 192)];
            Endpoint::parse(&labels.join("."), PlainHttp::Loopback).is_ok()
        };
        assert!(host(253) && !host(254));
        let label = |length: usize| Endpoint::parse(&"x".repeat(length), PlainHttp::Loopback).is_ok();
        assert!(label(63) && !label(64));
    }

    #[test]
    fn refuses_what_could_smuggle() {
        for text in [
            "",
            " ",
            "live.aliyuncs.com ",
            "live.aliyuncs.com\n",
            "live.aliyuncs.com/path",
            "live.aliyuncs.com/",
            "https://live.aliyuncs.com/a",
            "https://live.aliyuncs.com//",
            "https://live.aliyuncs.com?a",
            "https://live.aliyuncs.com#a",
            "user@live.aliyuncs.com",
            "https://user:pass@live.aliyuncs.com",
            "live.aliyuncs.com\\@evil.example",
            "evil.example%2f.aliyuncs.com",
            "http://live.aliyuncs.com",
            "http://live.localhost",
            "http://127.0.0.1.evil.example",
            "http://localhost.evil.example",
            "http://0.0.0.0",
            "ftp://live.aliyuncs.com",
            "//live.aliyuncs.com",
            "https://",
            "https:live.aliyuncs.com",
            "live..aliyuncs.com",
            "live.aliyuncs.com.",
            "-live.aliyuncs.com",
            "live.aliyuncs.com:0",
            "live.aliyuncs.com:65536",
            "live.aliyuncs.com:",
            "live.aliyuncs.com:+80",
            "127.1",
            "0x7f.1",
            "0x7f000001",
            "2130706433",
            "0177.0.0.1",
            "::1",
            "[::1",
            "[::ffff:127.0.0.1]",
            "[::1%25lo]",
            "[0:0:0:0:0:0:0:1]",
            "[2001:db8::1]",
            "127.0.0.256",
            "127.0.0.01",
            "127.0.0.1.1",
            "直播.aliyuncs.com",
            "live.aliyuncs.com\u{200b}",
        ] {
            let error = Endpoint::parse(text, PlainHttp::Loopback).expect_err(text);
            assert_eq!(
                (error.code, error.path.as_str()),
                (code::INVALID_ENDPOINT, "endpoint"),
                "{text}"
            );
        }
    }

    #[test]
    fn plain_http_everywhere_is_for_test_hosts() {
        let parse = |text| Endpoint::parse(text, PlainHttp::Everywhere).map(|endpoint| endpoint.to_string());
        assert_eq!(parse("http://emulator:8799").unwrap(), "http://emulator:8799");
        assert_eq!(parse("emulator:8799").unwrap(), "https://emulator:8799");
        assert!(parse("ftp://emulator").is_err());
    }
}
