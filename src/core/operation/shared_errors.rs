//! Errors that the pages of several operations share.

use super::DocumentedError;
use super::reference::Advice;
use crate::classify::Meaning;

pub(super) const TASK_NOT_FOUND: DocumentedError = DocumentedError {
    code: "NotFound.Task",
    meaning: Meaning::NotFound,
};

pub(super) const TASK_NOT_FOUND_ADVICE: Advice = Advice {
    code: TASK_NOT_FOUND.code,
    status: Some(400),
    message: Some("Task not found, please check the TaskId."),
    advice: "Check the task ID and the region (or endpoint): use those of the call that started the recording.",
};

pub(super) const MISSING_PARAMETER: DocumentedError = DocumentedError {
    code: "MissingParameter",
    meaning: Meaning::Refused,
};

pub(super) const MISSING_PARAMETER_ADVICE: Advice = Advice {
    code: MISSING_PARAMETER.code,
    status: Some(400),
    message: Some("Missing parameter."),
    advice: "Look for a proxy that drops query parameters or the form body.",
};

pub(super) const INVALID_USER: DocumentedError = DocumentedError {
    code: "InvalidParameter.UserId",
    meaning: Meaning::Refused,
};

pub(super) const INVALID_USER_ADVICE: Advice = Advice {
    code: INVALID_USER.code,
    status: Some(403),
    message: Some("UserId is invalid, please check the UserId."),
    advice: "Use an AccessKey of the account that started the recording.",
};

pub(super) const MALFORMED_USER_ID: DocumentedError = DocumentedError {
    code: "InvalidUserId.Malformed",
    meaning: Meaning::Refused,
};

pub(super) const MALFORMED_USER_ID_ADVICE: Advice = Advice {
    code: MALFORMED_USER_ID.code,
    status: Some(400),
    message: Some("UserId is invalid, please check userId."),
    advice: "Omit `ownerId`, or give the numeric ID of the account that owns the monitor.",
};

pub(super) const ILLEGAL_OPERATION: DocumentedError = DocumentedError {
    code: "IllegalOperation",
    meaning: Meaning::Refused,
};

pub(super) const ILLEGAL_OPERATION_ADVICE: Advice = Advice {
    code: ILLEGAL_OPERATION.code,
    status: Some(401),
    message: Some("The operation is not allowed, please check and try again later."),
    advice: "Allow the action in the RAM policy, or use an AccessKey of the account that owns the monitor.",
};

pub(super) const INTERNAL_ERROR: DocumentedError = DocumentedError {
    code: "InternalError",
    meaning: Meaning::Ambiguous,
};

pub(super) const INTERNAL_ERROR_ADVICE: Advice = Advice {
    code: INTERNAL_ERROR.code,
    status: Some(500),
    message: Some("The request processing has failed due to some unknown error."),
    advice: "Call again. The service failed, and may have stopped the task.",
};
