//! `DescribeRtcCloudTranscode`: the state of an RTC cloud transcoding task.

use super::reference::{MemberDoc, MemberType, Reference, ResultDoc};
use super::stop_rtc_cloud_transcode::{
    FORBIDDEN, INVALID_PARAMETER, MISSING_PARAMETER, NOT_FOUND, PARAMETERS, TOO_MANY_REQUESTS,
};
use super::{DESCRIBE_RTC_CLOUD_TRANSCODE, Effect, StateQuestion, TaskState, shared_errors};
use crate::http::Method;

/// Describes an RTC cloud transcoding task.
///
/// Source: <https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-describertccloudtranscode> (2026-01-27). The
/// errors are from the page of `StopRtcCloudTranscode`, which looks up the same task. The page names no quota.
pub(super) const REFERENCE: Reference = Reference {
    name: "DescribeRtcCloudTranscode",
    summary: "Describes an RTC cloud transcoding task: its state and its settings.",
    noun: None,
    chinese_page: None,
    effect: Effect::Reads,
    state_question: None,
    parameters: &PARAMETERS,
    reply_repeats: None,
    result: Some(ResultDoc {
        member: Some("TaskInfo"),
        members: &[
            MemberDoc {
                name: "AppId",
                value: MemberType::Text,
                description: "the ID of the application.",
            },
            MemberDoc {
                name: "ChannelId",
                value: MemberType::Text,
                description: "the ID of the channel.",
            },
            MemberDoc {
                name: "TaskId",
                value: MemberType::Text,
                description: "the ID of the task.",
            },
            MemberDoc {
                name: "Status",
                value: MemberType::Words(&["STARTING", "RUNNING", "RECOVERING", "STOPPED"]),
                description: "the state of the task.",
            },
            MemberDoc {
                name: "MaxIdleTime",
                value: MemberType::Integer,
                description: "the time after which an idle task ends, in seconds.",
            },
            MemberDoc {
                name: "InputParam",
                value: MemberType::Object(&[MemberDoc {
                    name: "SingleSubUserParam",
                    value: MemberType::Object(&[
                        MemberDoc {
                            name: "UserId",
                            value: MemberType::Text,
                            description: "the user.",
                        },
                        MemberDoc {
                            name: "StreamType",
                            value: MemberType::Integer,
                            description: "the type of the media.",
                        },
                        MemberDoc {
                            name: "SourceType",
                            value: MemberType::Integer,
                            description: "the type of the video.",
                        },
                    ]),
                    description: "the stream that is subscribed to.",
                }]),
                description: "the input.",
            },
            MemberDoc {
                name: "OutputParams",
                value: MemberType::Objects(&[
                    MemberDoc {
                        name: "ChannelId",
                        value: MemberType::Text,
                        description: "the channel that the stream is pushed to.",
                    },
                    MemberDoc {
                        name: "UserId",
                        value: MemberType::Text,
                        description: "the user of the stream.",
                    },
                    MemberDoc {
                        name: "TranscodeTemplate",
                        value: MemberType::Text,
                        description: "the template.",
                    },
                ]),
                description: "the outputs. The service returns more members of each.",
            },
        ],
    }),
    errors: &[
        NOT_FOUND,
        INVALID_PARAMETER,
        MISSING_PARAMETER,
        TOO_MANY_REQUESTS,
        FORBIDDEN,
        shared_errors::INTERNAL_ERROR,
    ],
    quota: 10,
    methods: &[Method::Post],
};

/// The question for the state of a transcoding task.
pub(super) static TRANSCODING_STATE: StateQuestion = StateQuestion {
    operation: &DESCRIBE_RTC_CLOUD_TRANSCODE,
    member: "TaskInfo",
    id: "TaskId",
    status: "Status",
    states: &[
        ("STARTING", TaskState::Running),
        ("RUNNING", TaskState::Running),
        ("RECOVERING", TaskState::Running),
        ("STOPPED", TaskState::Stopped),
    ],
};
