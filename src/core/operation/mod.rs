//! Operations as data: one file and one row of [`OPERATIONS`] each.

mod action;
mod describe_live_pull_to_push;
mod describe_live_stream_monitor_list;
mod describe_rtc_cloud_recording_files;
mod describe_rtc_cloud_transcode;
mod effect;
pub mod gateway;
mod invocation;
mod meaning;
mod parameter;
pub mod reference;
mod service_error;
mod shared_errors;
mod state_question;
mod stop_live_pull_to_push;
mod stop_live_stream_monitor;
mod stop_rtc_cloud_recording;
mod stop_rtc_cloud_transcode;

pub use action::Action;
pub use describe_live_stream_monitor_list::DescribeLiveStreamMonitorList;
pub use describe_rtc_cloud_recording_files::DescribeRtcCloudRecordingFiles;
pub use effect::Effect;
pub use invocation::Invocation;
pub use meaning::Meaning;
pub use parameter::{MAX_TEXT_CHARS, Parameter, ValueType};
pub use service_error::{KnownError, ServiceError};
pub use state_question::{StateQuestion, TaskState};
pub use stop_live_stream_monitor::StopLiveStreamMonitor;
pub use stop_rtc_cloud_recording::StopRtcCloudRecording;

use core::num::NonZeroU32;

use reference::Reference;

use crate::http::Method;

/// Makes the tables from the operations' files, each of which has a `REFERENCE`.
macro_rules! operations {
    ($($name:ident from $module:ident;)*) => {
        $(
            #[doc = concat!("The operation `", stringify!($name), "`.")]
            pub static $name: Operation = {
                const ROW: Reference = $module::REFERENCE;
                Operation {
                    name: ROW.name,
                    effect: ROW.effect,
                    state_question: ROW.state_question,
                    parameters: &reference::parameters::<{ ROW.parameters.len() }>(ROW.parameters),
                    reply_repeats: ROW.reply_repeats,
                    errors: &service_error::known::<{ ROW.errors.len() }>(ROW.errors),
                    quota: NonZeroU32::new(ROW.quota).unwrap(),
                    methods: ROW.methods,
                }
            };
        )*

        /// Every operation that this crate knows, with the facts that a call needs.
        pub static OPERATIONS: [&Operation; [$(&$name),*].len()] = [$(&$name),*];

        /// All facts of the [`OPERATIONS`], in their order.
        pub static REFERENCES: [Reference; OPERATIONS.len()] = [$($module::REFERENCE),*];
    };
}

operations! {
    STOP_RTC_CLOUD_RECORDING from stop_rtc_cloud_recording;
    STOP_LIVE_STREAM_MONITOR from stop_live_stream_monitor;
    DESCRIBE_RTC_CLOUD_RECORDING_FILES from describe_rtc_cloud_recording_files;
    DESCRIBE_LIVE_STREAM_MONITOR_LIST from describe_live_stream_monitor_list;
    STOP_LIVE_PULL_TO_PUSH from stop_live_pull_to_push;
    DESCRIBE_LIVE_PULL_TO_PUSH from describe_live_pull_to_push;
    STOP_RTC_CLOUD_TRANSCODE from stop_rtc_cloud_transcode;
    DESCRIBE_RTC_CLOUD_TRANSCODE from describe_rtc_cloud_transcode;
}

/// The API version of ApsaraVideo Live, `Version` or `x-acs-version` on the wire.
pub const VERSION: &str = "2016-11-01";

/// An operation of ApsaraVideo Live: its parameters, its errors and their meaning.
#[derive(Debug)]
#[non_exhaustive]
pub struct Operation {
    /// The operation's name, `Action` or `x-acs-action` on the wire.
    pub name: &'static str,
    /// The effect of a request.
    pub effect: Effect,
    /// The question for the state of the task, for an operation that stops a task.
    pub state_question: Option<&'static StateQuestion>,
    /// The parameters, sorted by their name on the wire.
    pub parameters: &'static [Parameter],
    /// The parameter that a success must repeat, if there is one.
    pub reply_repeats: Option<&'static str>,
    /// The documented errors.
    pub errors: &'static [KnownError],
    /// Calls a second that the service allows one account, with all its RAM users together.
    pub quota: NonZeroU32,
    /// The methods that the gateway takes.
    pub methods: &'static [Method],
}

impl Operation {
    /// Returns the operation of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        OPERATIONS.iter().find(|operation| operation.name == name).copied()
    }

    /// The method of a request whose caller chooses none: `POST` where the gateway takes it.
    pub(crate) fn method(&self) -> Method {
        match self.methods {
            [Method::Get] => Method::Get,
            _ => Method::Post,
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_family = "wasm")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn the_structs_have_all_parameters() {
        let some = Some(1);
        let monitors = DescribeLiveStreamMonitorList {
            monitor_id: Some("m"),
            order_rule: some,
            owner_id: some,
            page_num: some,
            page_size: some,
            region_id: Some("r"),
            status: some,
        };
        let monitor = StopLiveStreamMonitor {
            monitor_id: "m",
            region_id: Some("r"),
            owner_id: some,
        };
        for invocation in [
            Invocation::try_from(StopRtcCloudRecording { task_id: "t" }),
            Invocation::try_from(monitor),
            Invocation::try_from(DescribeRtcCloudRecordingFiles { task_id: "t" }),
            Invocation::try_from(monitors),
        ] {
            let invocation = invocation.unwrap();
            let all = invocation.operation().unwrap().parameters.iter().map(|p| p.name);
            assert!(invocation.parameters().map(|(name, _)| name).eq(all), "{invocation:?}");
        }
    }

    #[test]
    fn tables_are_in_order() {
        for operation in OPERATIONS {
            assert!(operation.parameters.is_sorted_by_key(|p| p.name), "{}", operation.name);
            assert!(
                operation
                    .reply_repeats
                    .is_none_or(|name| operation.parameters.iter().any(|p| p.name == name && p.required))
            );
            assert_eq!(Operation::named(operation.name).map(|o| o.name), Some(operation.name));
            assert_eq!(operation.state_question.is_some(), operation.effect == Effect::Stops);
            if let Some(question) = operation.state_question {
                assert_eq!(question.operation.effect, Effect::Reads);
                assert!(question.operation.parameters.iter().any(|p| p.name == question.id));
                assert!(operation.parameters.iter().any(|p| p.name == question.id && p.required));
            }
        }
        assert!(Operation::named("StartRtcCloudRecording").is_none());
        assert_eq!(
            OPERATIONS.map(|operation| operation.quota.get()),
            [50, 10, 50, 15, 10, 10, 10, 10]
        );
    }
}
