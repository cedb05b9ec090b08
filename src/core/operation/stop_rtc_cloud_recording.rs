//! `StopRtcCloudRecording`: stops an RTC cloud recording task.

use super::describe_rtc_cloud_recording_files::RECORDING_STATE;
use super::reference::{ParameterDoc, Reference};
use super::{Effect, Invocation, Meaning, STOP_RTC_CLOUD_RECORDING, ServiceError, ValueType, shared_errors};
use crate::error::ArgumentError;
use crate::http::Method;

/// Stops an RTC cloud recording task.
///
/// Source: <https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoprtccloudrecording> (2025-08-05);
/// the method is from the vendor's API metadata.
///
/// The page writes `%s` where the service inserts text; the inserted text of the messages is ours.
pub(super) const REFERENCE: Reference = Reference {
    name: "StopRtcCloudRecording",
    summary: "Stops an RTC cloud recording.",
    noun: Some("recording"),
    chinese_page: None,
    effect: Effect::Stops,
    state_question: Some(&RECORDING_STATE),
    parameters: &[ParameterDoc {
        name: "TaskId",
        required: true,
        value: ValueType::Text,
        description: "the ID that the service returned when the recording was started.",
    }],
    reply_repeats: Some("TaskId"),
    result: None,
    errors: &[
        shared_errors::TASK_NOT_FOUND,
        ServiceError {
            code: "InvalidParameter.TaskId",
            status: Some(400),
            message: Some("Task is not running or recovering, please check the TaskId."),
            meaning: Meaning::AlreadyStopped,
            remedy: "None. The task exists, and is neither running nor recovering.",
        },
        shared_errors::MISSING_PARAMETER,
        shared_errors::INVALID_USER,
    ],
    quota: 50,
    methods: &[Method::Post],
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
