//! `DescribeLiveStreamMonitorList`: the stream monitors of an account and their states.

use super::reference::{MemberDoc, MemberType, ParameterDoc, Reference, ResultDoc};
use super::{
    DESCRIBE_LIVE_STREAM_MONITOR_LIST, Effect, Invocation, StateQuestion, TaskState, ValueType, shared_errors,
};
use crate::error::ArgumentError;
use crate::http::Method;

/// Describes one stream monitor, or all of them in pages.
///
/// Source: <https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-describelivestreammonitorlist>
/// (2026-01-13); `OwnerId` is in the vendor's SDK models only. The errors are shared by the pages of its sibling operations.
pub(super) const REFERENCE: Reference = Reference {
    name: "DescribeLiveStreamMonitorList",
    summary: "Describes one stream monitor, or all of them in pages.",
    noun: None,
    chinese_page: Some("api-query-the-list-of-surveillance-rooms"),
    effect: Effect::Reads,
    state_question: None,
    parameters: &[
        ParameterDoc {
            name: "MonitorId",
            required: false,
            value: ValueType::Text,
            description: "the ID that `CreateLiveStreamMonitor` returned. Without it, all monitors are described.",
        },
        ParameterDoc {
            name: "OrderRule",
            required: false,
            value: ValueType::Integer64,
            description: "the order by the time of the start: 0 (by state), 1 (latest first) or 2 (earliest first).",
        },
        ParameterDoc {
            name: "OwnerId",
            required: false,
            value: ValueType::Integer64,
            description: "the numeric ID of the account that owns the monitor.",
        },
        ParameterDoc {
            name: "PageNum",
            required: false,
            value: ValueType::Integer64,
            description: "the number of the page, from 1.",
        },
        ParameterDoc {
            name: "PageSize",
            required: false,
            value: ValueType::Integer64,
            description: "the number of monitors on a page.",
        },
        ParameterDoc {
            name: "RegionId",
            required: false,
            value: ValueType::Text,
            description: "the region of the monitor. An ordinary parameter: it does not choose the endpoint.",
        },
        ParameterDoc {
            name: "Status",
            required: false,
            value: ValueType::Integer64,
            description: "the state of the monitors: 1 (running) or 0 (not running).",
        },
    ],
    reply_repeats: None,
    result: Some(ResultDoc {
        member: None,
        members: &[
            MemberDoc {
                name: "Total",
                value: MemberType::Integer,
                description: "the number of monitors on all pages.",
            },
            MemberDoc {
                name: "LiveStreamMonitorList",
                value: MemberType::Objects(&[
                    MemberDoc {
                        name: "MonitorId",
                        value: MemberType::Text,
                        description: "the ID of the monitor.",
                    },
                    MemberDoc {
                        name: "MonitorName",
                        value: MemberType::Text,
                        description: "the name of the monitor.",
                    },
                    MemberDoc {
                        name: "Status",
                        value: MemberType::Numbers(&[(1, "RUNNING"), (0, "STOPPED")]),
                        description: "the state: 1 (running) or 0 (not running).",
                    },
                    MemberDoc {
                        name: "Region",
                        value: MemberType::Text,
                        description: "the region.",
                    },
                    MemberDoc {
                        name: "Domain",
                        value: MemberType::Text,
                        description: "the domain of the output.",
                    },
                    MemberDoc {
                        name: "StartTime",
                        value: MemberType::Text,
                        description: "the last start, in ISO 8601.",
                    },
                    MemberDoc {
                        name: "StopTime",
                        value: MemberType::Text,
                        description: "the last stop, in ISO 8601.",
                    },
                    MemberDoc {
                        name: "OutputTemplate",
                        value: MemberType::Text,
                        description: "the template of the output.",
                    },
                    MemberDoc {
                        name: "OutputUrls",
                        value: MemberType::Object(&[
                            MemberDoc {
                                name: "FlvUrl",
                                value: MemberType::Text,
                                description: "the URL of the FLV output.",
                            },
                            MemberDoc {
                                name: "RtmpUrl",
                                value: MemberType::Text,
                                description: "the URL of the RTMP output.",
                            },
                        ]),
                        description: "the URLs of the output.",
                    },
                    MemberDoc {
                        name: "InputList",
                        value: MemberType::Objects(&[
                            MemberDoc {
                                name: "Index",
                                value: MemberType::Integer,
                                description: "the number of the input.",
                            },
                            MemberDoc {
                                name: "InputUrl",
                                value: MemberType::Text,
                                description: "the URL of the input.",
                            },
                            MemberDoc {
                                name: "StreamName",
                                value: MemberType::Text,
                                description: "the name of the stream.",
                            },
                        ]),
                        description: "the inputs. The service may return more members of each.",
                    },
                    MemberDoc {
                        name: "MonitorConfig",
                        value: MemberType::Text,
                        description: "the thresholds of the alerts, as JSON text.",
                    },
                    MemberDoc {
                        name: "CallbackUrl",
                        value: MemberType::Text,
                        description: "the URL that is told of alerts.",
                    },
                    MemberDoc {
                        name: "DingTalkWebHookUrl",
                        value: MemberType::Text,
                        description: "the DingTalk robot that is told of alerts.",
                    },
                    MemberDoc {
                        name: "AudioFrom",
                        value: MemberType::Integer,
                        description: "the input that the sound comes from.",
                    },
                ]),
                description: "the monitors of this page.",
            },
        ],
    }),
    errors: &[
        shared_errors::MALFORMED_USER_ID,
        shared_errors::ILLEGAL_OPERATION,
        shared_errors::INTERNAL_ERROR,
    ],
    quota: 15,
    methods: &[Method::Get, Method::Post],
};

/// The question for the state of a monitor.
pub(super) static MONITOR_STATE: StateQuestion = StateQuestion {
    operation: &DESCRIBE_LIVE_STREAM_MONITOR_LIST,
    member: "LiveStreamMonitorList",
    id: "MonitorId",
    status: "Status",
    states: &[("1", TaskState::Running), ("0", TaskState::Stopped)],
};

/// The parameters of [`DESCRIBE_LIVE_STREAM_MONITOR_LIST`].
///
/// ```
/// use apsara_live_core::operation::{DescribeLiveStreamMonitorList, Invocation};
///
/// let running = DescribeLiveStreamMonitorList { status: Some(1), page_num: Some(2), ..Default::default() };
/// let invocation = Invocation::try_from(running)?;
/// assert!(invocation.parameters().eq([("PageNum", "2"), ("Status", "1")]));
/// # Ok::<(), apsara_live_core::ArgumentError>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct DescribeLiveStreamMonitorList<'a> {
    /// `MonitorId`: the ID that `CreateLiveStreamMonitor` returned. Without it, all monitors are described.
    pub monitor_id: Option<&'a str>,
    /// `OrderRule`: the order by the time of the start: 0 (by state), 1 (latest first) or 2 (earliest first).
    pub order_rule: Option<u64>,
    /// `OwnerId`: the numeric ID of the account that owns the monitor.
    pub owner_id: Option<u64>,
    /// `PageNum`: the number of the page, from 1.
    pub page_num: Option<u64>,
    /// `PageSize`: the number of monitors on a page.
    pub page_size: Option<u64>,
    /// `RegionId`: the region of the monitor. An ordinary parameter: it does not choose the endpoint.
    pub region_id: Option<&'a str>,
    /// `Status`: the state of the monitors: 1 (running) or 0 (not running).
    pub status: Option<u64>,
}

impl TryFrom<DescribeLiveStreamMonitorList<'_>> for Invocation {
    type Error = ArgumentError;

    fn try_from(parameters: DescribeLiveStreamMonitorList<'_>) -> Result<Self, ArgumentError> {
        let number = |number: Option<u64>| number.map(|number| number.to_string());
        Self::new(&DESCRIBE_LIVE_STREAM_MONITOR_LIST, &|parameter| match parameter.name {
            "MonitorId" => parameters.monitor_id.map(Into::into),
            "OrderRule" => number(parameters.order_rule),
            "OwnerId" => number(parameters.owner_id),
            "PageNum" => number(parameters.page_num),
            "PageSize" => number(parameters.page_size),
            "RegionId" => parameters.region_id.map(Into::into),
            "Status" => number(parameters.status),
            _ => None,
        })
    }
}
