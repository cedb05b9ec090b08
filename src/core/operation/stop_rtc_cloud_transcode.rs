//! `StopRtcCloudTranscode`: stops an RTC cloud transcoding task.

use super::describe_rtc_cloud_transcode::TRANSCODING_STATE;
use super::reference::{ParameterDoc, Reference};
use super::{Effect, Meaning, ServiceError, ValueType, shared_errors};
use crate::http::Method;

/// Stops an RTC cloud transcoding task.
///
/// Source: <https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoprtccloudtranscode>. The page names no code
/// for a task that has stopped, no quota and no RAM action. It writes `%s` behind three codes, and as the messages; the messages here are
/// ours.
pub(super) const REFERENCE: Reference = Reference {
    name: "StopRtcCloudTranscode",
    summary: "Stops an RTC cloud transcoding.",
    noun: Some("transcoding"),
    chinese_page: None,
    effect: Effect::Stops,
    state_question: Some(&TRANSCODING_STATE),
    parameters: &PARAMETERS,
    reply_repeats: None,
    result: None,
    errors: &[
        NOT_FOUND,
        ServiceError {
            meaning: Meaning::MaybeStopped,
            ..INVALID_PARAMETER
        },
        MISSING_PARAMETER,
        TOO_MANY_REQUESTS,
        FORBIDDEN,
        shared_errors::INTERNAL_ERROR,
    ],
    quota: 10,
    methods: &[Method::Post],
};

/// The parameters of all operations on one task.
pub(super) const PARAMETERS: [ParameterDoc; 2] = [
    ParameterDoc {
        name: "AppId",
        required: true,
        value: ValueType::Text,
        description: "the ID of the application.",
    },
    ParameterDoc {
        name: "TaskId",
        required: true,
        value: ValueType::Text,
        description: "the ID that `StartRtcCloudTranscode` returned.",
    },
];

pub(super) const NOT_FOUND: ServiceError = ServiceError {
    code: "NotFound*",
    status: Some(404),
    message: Some("The task is not found."),
    meaning: Meaning::NotFound,
    remedy: "Check the task ID and `appId`, and use the region (or endpoint) of the call that started the task.",
};

pub(super) const INVALID_PARAMETER: ServiceError = ServiceError {
    code: "InvalidParameter*",
    status: Some(400),
    message: Some("The specified parameter is not valid."),
    meaning: Meaning::Refused,
    remedy: "Compare the parameters with the vendor's page on the action.",
};

pub(super) const MISSING_PARAMETER: ServiceError = ServiceError {
    code: "MissingParameter*",
    ..shared_errors::MISSING_PARAMETER
};

pub(super) const TOO_MANY_REQUESTS: ServiceError = ServiceError {
    code: "TooManyRequests",
    status: Some(400),
    message: Some("Too many requests."),
    meaning: Meaning::Throttled,
    remedy: "Send fewer requests.",
};

pub(super) const FORBIDDEN: ServiceError = ServiceError {
    code: "Forbidden",
    status: Some(403),
    message: Some("The request is forbidden."),
    meaning: Meaning::Refused,
    remedy: "Allow the action in the RAM policy, or use an AccessKey of the account that started the task.",
};
