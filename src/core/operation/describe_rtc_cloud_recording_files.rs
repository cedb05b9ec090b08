//! `DescribeRtcCloudRecordingFiles`: the state and the files of an RTC cloud recording task.

use super::reference::{MemberDoc, MemberType, ParameterDoc, Reference, ResultDoc};
use super::{
    DESCRIBE_RTC_CLOUD_RECORDING_FILES, Effect, Invocation, StateQuestion, TaskState, ValueType, shared_errors,
};
use crate::error::ArgumentError;
use crate::http::Method;

/// Describes an RTC cloud recording task. The service knows the tasks of the last three days.
///
/// Source: <https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-describertccloudrecordingfiles>
/// (2025-08-19). The errors are from the page of `StopRtcCloudRecording`, which looks up the same task.
pub(super) const REFERENCE: Reference = Reference {
    name: "DescribeRtcCloudRecordingFiles",
    summary: "Describes an RTC cloud recording task of the last three days: its state and its files.",
    noun: None,
    chinese_page: None,
    effect: Effect::Reads,
    state_question: None,
    parameters: &[ParameterDoc {
        name: "TaskId",
        required: true,
        value: ValueType::Text,
        description: "the ID that the service returned when the recording was started.",
    }],
    reply_repeats: None,
    result: Some(ResultDoc {
        member: Some("TaskInfo"),
        members: &[
            MemberDoc {
                name: "TaskId",
                value: MemberType::Text,
                description: "the ID of the task.",
            },
            MemberDoc {
                name: "Status",
                value: MemberType::Words(&["RUNNING", "RECOVERING", "STOPPING", "STOPPED"]),
                description: "the state of the task.",
            },
            MemberDoc {
                name: "RecordFileList",
                value: MemberType::Object(&[
                    MemberDoc {
                        name: "HlsFileList",
                        value: MemberType::Texts,
                        description: "the names of the HLS files.",
                    },
                    MemberDoc {
                        name: "Mp3FileList",
                        value: MemberType::Texts,
                        description: "the names of the MP3 files.",
                    },
                    MemberDoc {
                        name: "Mp4FileList",
                        value: MemberType::Texts,
                        description: "the names of the MP4 files.",
                    },
                    MemberDoc {
                        name: "VodMediaList",
                        value: MemberType::Objects(&[
                            MemberDoc {
                                name: "MediaIds",
                                value: MemberType::Texts,
                                description: "the IDs of the media of the recording.",
                            },
                            MemberDoc {
                                name: "MergedIds",
                                value: MemberType::Texts,
                                description: "the IDs of the media that were merged.",
                            },
                            MemberDoc {
                                name: "Stream",
                                value: MemberType::Text,
                                description: "the stream.",
                            },
                        ]),
                        description: "the media in ApsaraVideo VOD.",
                    },
                ]),
                description: "the files of the recording.",
            },
        ],
    }),
    errors: &[
        shared_errors::TASK_NOT_FOUND,
        shared_errors::MISSING_PARAMETER,
        shared_errors::INVALID_USER,
    ],
    quota: 50,
    methods: &[Method::Post],
};

/// The question for the state of a recording task.
pub(super) static RECORDING_STATE: StateQuestion = StateQuestion {
    operation: &DESCRIBE_RTC_CLOUD_RECORDING_FILES,
    member: "TaskInfo",
    id: "TaskId",
    status: "Status",
    states: &[
        ("RUNNING", TaskState::Running),
        ("RECOVERING", TaskState::Running),
        ("STOPPING", TaskState::Stopping),
        ("STOPPED", TaskState::Stopped),
    ],
};

/// The parameters of [`DESCRIBE_RTC_CLOUD_RECORDING_FILES`].
///
/// ```
/// use apsara_live_core::operation::{DescribeRtcCloudRecordingFiles, Invocation};
///
/// let invocation = Invocation::try_from(DescribeRtcCloudRecordingFiles { task_id: "task-1" })?;
/// assert_eq!(invocation.action(), "DescribeRtcCloudRecordingFiles");
/// # Ok::<(), apsara_live_core::ArgumentError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct DescribeRtcCloudRecordingFiles<'a> {
    /// `TaskId`: the ID that the service returned when the recording was started.
    pub task_id: &'a str,
}

impl TryFrom<DescribeRtcCloudRecordingFiles<'_>> for Invocation {
    type Error = ArgumentError;

    fn try_from(parameters: DescribeRtcCloudRecordingFiles<'_>) -> Result<Self, ArgumentError> {
        Self::new(&DESCRIBE_RTC_CLOUD_RECORDING_FILES, &|_| {
            Some(parameters.task_id.into())
        })
    }
}
