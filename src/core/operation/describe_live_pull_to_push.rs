//! `DescribeLivePullToPush`: the state of a pull-to-push task.

use super::reference::{MemberDoc, MemberType, Reference, ResultDoc};
use super::stop_live_pull_to_push::{INVALID_ACCOUNT, INVALID_PARAMETER, NO_SERVICE, NOT_FOUND, PARAMETERS};
use super::{DESCRIBE_LIVE_PULL_TO_PUSH, Effect, StateQuestion, TaskState};
use crate::http::Method;

/// Describes a pull-to-push task.
///
/// Source: <https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-describelivepulltopush> (2025-10-14). The
/// errors are from the page of `StopLivePullToPush`, which looks up the same task.
pub(super) const REFERENCE: Reference = Reference {
    name: "DescribeLivePullToPush",
    summary: "Describes a pull-to-push task (a relay): its state and its settings.",
    noun: None,
    chinese_page: None,
    effect: Effect::Reads,
    state_question: None,
    parameters: &PARAMETERS,
    reply_repeats: None,
    result: Some(ResultDoc {
        member: None,
        members: &[
            MemberDoc {
                name: "TaskId",
                value: MemberType::Text,
                description: "the ID of the task.",
            },
            MemberDoc {
                name: "TaskStatus",
                value: MemberType::Numbers(&[
                    (0, "NOT-STARTED"),
                    (1, "RUNNING"),
                    (2, "RETRYING"),
                    (3, "STOPPED"),
                    (-1, "EXITED"),
                ]),
                description: "the state: 0 (not started), 1 (running), 2 (failed, and tries again), 3 (stopped) or -1 (exited).",
            },
            MemberDoc {
                name: "TaskExitReason",
                value: MemberType::Text,
                description: "the reason of the exit.",
            },
            MemberDoc {
                name: "TaskExitTime",
                value: MemberType::Integer,
                description: "the time of the exit.",
            },
            MemberDoc {
                name: "TaskInvalidReason",
                value: MemberType::Text,
                description: "the reason of the failure.",
            },
            MemberDoc {
                name: "CurrentFileIndex",
                value: MemberType::Integer,
                description: "the number of the file that is played.",
            },
            MemberDoc {
                name: "CurrentOffset",
                value: MemberType::Integer,
                description: "the position in this file.",
            },
            MemberDoc {
                name: "TaskInfo",
                value: MemberType::Object(&[
                    MemberDoc {
                        name: "TaskName",
                        value: MemberType::Text,
                        description: "the name of the task.",
                    },
                    MemberDoc {
                        name: "SourceType",
                        value: MemberType::Text,
                        description: "the type of the source.",
                    },
                    MemberDoc {
                        name: "SourceUrls",
                        value: MemberType::Texts,
                        description: "the URLs of the source.",
                    },
                    MemberDoc {
                        name: "DstUrl",
                        value: MemberType::Text,
                        description: "the URL that the stream is pushed to.",
                    },
                    MemberDoc {
                        name: "StartTime",
                        value: MemberType::Text,
                        description: "the start, in ISO 8601.",
                    },
                    MemberDoc {
                        name: "EndTime",
                        value: MemberType::Text,
                        description: "the end, in ISO 8601.",
                    },
                ]),
                description: "the settings of the task. The service returns more members.",
            },
        ],
    }),
    errors: &[NOT_FOUND, INVALID_PARAMETER, NO_SERVICE, INVALID_ACCOUNT],
    quota: 10,
    methods: &[Method::Get],
};

/// The question for the state of a pull-to-push task. A task that has not started starts at its time.
pub(super) static RELAY_STATE: StateQuestion = StateQuestion {
    operation: &DESCRIBE_LIVE_PULL_TO_PUSH,
    member: "",
    id: "TaskId",
    status: "TaskStatus",
    states: &[
        ("0", TaskState::Running),
        ("1", TaskState::Running),
        ("2", TaskState::Running),
        ("3", TaskState::Stopped),
        ("-1", TaskState::Stopped),
    ],
};
