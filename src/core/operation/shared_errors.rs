//! Errors that several pages share.

use super::Meaning;
use super::service_error::ServiceError;

pub(super) const TASK_NOT_FOUND: ServiceError = ServiceError {
    code: "NotFound.Task",
    status: Some(400),
    message: Some("Task not found, please check the TaskId."),
    meaning: Meaning::NotFound,
    remedy: "Check the task ID, and use the region (or endpoint) of the call that started the recording.",
};

pub(super) const MISSING_PARAMETER: ServiceError = ServiceError {
    code: "MissingParameter",
    status: Some(400),
    message: Some("Missing parameter."),
    meaning: Meaning::Refused,
    remedy: "Look for a proxy that drops query parameters or the form body.",
};

pub(super) const INVALID_USER: ServiceError = ServiceError {
    code: "InvalidParameter.UserId",
    status: Some(403),
    message: Some("UserId is invalid, please check the UserId."),
    meaning: Meaning::Refused,
    remedy: "Use an AccessKey of the account that started the recording.",
};

pub(super) const MALFORMED_USER_ID: ServiceError = ServiceError {
    code: "InvalidUserId.Malformed",
    status: Some(400),
    message: Some("UserId is invalid, please check userId."),
    meaning: Meaning::Refused,
    remedy: "Omit `ownerId`, or give the numeric ID of the account that owns the monitor.",
};

pub(super) const ILLEGAL_OPERATION: ServiceError = ServiceError {
    code: "IllegalOperation",
    status: Some(401),
    message: Some("The operation is not allowed, please check and try again later."),
    meaning: Meaning::Refused,
    remedy: "Allow the action in the RAM policy, or use an AccessKey of the account that owns the monitor.",
};

pub(super) const INTERNAL_ERROR: ServiceError = ServiceError {
    code: "InternalError",
    status: Some(500),
    message: Some("The request processing has failed due to some unknown error."),
    meaning: Meaning::Ambiguous,
    remedy: "Call again. The service failed, and may have stopped the task.",
};
