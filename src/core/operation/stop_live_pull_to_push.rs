//! `StopLivePullToPush`: stops a pull-to-push task, which pulls a stream and pushes it on.

use super::describe_live_pull_to_push::RELAY_STATE;
use super::reference::{ParameterDoc, Reference};
use super::{Effect, Meaning, ServiceError, ValueType};
use crate::http::Method;

/// Stops a pull-to-push task.
///
/// Source: <https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoplivepulltopush>; the method is from the
/// vendor's client. The page gives `%s` as the message; the messages here are ours.
pub(super) const REFERENCE: Reference = Reference {
    name: "StopLivePullToPush",
    summary: "Stops a pull-to-push task (a relay).",
    noun: Some("relay"),
    chinese_page: None,
    effect: Effect::Stops,
    state_question: Some(&RELAY_STATE),
    parameters: &PARAMETERS,
    reply_repeats: Some("TaskId"),
    result: None,
    errors: &[
        NOT_FOUND,
        ServiceError {
            code: "CodeTaskHasStopped",
            status: Some(400),
            message: Some("The task has stopped."),
            meaning: Meaning::AlreadyStopped,
            remedy: "None. The task has stopped.",
        },
        INVALID_PARAMETER,
        NO_SERVICE,
        INVALID_ACCOUNT,
        ServiceError {
            code: "InvalidParam.CodeIllegalDuration",
            status: Some(400),
            message: Some("The duration of the task is not valid."),
            meaning: Meaning::Refused,
            remedy: "Compare the times of the task with the vendor's page on `CreateLivePullToPush`.",
        },
    ],
    quota: 10,
    methods: &[Method::Get],
};

/// The parameters of all operations on one task.
pub(super) const PARAMETERS: [ParameterDoc; 2] = [
    ParameterDoc {
        name: "Region",
        required: true,
        value: ValueType::Text,
        description: "the region of the task, as `CreateLivePullToPush` got it. It does not choose the endpoint.",
    },
    ParameterDoc {
        name: "TaskId",
        required: true,
        value: ValueType::Text,
        description: "the ID that `CreateLivePullToPush` returned.",
    },
];

pub(super) const NOT_FOUND: ServiceError = ServiceError {
    code: "CodeTaskNotExist",
    status: Some(400),
    message: Some("The task does not exist."),
    meaning: Meaning::NotFound,
    remedy: "Check the task ID and `region`, and whether this account created the task.",
};

pub(super) const INVALID_PARAMETER: ServiceError = ServiceError {
    code: "InvalidParameter",
    status: Some(400),
    message: Some("The specified parameter is not valid."),
    meaning: Meaning::Refused,
    remedy: "Compare the parameters with the vendor's page on the action.",
};

pub(super) const NO_SERVICE: ServiceError = ServiceError {
    code: "LiveServiceNotFound",
    status: Some(400),
    message: Some("The account has not activated the service."),
    meaning: Meaning::Refused,
    remedy: "Activate ApsaraVideo Live, or use an AccessKey of the account that created the task.",
};

pub(super) const INVALID_ACCOUNT: ServiceError = ServiceError {
    code: "CodeInvalidAliUid",
    status: Some(400),
    message: Some("The account is not valid."),
    meaning: Meaning::Refused,
    remedy: "Use an AccessKey of the account that created the task.",
};
