//! All facts of an operation: one row.
//!
//! [`OPERATIONS`](super::OPERATIONS) repeats the columns that calls need, so that the others are not in the wasm.

use super::service_error::ServiceError;
use super::{Effect, Parameter, StateQuestion, ValueType};
use crate::http::Method;
use crate::text::concat;

/// Where the vendor's pages of the API are. The name of an operation in small letters follows.
const PAGES: &str = "https://www.alibabacloud.com/help/en/live/developer-reference/";
const CHINESE_PAGES: &str = "https://help.aliyun.com/zh/live/developer-reference/";
const PAGE: &str = "api-live-2016-11-01-";

/// All facts of an operation.
#[derive(Debug)]
#[non_exhaustive]
pub struct Reference {
    /// The operation's name, `Action` or `x-acs-action` on the wire.
    pub name: &'static str,
    /// The operation in one sentence.
    pub summary: &'static str,
    /// The word for the task in commands and reports, for an operation that stops a task: one word, whose plural ends with `s`.
    pub noun: Option<&'static str>,
    /// The last part of the address of the vendor's Chinese page, where it does not follow from the name.
    pub chinese_page: Option<&'static str>,
    /// The effect of a request.
    pub effect: Effect,
    /// The question for the state of the task, for an operation that stops a task.
    pub state_question: Option<&'static StateQuestion>,
    /// The parameters, sorted by their name on the wire.
    pub parameters: &'static [ParameterDoc],
    /// The parameter that a success must repeat, if there is one.
    pub reply_repeats: Option<&'static str>,
    /// The result of an operation that reads.
    pub result: Option<ResultDoc>,
    /// The documented errors.
    pub errors: &'static [ServiceError],
    /// Calls a second that the service allows one account, with all its RAM users together. Where the pages name no quota: the smallest
    /// of the table.
    pub quota: u32,
    /// The methods that the gateway takes.
    pub methods: &'static [Method],
}

impl Reference {
    /// The vendor's page.
    #[must_use]
    pub fn page(&self) -> String {
        concat(&[PAGES, PAGE, &self.name.to_ascii_lowercase()])
    }

    /// The vendor's Chinese page.
    #[must_use]
    pub fn chinese_page(&self) -> String {
        match self.chinese_page {
            Some(page) => concat(&[CHINESE_PAGES, page]),
            None => concat(&[CHINESE_PAGES, PAGE, &self.name.to_ascii_lowercase()]),
        }
    }

    /// The RAM action that a policy must allow.
    #[must_use]
    pub fn ram_action(&self) -> String {
        concat(&["live:", self.name])
    }
}

/// A request parameter.
#[derive(Debug)]
pub struct ParameterDoc {
    /// The name on the wire, `TaskId`.
    pub name: &'static str,
    /// Whether a call without it is refused.
    pub required: bool,
    /// The form of its values.
    pub value: ValueType,
    /// The meaning, as a sentence that follows the name and a colon.
    pub description: &'static str,
}

/// Returns the columns that a call needs. `N` is the number of rows.
pub(super) const fn parameters<const N: usize>(rows: &[ParameterDoc]) -> [Parameter; N] {
    let mut columns = [const { Parameter::EMPTY }; N];
    let mut index = 0;
    while index < N {
        let ParameterDoc {
            name, required, value, ..
        } = rows[index];
        columns[index] = Parameter { name, required, value };
        index += 1;
    }
    columns
}

/// The part of a reply that is the result in JavaScript.
#[derive(Debug)]
pub struct ResultDoc {
    /// The member of the reply that contains the result; `None` if the reply is the result.
    pub member: Option<&'static str>,
    /// The members of the result.
    pub members: &'static [MemberDoc],
}

/// A member of a reply.
#[derive(Debug)]
pub struct MemberDoc {
    /// The name on the wire. In JavaScript its first letter is small.
    pub name: &'static str,
    /// The form of its value.
    pub value: MemberType,
    /// The meaning, as a sentence that follows the name and a colon.
    pub description: &'static str,
}

/// Form of a member of a reply.
#[derive(Debug)]
pub enum MemberType {
    /// A string.
    Text,
    /// A whole number.
    Integer,
    /// One of these strings, or another that the vendor adds.
    Words(&'static [&'static str]),
    /// One of these whole numbers, each with its word, or another that the vendor adds.
    Numbers(&'static [(i32, &'static str)]),
    /// A list of strings.
    Texts,
    /// An object with these members.
    Object(&'static [MemberDoc]),
    /// A list of such objects.
    Objects(&'static [MemberDoc]),
}

#[cfg(test)]
mod tests {
    #[cfg(target_family = "wasm")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::classify::classify;
    use crate::operation::{OPERATIONS, REFERENCES, gateway};
    use crate::reply::FieldParts;

    #[test]
    fn operations_repeat_the_references() {
        for (operation, row) in OPERATIONS.into_iter().zip(&REFERENCES) {
            assert_eq!(row.result.is_some(), row.effect == Effect::Reads);
            assert_eq!(row.noun.is_some(), row.effect == Effect::Stops);
            assert_eq!((operation.name, operation.quota.get()), (row.name, row.quota));
            assert!(
                operation
                    .parameters
                    .iter()
                    .map(|column| (column.name, column.required, column.value))
                    .eq(row.parameters.iter().map(|doc| (doc.name, doc.required, doc.value)))
            );
            assert!(
                operation
                    .errors
                    .iter()
                    .map(|column| (column.code, column.meaning))
                    .eq(row.errors.iter().map(|error| (error.code, error.meaning)))
            );
        }
    }

    #[test]
    fn the_status_of_a_row_does_not_contradict_its_meaning() {
        for (operation, row) in OPERATIONS.into_iter().zip(&REFERENCES) {
            for error in row.errors.iter().chain(&gateway::ERRORS) {
                let fields = FieldParts {
                    code: Some(error.code.into()),
                    ..FieldParts::UNKNOWN
                }
                .into();
                if let Some(status) = error.status {
                    assert_eq!(
                        classify(Some(operation), status, &fields),
                        error.meaning,
                        "{}",
                        error.code
                    );
                }
            }
            assert!(row.errors.iter().all(|error| error.status.is_some()));
        }
    }

    #[test]
    fn addresses_and_ram_actions_follow_from_the_name() {
        let [recording, monitor, ..] = &REFERENCES;
        let pages = "https://www.alibabacloud.com/help/en/live/developer-reference/";
        assert_eq!(
            recording.page(),
            format!("{pages}api-live-2016-11-01-stoprtccloudrecording")
        );
        let chinese = "https://help.aliyun.com/zh/live/developer-reference/";
        let page = format!("{chinese}api-live-2016-11-01-stoprtccloudrecording");
        assert_eq!(recording.chinese_page(), page);
        assert_eq!(monitor.chinese_page(), format!("{chinese}api-stop-monitoring"));
        assert_eq!(recording.ram_action(), "live:StopRtcCloudRecording");
    }

    #[test]
    fn documented_figures() {
        let figures = REFERENCES.each_ref().map(|row| (row.name, row.errors.len()));
        assert_eq!(
            figures,
            [
                ("StopRtcCloudRecording", 4),
                ("StopLiveStreamMonitor", 7),
                ("DescribeRtcCloudRecordingFiles", 3),
                ("DescribeLiveStreamMonitorList", 3),
                ("StopLivePullToPush", 6),
                ("DescribeLivePullToPush", 4),
                ("StopRtcCloudTranscode", 6),
                ("DescribeRtcCloudTranscode", 6),
            ]
        );
    }
}
