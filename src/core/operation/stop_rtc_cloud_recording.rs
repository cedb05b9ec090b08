//! `StopRtcCloudRecording`: stops an RTC cloud recording task.

use super::describe_rtc_cloud_recording_files::RECORDING_STATE;
use super::reference::{Advice, ParameterDoc, Reference};
use super::{DocumentedError, Effect, Invocation, Operation, Parameter, ValueType};
use crate::classify::Meaning;
use crate::error::ArgumentError;
use crate::http::Method;

/// Stops an RTC cloud recording task.
///
/// Source: <https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoprtccloudrecording> (2025-08-05);
/// the method is that of the vendor's API metadata.
pub static STOP_RTC_CLOUD_RECORDING: Operation = Operation {
    name: "StopRtcCloudRecording",
    effect: Effect::Stops,
    state_question: Some(&RECORDING_STATE),
    parameters: &[Parameter {
        name: "TaskId",
        key: "taskId",
        required: true,
        value: ValueType::Text,
    }],
    reply_repeats: Some("TaskId"),
    errors: &[
        DocumentedError {
            code: "NotFound.Task",
            meaning: Meaning::NotFound,
        },
        DocumentedError {
            code: "InvalidParameter.TaskId",
            meaning: Meaning::AlreadyStopped,
        },
        DocumentedError {
            code: "MissingParameter",
            meaning: Meaning::Refused,
        },
        DocumentedError {
            code: "InvalidParameter.UserId",
            meaning: Meaning::Refused,
        },
    ],
    quota: 50,
    methods: &[Method::Post],
};

/// The facts of the page on [`STOP_RTC_CLOUD_RECORDING`] that no call needs.
///
/// The page writes `%s` where the service inserts text; the inserted text of the messages is ours.
pub static STOP_RTC_CLOUD_RECORDING_REFERENCE: Reference = Reference {
    operation: "StopRtcCloudRecording",
    page: "https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoprtccloudrecording",
    summary: "Stops an RTC cloud recording.",
    ram_action: "live:StopRtcCloudRecording",
    parameters: &[ParameterDoc {
        name: "TaskId",
        description: "the ID that the service returned when the recording was started.",
    }],
    result: None,
    errors: &[
        Advice {
            code: "NotFound.Task",
            status: Some(400),
            message: Some("Task not found, please check the TaskId."),
            advice: "Check the task ID and the region (or endpoint): use those of the call that started the recording.",
        },
        Advice {
            code: "InvalidParameter.TaskId",
            status: Some(400),
            message: Some("Task is not running or recovering, please check the TaskId."),
            advice: "None. The task exists, and is neither running nor recovering.",
        },
        Advice {
            code: "MissingParameter",
            status: Some(400),
            message: Some("Missing parameter."),
            advice: "Look for a proxy that drops query parameters or the form body.",
        },
        Advice {
            code: "InvalidParameter.UserId",
            status: Some(403),
            message: Some("UserId is invalid, please check the UserId."),
            advice: "Use an AccessKey of the account that started the recording.",
        },
    ],
};

/// The parameters of [`STOP_RTC_CLOUD_RECORDING`].
///
/// ```
/// use apsara_live_core::operation::{Invocation, StopRtcCloudRecording};
///
/// let invocation = Invocation::try_from(StopRtcCloudRecording { task_id: "task-1" })?;
/// assert_eq!(invocation.action(), "StopRtcCloudRecording");
/// # Ok::<(), apsara_live_core::ArgumentError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct StopRtcCloudRecording<'a> {
    /// `TaskId`: the ID that the service returned when the recording was started.
    pub task_id: &'a str,
}

impl TryFrom<StopRtcCloudRecording<'_>> for Invocation {
    type Error = ArgumentError;

    fn try_from(parameters: StopRtcCloudRecording<'_>) -> Result<Self, ArgumentError> {
        Self::new(&STOP_RTC_CLOUD_RECORDING, &|_| Some(parameters.task_id.into()))
    }
}
