//! Native costs of the core, step by step. wasm32 has no clock, so it is not measured.

#[cfg(target_family = "wasm")]
fn main() {}

#[cfg(not(target_family = "wasm"))]
fn main() {
    let mut criterion = criterion::Criterion::default().configure_from_args();
    steps::sign(&mut criterion);
    steps::canonical_request(&mut criterion);
    steps::reply(&mut criterion);
    criterion.final_summary();
}

#[cfg(not(target_family = "wasm"))]
mod steps {
    use std::hint::black_box;

    use apsara_live_core::classify::classify;
    use apsara_live_core::endpoint::PlainHttp;
    use apsara_live_core::operation::Effect;
    use apsara_live_core::operation::{Invocation, STOP_RTC_CLOUD_RECORDING, StopRtcCloudRecording};
    use apsara_live_core::reply::{Answer, Body, FieldParts};
    use apsara_live_core::sign::{SignatureMethod, SignatureNonce, Signer, Stamp, acs3_hmac_sha256 as acs3};
    use apsara_live_core::{Credentials, Endpoint, Reply, Timestamp};
    use criterion::Criterion;

    const TASK_ID: &str = "5f2b7c1e-8501-4d0c-8ac1-72295a6be0d4";
    const HOST: &str = "live.aliyuncs.com";
    const NOW_MS: i64 = 1_767_323_045_000;

    /// A whole request: operation and id in, signed request out. The clock and the nonce are arguments, and cost nothing here.
    pub(super) fn sign(criterion: &mut Criterion) {
        let endpoint = Endpoint::parse(HOST, PlainHttp::Loopback).unwrap();
        for &method in SignatureMethod::ALL {
            let signer = Signer::new(method, Credentials::new("testid", "testsecret", None).unwrap());
            let mut random = 0;
            criterion.bench_function(&["sign ", method.as_str()].concat(), |bencher| {
                bencher.iter(|| {
                    random += 1;
                    let stamp = Stamp {
                        timestamp: Timestamp::from_unix_ms(black_box(NOW_MS)).unwrap(),
                        nonce: SignatureNonce::from_random(random),
                    };
                    let task_id = black_box(TASK_ID);
                    let invocation = Invocation::try_from(StopRtcCloudRecording { task_id }).unwrap();
                    signer.sign(&invocation, &endpoint, &stamp)
                });
            });
        }
    }

    /// The first stage of ACS3 alone.
    pub(super) fn canonical_request(criterion: &mut Criterion) {
        let headers = [
            ("x-acs-action", "StopRtcCloudRecording"),
            ("x-acs-content-sha256", acs3::EMPTY_PAYLOAD_HASH),
            ("x-acs-date", "2026-01-02T03:04:05Z"),
            ("x-acs-signature-nonce", "442e3d437204e52db2221a58008a05a6"),
            ("x-acs-version", "2016-11-01"),
            ("host", HOST),
        ];
        criterion.bench_function("canonical request", |bencher| {
            bencher.iter(|| {
                acs3::canonical_request(black_box(&acs3::Parts {
                    method: "POST",
                    canonical_uri: "/",
                    query: &[("TaskId", TASK_ID)],
                    headers: &headers,
                    hashed_payload: acs3::EMPTY_PAYLOAD_HASH,
                }))
            });
        });
    }

    /// An error reply, from its facts to its meaning.
    pub(super) fn reply(criterion: &mut Criterion) {
        let fields = FieldParts {
            request_id: Some("16A96B9A-F203-4EC5-8E43-CB92E68F4CD8".into()),
            task_id: None,
            code: Some("NotFound.Task".into()),
            message: Some("no such task".into()),
            recommend: None,
            access_denied_detail: None,
            mentions_error: false,
            nests_error: false,
            task_status: None,
        };
        let reply = Reply {
            status: 400,
            request_id: None,
            retry_after_ms: None,
            date_ms: Some(NOW_MS),
            text: String::new(),
            body: Body::Json(fields.into()),
        };
        criterion.bench_function("classify a reply", |bencher| {
            bencher.iter(|| match black_box(&reply).answer(Effect::Stops) {
                Answer::ServiceError(fields) => classify(Some(&STOP_RTC_CLOUD_RECORDING), reply.status, fields),
                answer => panic!("{answer:?}"),
            });
        });
    }
}
