//! An action of the service with validated parameters.

use core::fmt;
use std::borrow::Cow;

use super::parameter::check;
use super::{Effect, Operation, Parameter, StateQuestion, VERSION};
use crate::call::DescribedTask;
use crate::error::ArgumentError;
use crate::http::Method;

/// An action of the service with validated parameters: an operation of the table, or any other action by its name.
#[derive(Clone)]
pub struct Invocation {
    pub(crate) action: Cow<'static, str>,
    pub(crate) version: Cow<'static, str>,
    pub(super) method: Method,
    pub(super) effect: Effect,
    pub(super) operation: Option<&'static Operation>,
    pub(super) parameters: Vec<(Cow<'static, str>, String)>,
    /// The number of the last parameters that a `POST` by ACS3 carries in a form body.
    pub(super) in_form: u32,
}

impl Invocation {
    /// Validates the parameters of an operation. `value_of` returns the value of a parameter, or `None`.
    ///
    /// # Errors
    ///
    /// [`ArgumentError`] with the name of the first parameter that is missing, empty, too long, not a number, or has a hidden character.
    pub fn new(
        operation: &'static Operation,
        value_of: &dyn Fn(&Parameter) -> Option<String>,
    ) -> Result<Self, ArgumentError> {
        let mut parameters = Vec::with_capacity(operation.parameters.len());
        for parameter in operation.parameters {
            let value = value_of(parameter);
            check(parameter, value.as_deref())?;
            if let Some(value) = value {
                parameters.push((Cow::Borrowed(parameter.name), value));
            }
        }
        Ok(Self {
            action: Cow::Borrowed(operation.name),
            version: Cow::Borrowed(VERSION),
            method: operation.method(),
            effect: operation.effect,
            operation: Some(operation),
            parameters,
            in_form: 0,
        })
    }

    /// The question for the state of the task that this invocation stops, and the invocation that asks it.
    pub(crate) fn state_question(&self) -> Option<(&'static StateQuestion, Self)> {
        let question = self.operation?.state_question?;
        // The shared parameters have been validated.
        let invocation = Self::new(question.operation, &|parameter| {
            self.parameter(parameter.name).map(Into::into)
        });
        Some((question, invocation.ok()?))
    }

    /// The place of the task in the reply, if this invocation asks for the state of one task.
    pub(crate) fn described_task(&self) -> Option<DescribedTask> {
        let question = StateQuestion::answered_by(self.operation?)?;
        Some(DescribedTask {
            operation: question.operation.name,
            member: question.member,
            id_name: question.id,
            status_name: question.status,
            id: self.parameter(question.id)?.into(),
        })
    }

    /// The name, `Action` or `x-acs-action` on the wire.
    #[must_use]
    pub fn action(&self) -> &str {
        &self.action
    }

    /// The version of the API.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The name by which the quotas know the action. In another version of the API, the name may be another action.
    pub(crate) fn paced_name(&self) -> Option<&str> {
        (self.version == VERSION).then_some(&*self.action)
    }

    /// The method of its requests.
    #[must_use]
    pub const fn method(&self) -> Method {
        self.method
    }

    /// The effect of a request.
    #[must_use]
    pub const fn effect(&self) -> Effect {
        self.effect
    }

    /// The operation of the table; `None` for any other action.
    #[must_use]
    pub const fn operation(&self) -> Option<&'static Operation> {
        self.operation
    }

    /// Whether the gateway takes requests with this method.
    #[must_use]
    pub fn takes(&self, method: Method) -> bool {
        self.operation
            .is_none_or(|operation| operation.methods.contains(&method))
    }

    /// Names and values as they are signed and sent.
    pub fn parameters(&self) -> impl Iterator<Item = (&str, &str)> {
        self.parameters
            .iter()
            .map(|(name, value)| (name.as_ref(), value.as_str()))
    }

    /// Appends names and values as they are signed and sent.
    pub(crate) fn push_parameters<'a>(&'a self, out: &mut Vec<(&'a str, &'a str)>) {
        for (name, value) in &self.parameters {
            out.push((name, value));
        }
    }

    /// The number of the first parameters, which an ACS3 request carries in the query. It carries the others in a form body.
    pub(crate) fn in_query(&self) -> usize {
        self.parameters.len().saturating_sub(self.in_form as usize)
    }

    /// The value of a parameter, by its name on the wire.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let parameter = self.parameters.iter().find(|(n, _)| n == name);
        parameter.map(|(_, value)| value.as_str())
    }
}

/// Shows the names of the parameters, and no value: some are keys of the caller, such as `NotifyAuthKey`.
impl fmt::Debug for Invocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug_names(f, &self.action, self.parameters().map(|(name, _)| name))
    }
}

pub(super) fn debug_names<'a>(
    f: &mut fmt::Formatter<'_>,
    action: &str,
    names: impl Iterator<Item = &'a str>,
) -> fmt::Result {
    f.write_str(action)?;
    f.debug_list().entries(names).finish()
}

#[cfg(test)]
mod tests {
    #[cfg(target_family = "wasm")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::super::{MAX_TEXT_CHARS, STOP_LIVE_STREAM_MONITOR, STOP_RTC_CLOUD_RECORDING};
    use super::*;
    use crate::error::code;

    fn task(id: Option<&str>) -> Result<Invocation, ArgumentError> {
        Invocation::new(&STOP_RTC_CLOUD_RECORDING, &|_| id.map(String::from))
    }

    fn owner(id: &str) -> Result<Invocation, ArgumentError> {
        Invocation::new(&STOP_LIVE_STREAM_MONITOR, &|parameter| match parameter.name {
            "MonitorId" => Some("m".into()),
            "OwnerId" => Some(id.into()),
            _ => None,
        })
    }

    #[test]
    fn refuses_by_path() {
        let long = "x".repeat(MAX_TEXT_CHARS + 1);
        for (id, code, message) in [
            (
                None,
                code::MISSING_PARAMETER,
                "TaskId: expected a string, but it is missing",
            ),
            (
                Some(""),
                code::INVALID_PARAMETER,
                "TaskId: expected a string that is not blank",
            ),
            (
                Some(" \t\u{3000}"),
                code::INVALID_PARAMETER,
                "TaskId: expected a string without white space and invisible characters, but it has U+0020 at 0",
            ),
            (
                Some("task-1\n"),
                code::INVALID_PARAMETER,
                "TaskId: expected a string without white space and invisible characters, but it has U+000A at 6",
            ),
            (
                Some(long.as_str()),
                code::INVALID_PARAMETER,
                "TaskId: expected a string of at most 256 characters",
            ),
        ] {
            let error = task(id).unwrap_err();
            assert_eq!((error.code, error.to_string().as_str()), (code, message));
        }
    }

    #[test]
    fn debug_shows_names_and_no_value() {
        let shown = format!("{:?}", task(Some("t")).unwrap());
        assert_eq!(shown, r#"StopRtcCloudRecording["TaskId"]"#);
    }

    #[test]
    fn the_state_question_is_about_the_same_task() {
        let (question, asked) = task(Some("t")).unwrap().state_question().unwrap();
        assert_eq!(
            (asked.action(), asked.parameter(question.id)),
            ("DescribeRtcCloudRecordingFiles", Some("t"))
        );
        let (question, asked) = owner("7").unwrap().state_question().unwrap();
        assert_eq!(asked.action(), "DescribeLiveStreamMonitorList");
        assert_eq!(
            (asked.parameter(question.id), asked.parameter("OwnerId")),
            (Some("m"), Some("7"))
        );
        let described = asked.described_task().unwrap();
        assert_eq!((described.id_name, described.id.as_str()), ("MonitorId", "m"));
        assert!(owner("7").unwrap().described_task().is_none());
    }

    #[test]
    fn counts_characters_not_bytes() {
        assert!(task(Some(&"監".repeat(MAX_TEXT_CHARS))).is_ok());
        assert!(task(Some(&"🎥".repeat(MAX_TEXT_CHARS + 1))).is_err());
    }

    #[test]
    fn keeps_what_is_odd_but_visible() {
        for id in ["a+b", "監", "\u{10ffff}", "e\u{301}", "0"] {
            assert_eq!(task(Some(id)).unwrap().parameter("TaskId"), Some(id));
        }
        for id in ["a b", "\0", "a\nb", "\u{feff}t", "t\u{200b}", "t\u{200e}3"] {
            assert_eq!(task(Some(id)).unwrap_err().path, "TaskId", "{id:?}");
        }
    }

    #[test]
    fn owner_ids() {
        for good in ["0", "1", "9223372036854775807"] {
            assert_eq!(owner(good).unwrap().parameter("OwnerId"), Some(good));
        }
        for bad in ["", "-1", "+1", "01", "1.0", "1e3", "9223372036854775808", "१"] {
            assert_eq!(owner(bad).unwrap_err().path, "OwnerId", "{bad}");
        }
    }
}
