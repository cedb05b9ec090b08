//! Hosts of the regions.
//!
//! The sources disagree. The endpoint map of the vendor's SDKs sends all of its 58 regions to `live.aliyuncs.com`; the vendor's
//! metadata (`products.json`, 2026-04) names regional hosts for Singapore and Frankfurt; and the page of `StartRtcCloudRecording`
//! (2026-03-20) says that recordings of Singapore and Virginia have hosts of their own. The order here: an explicit
//! endpoint; the hosts on the operation's own pages; the map of the SDKs; the SDKs' rule for regions that are not in the map.

use super::{Endpoint, Scheme};
use crate::error::{ArgumentError, code};
use crate::named::named;
use crate::text::{concat, find, split};
use crate::visible::{self, is_beyond_ascii};

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

named! {
    /// Network of an endpoint.
    #[derive(Default)]
    #[non_exhaustive]
    Network {
        /// The internet.
        #[default]
        Public = "public",
        /// The vendor's private network: `live-vpc.<region>.aliyuncs.com`.
        Vpc = "vpc",
    }
}

impl Endpoint {
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
            let expected = visible::expected(expected, region, is_beyond_ascii);
            return Err(ArgumentError::new(code::INVALID_REGION, "region", &expected));
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
}

#[cfg(test)]
mod tests {
    #[cfg(target_family = "wasm")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::endpoint::PlainHttp;
    use crate::operation::{STOP_LIVE_STREAM_MONITOR, STOP_RTC_CLOUD_RECORDING};

    #[test]
    fn limits_the_length_of_a_region() {
        let region = |length: usize| {
            let region = ["cn-", &"x".repeat(length - 3)].concat();
            Endpoint::of_region(&region, Network::Public, STOP_RTC_CLOUD_RECORDING.name).is_ok()
        };
        assert!(region(63) && !region(64));
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
