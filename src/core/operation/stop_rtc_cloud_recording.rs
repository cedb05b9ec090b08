//! `StopRtcCloudRecording`: stops an RTC cloud recording task.

use super::describe_rtc_cloud_recording_files::RECORDING_STATE;
use super::reference::{Advice, ParameterDoc, Reference};
use super::{DocumentedError, Effect, Invocation, Operation, Parameter, ValueType, shared_errors};
use crate::classify::Meaning;
use crate::error::ArgumentError;
use crate::http::Method;

/// Stops an RTC cloud recording task.
///
/// Source: <https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoprtccloudrecording> (2025-08-05);
/// the method is from the vendor's API metadata.
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
        shared_errors::TASK_NOT_FOUND,
        DocumentedError {
            code: "InvalidParameter.TaskId",
            meaning: Meaning::AlreadyStopped,
        },
        shared_errors::MISSING_PARAMETER,
        shared_errors::INVALID_USER,
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
        shared_errors::TASK_NOT_FOUND_ADVICE,
        Advice {
            code: "InvalidParameter.TaskId",
            status: Some(400),
            message: Some("Task is not running or recovering, please check the TaskId."),
            advice: "None. The task exists, and is neither running nor recovering.",
        },
        shared_errors::MISSING_PARAMETER_ADVICE,
        shared_errors::INVALID_USER_ADVICE,
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
