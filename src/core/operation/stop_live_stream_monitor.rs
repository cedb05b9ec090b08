//! `StopLiveStreamMonitor`: stops a monitoring session.

use super::describe_live_stream_monitor_list::MONITOR_STATE;
use super::reference::{ParameterDoc, Reference};
use super::{Effect, Invocation, Meaning, STOP_LIVE_STREAM_MONITOR, ServiceError, ValueType, shared_errors};
use crate::error::ArgumentError;
use crate::http::Method;

/// Stops a monitoring session.
///
/// Source: <https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoplivestreammonitor> (2026-01-12);
/// `OwnerId` is in the vendor's SDK models only. The page gives its error codes without a description. The meanings follow the
/// descriptions of the same codes on the pages of `StartLiveStreamMonitor` and `DeleteLiveStreamMonitor`.
///
/// The page gives `%s` as the message; the messages here are from the pages of similar operations.
pub(super) const REFERENCE: Reference = Reference {
    name: "StopLiveStreamMonitor",
    summary: "Stops a stream monitor.",
    noun: Some("monitor"),
    chinese_page: Some("api-stop-monitoring"),
    effect: Effect::Stops,
    state_question: Some(&MONITOR_STATE),
    parameters: &[
        ParameterDoc {
            name: "MonitorId",
            required: true,
            value: ValueType::Text,
            description: "the ID that `CreateLiveStreamMonitor` returned.",
        },
        ParameterDoc {
            name: "OwnerId",
            required: false,
            value: ValueType::Integer64,
            description: "the numeric ID of the account that owns the monitor.",
        },
        ParameterDoc {
            name: "RegionId",
            required: false,
            value: ValueType::Text,
            description: "the region of the monitor. An ordinary parameter: it does not choose the endpoint.",
        },
    ],
    reply_repeats: None,
    result: None,
    errors: &[
        shared_errors::MALFORMED_USER_ID,
        ServiceError {
            code: "InvalidMonitorId.Malformed",
            status: Some(400),
            message: Some("MonitorId is invalid, please check and try again later."),
            meaning: Meaning::Refused,
            remedy: "Check the monitor ID. `CreateLiveStreamMonitor` returns it.",
        },
        ServiceError {
            code: "StreamMonitorAlreadyStop",
            status: Some(400),
            message: Some("The monitor is already stopped."),
            meaning: Meaning::AlreadyStopped,
            remedy: "None. The monitor is not running.",
        },
        shared_errors::ILLEGAL_OPERATION,
        shared_errors::INTERNAL_ERROR,
        ServiceError {
            code: "UserQuotaExceed",
            status: Some(403),
            message: Some("Quota exceeded: monitors."),
            meaning: Meaning::Refused,
            remedy: "Raise the quota of the account.",
        },
        ServiceError {
            code: "StreamMonitorNotExist",
            status: Some(404),
            message: Some("The monitor does not exist, please check the MonitorId."),
            meaning: Meaning::NotFound,
            remedy: "Check the monitor ID, and whether this account created the monitor.",
        },
    ],
    quota: 10,
    methods: &[Method::Get, Method::Post],
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
