//! `StopLiveStreamMonitor`: stops a monitoring session.

use super::describe_live_stream_monitor_list::MONITOR_STATE;
use super::reference::{Advice, ParameterDoc, Reference};
use super::{DocumentedError, Effect, Invocation, Operation, Parameter, ValueType, shared_errors};
use crate::classify::Meaning;
use crate::error::ArgumentError;
use crate::http::Method;

/// Stops a monitoring session.
///
/// Source: <https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoplivestreammonitor> (2026-01-12);
/// `OwnerId` is in the vendor's SDK models only. The page gives its error codes without a description. The meanings follow the
/// descriptions of the same codes on the pages of `StartLiveStreamMonitor` and `DeleteLiveStreamMonitor`.
pub static STOP_LIVE_STREAM_MONITOR: Operation = Operation {
    name: "StopLiveStreamMonitor",
    effect: Effect::Stops,
    state_question: Some(&MONITOR_STATE),
    parameters: &[
        Parameter {
            name: "MonitorId",
            key: "monitorId",
            required: true,
            value: ValueType::Text,
        },
        Parameter {
            name: "OwnerId",
            key: "ownerId",
            required: false,
            value: ValueType::Integer64,
        },
        Parameter {
            name: "RegionId",
            key: "regionId",
            required: false,
            value: ValueType::Text,
        },
    ],
    reply_repeats: None,
    errors: &[
        shared_errors::MALFORMED_USER_ID,
        DocumentedError {
            code: "InvalidMonitorId.Malformed",
            meaning: Meaning::Refused,
        },
        DocumentedError {
            code: "StreamMonitorAlreadyStop",
            meaning: Meaning::AlreadyStopped,
        },
        shared_errors::ILLEGAL_OPERATION,
        shared_errors::INTERNAL_ERROR,
        DocumentedError {
            code: "UserQuotaExceed",
            meaning: Meaning::Refused,
        },
        DocumentedError {
            code: "StreamMonitorNotExist",
            meaning: Meaning::NotFound,
        },
    ],
    quota: 10,
    methods: &[Method::Get, Method::Post],
};

/// The facts of the page on [`STOP_LIVE_STREAM_MONITOR`] that no call needs.
///
/// The page gives `%s` as the message; the messages here are from the pages of similar operations.
pub static STOP_LIVE_STREAM_MONITOR_REFERENCE: Reference = Reference {
    operation: "StopLiveStreamMonitor",
    page: "https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoplivestreammonitor",
    summary: "Stops a stream monitor.",
    ram_action: "live:StopLiveStreamMonitor",
    parameters: &[
        ParameterDoc {
            name: "MonitorId",
            description: "the ID that `CreateLiveStreamMonitor` returned.",
        },
        ParameterDoc {
            name: "OwnerId",
            description: "the numeric ID of the account that owns the monitor.",
        },
        ParameterDoc {
            name: "RegionId",
            description: "the region of the monitor. An ordinary parameter: it does not choose the endpoint.",
        },
    ],
    result: None,
    errors: &[
        shared_errors::MALFORMED_USER_ID_ADVICE,
        Advice {
            code: "InvalidMonitorId.Malformed",
            status: Some(400),
            message: Some("MonitorId is invalid, please check and try again later."),
            advice: "Check the monitor ID. `CreateLiveStreamMonitor` returns it.",
        },
        Advice {
            code: "StreamMonitorAlreadyStop",
            status: Some(400),
            message: Some("The monitor is already stopped."),
            advice: "None. The monitor is not running.",
        },
        shared_errors::ILLEGAL_OPERATION_ADVICE,
        shared_errors::INTERNAL_ERROR_ADVICE,
        Advice {
            code: "UserQuotaExceed",
            status: Some(403),
            message: Some("Quota exceeded: monitors."),
            advice: "Raise the quota of the account.",
        },
        Advice {
            code: "StreamMonitorNotExist",
            status: Some(404),
            message: Some("The monitor does not exist, please check the MonitorId."),
            advice: "Check the monitor ID, and whether this account created the monitor.",
        },
    ],
};

/// The parameters of [`STOP_LIVE_STREAM_MONITOR`].
///
/// ```
/// use apsara_live_core::operation::{Invocation, StopLiveStreamMonitor};
///
/// let invocation = Invocation::try_from(StopLiveStreamMonitor {
///     monitor_id: "monitor-1",
///     region_id: Some("cn-shanghai"),
///     ..StopLiveStreamMonitor::default()
/// })?;
/// assert_eq!(invocation.action(), "StopLiveStreamMonitor");
/// # Ok::<(), apsara_live_core::ArgumentError>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct StopLiveStreamMonitor<'a> {
    /// `MonitorId`: the ID that `CreateLiveStreamMonitor` returned.
    pub monitor_id: &'a str,
    /// `RegionId`: the region of the monitor. An ordinary parameter: it does not choose the endpoint.
    pub region_id: Option<&'a str>,
    /// `OwnerId`: the numeric ID of the account that owns the monitor.
    pub owner_id: Option<u64>,
}

impl TryFrom<StopLiveStreamMonitor<'_>> for Invocation {
    type Error = ArgumentError;

    fn try_from(parameters: StopLiveStreamMonitor<'_>) -> Result<Self, ArgumentError> {
        Self::new(&STOP_LIVE_STREAM_MONITOR, &|parameter| match parameter.name {
            "MonitorId" => Some(parameters.monitor_id.into()),
            "OwnerId" => parameters.owner_id.map(|id| id.to_string()),
            "RegionId" => parameters.region_id.map(Into::into),
            _ => None,
        })
    }
}
