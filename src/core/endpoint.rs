//! Endpoints: the host of a call. Refuses every text that could name another host.
//!
//! The package reads `options.endpoint` in JavaScript, with the URL parser that `fetch` uses, and hands over a scheme and a host:
//! [`Endpoint::of_host`]. Users of the crate have [`Endpoint::parse`], which accepts the same texts.
//!
//! The sources disagree. The endpoint map of the vendor's SDKs sends all of its 58 regions to `live.aliyuncs.com`; the vendor's
//! metadata (`products.json`, 2026-04) names regional hosts for Singapore and Frankfurt; and the page of `StartRtcCloudRecording`
//! (2026-03-20) says that recordings of Singapore and Virginia have hosts of their own. The order here: an explicit
//! endpoint; the hosts on the operation's own pages; the map of the SDKs; the SDKs' rule for regions that are not in the map.

use core::fmt;

use crate::error::{ArgumentError, code};
use crate::text::{concat, decimal, find, number, split, split_once};

/// The host of every region in the SDKs' endpoint map.
pub const GLOBAL_HOST: &str = "live.aliyuncs.com";

/// Default region.
pub const DEFAULT_REGION: &str = "cn-shanghai";

/// The regions of the endpoint map of the vendor's SDKs (aliyun/alibabacloud-typescript-sdk, `live-20161101`).
///
/// One text, with a space between them: 58 pointers would be as large as the names.
pub static MAPPED_REGIONS: &str = "\
    ap-northeast-1 ap-northeast-2-pop ap-south-1 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-5 \
    cn-beijing cn-beijing-finance-1 cn-beijing-finance-pop cn-beijing-gov-1 cn-beijing-nu16-b01 cn-chengdu \
    cn-edge-1 cn-fujian cn-haidian-cm12-c01 cn-hangzhou cn-hangzhou-bj-b01 cn-hangzhou-finance \
    cn-hangzhou-internal-prod-1 cn-hangzhou-internal-test-1 cn-hangzhou-internal-test-2 \
    cn-hangzhou-internal-test-3 cn-hangzhou-test-306 cn-hongkong cn-hongkong-finance-pop cn-huhehaote \
    cn-huhehaote-nebula-1 cn-north-2-gov-1 cn-qingdao cn-qingdao-nebula cn-shanghai cn-shanghai-et15-b01 \
    cn-shanghai-et2-b01 cn-shanghai-finance-1 cn-shanghai-inner cn-shanghai-internal-test-1 cn-shenzhen \
    cn-shenzhen-finance-1 cn-shenzhen-inner cn-shenzhen-st4-d01 cn-shenzhen-su18-b01 cn-wuhan cn-wulanchabu \
    cn-yushanfang cn-zhangbei cn-zhangbei-na61-b01 cn-zhangjiakou cn-zhangjiakou-na62-a01 cn-zhengzhou-nebula-1 \
    eu-central-1 eu-west-1 eu-west-1-oxs me-central-1 me-east-1 rus-west-1-pop us-east-1 us-west-1";

/// Regions of the map whose RTC cloud recordings are not served by [`GLOBAL_HOST`].
///
/// Source: the page of `StartRtcCloudRecording`. The vendor's SDKs send recordings of every region to the global host, where a
/// task of Singapore or Virginia is not found.
const RECORDING_REGIONS: [&str; 2] = ["ap-southeast-1", "us-east-1"];

/// Network of an endpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Network {
    /// The internet.
    #[default]
    Public,
    /// The vendor's private network: `live-vpc.<region>.aliyuncs.com`.
    Vpc,
}

/// Hosts that plain `http` may go to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PlainHttp {
    /// `localhost`, `127.0.0.0/8` and `[::1]`.
    #[default]
    Loopback,
    /// Every host, for tests. The parameters of a call and an STS token can be read on the way.
    Everywhere,
}

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
    /// Checks nothing: for a text of the caller, use [`Endpoint::parse`].
    #[must_use]
    pub const fn of_host(scheme: Scheme, host: String) -> Self {
        Self {
            scheme,
            host,
            of_region: false,
        }
    }

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
        Some(Self::of_host(scheme, host))
    }

    /// Returns the endpoint of a region for an action.
    ///
    /// # Errors
    ///
    /// [`ArgumentError`] if `region` does not have the form of a region ID: lower-case letters and digits, in words joined by `-`.
    pub fn of_region(region: &str, network: Network, action: &str) -> Result<Self, ArgumentError> {
        let well_formed = |word: &&str| {
            !word.is_empty()
                && word
                    .as_bytes()
                    .iter()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        let words = split(region, "-");
        // The area comes first, in letters: `cn`, `ap`, `rus`.
        let area = words
            .first()
            .is_some_and(|word| (2..=3).contains(&word.len()) && word.as_bytes().iter().all(u8::is_ascii_lowercase));
        let place = words
            .get(1)
            .is_some_and(|word| word.as_bytes().first().is_some_and(u8::is_ascii_lowercase));
        if region.len() > 63 || !area || !place || !words.iter().all(well_formed) {
            let expected = "a region ID, such as cn-shanghai or ap-southeast-1";
            return Err(ArgumentError::new(code::INVALID_REGION, "region", expected));
        }
        let own_host = find(action, "RtcCloudRecording").is_some() && RECORDING_REGIONS.contains(&region);
        let host = match network {
            Network::Vpc => concat(&["live-vpc.", region, ".aliyuncs.com"]),
            Network::Public if !own_host && split(MAPPED_REGIONS, " ").contains(&region) => GLOBAL_HOST.into(),
            Network::Public => concat(&["live.", region, ".aliyuncs.com"]),
        };
        Ok(Self {
            scheme: Scheme::Https,
            host,
            of_region: true,
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

fn split_port(authority: &str) -> (&str, Option<&str>) {
    // Behind the bracket: within an IPv6 address colons mean something else.
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
            // Only the loopback address, for local servers: URL parsers rewrite the spelling of others.
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
    use crate::operation::{STOP_LIVE_STREAM_MONITOR, STOP_RTC_CLOUD_RECORDING};

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
        let region = |length: usize| {
            let region = ["cn-", &"x".repeat(length - 3)].concat();
            Endpoint::of_region(&region, Network::Public, STOP_RTC_CLOUD_RECORDING.name).is_ok()
        };
        assert!(region(63) && !region(64));
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

    #[test]
    fn regions() {
        use Network::{Public, Vpc};
        let recording = STOP_RTC_CLOUD_RECORDING.name;
        let monitor = STOP_LIVE_STREAM_MONITOR.name;
        for (region, network, action, host) in [
            ("cn-shanghai", Public, recording, "live.aliyuncs.com"),
            ("ap-southeast-1", Public, recording, "live.ap-southeast-1.aliyuncs.com"),
            ("us-east-1", Public, recording, "live.us-east-1.aliyuncs.com"),
            ("ap-southeast-1", Public, monitor, "live.aliyuncs.com"),
            ("us-west-2", Public, monitor, "live.us-west-2.aliyuncs.com"),
            ("cn-shanghai", Vpc, recording, "live-vpc.cn-shanghai.aliyuncs.com"),
            (
                "us-east-1",
                Public,
                "StartRtcCloudRecording",
                "live.us-east-1.aliyuncs.com",
            ),
            ("us-east-1", Public, "DescribeLiveDomainDetail", "live.aliyuncs.com"),
            ("us-west-2", Vpc, monitor, "live-vpc.us-west-2.aliyuncs.com"),
        ] {
            let endpoint = Endpoint::of_region(region, network, action).unwrap();
            assert_eq!(endpoint.host(), host, "{region}");
            let parsed = Endpoint::parse(endpoint.host(), PlainHttp::Loopback).unwrap();
            assert_eq!(parsed.to_string(), endpoint.to_string());
            assert!(endpoint.is_of_region() && !parsed.is_of_region());
        }
        let long = ["cn-", &"x".repeat(64)].concat();
        for bad in [
            "",
            "cn",
            "toString",
            "CN-shanghai",
            "cn-shanghai.evil.example#",
            "cn-shanghai/",
            "cn_shanghai",
            "-cn",
            "cn-",
            "cn--shanghai",
            "a@b-c",
            "a-b",
            "cnn1-shanghai",
            "asia-southeast1",
            "cn-1",
            "cn-上海",
            long.as_str(),
        ] {
            assert!(Endpoint::of_region(bad, Public, recording).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_map_is_sorted_and_unique() {
        let regions: Vec<_> = MAPPED_REGIONS.split(' ').collect();
        assert_eq!(regions.len(), 58);
        assert!(regions.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
