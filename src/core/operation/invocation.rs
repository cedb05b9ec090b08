//! An action of the service with validated parameters.

use core::fmt;
use std::borrow::Cow;

use super::{Effect, MAX_TEXT_CHARS, Operation, Parameter, StateQuestion, VERSION, ValueType};
use crate::error::{ArgumentError, code};
use crate::http::Method;
use crate::visible::{expected, is_hidden};

/// An action of the service with validated parameters: an operation of the table, or any other action by its name.
#[derive(Clone)]
pub struct Invocation {
    pub(crate) action: Cow<'static, str>,
    pub(crate) version: Cow<'static, str>,
    method: Method,
    effect: Effect,
    operation: Option<&'static Operation>,
    parameters: Vec<(Cow<'static, str>, String)>,
}

/// An action by its name.
#[derive(Clone)]
pub struct Action {
    /// The name, `Action` or `x-acs-action` on the wire.
    pub name: String,
    /// The version of the API.
    pub version: String,
    /// The method of its requests.
    pub method: Method,
    /// The effect of a request. An operation of the table has its own. A request with [`Effect::ChangesEachTime`] is not sent again
    /// while its fate is unknown.
    pub effect: Effect,
    /// Names and values as they are signed and sent, in any order.
    pub parameters: Vec<(Cow<'static, str>, String)>,
}

/// Parameters that the signature methods write themselves.
///
/// Source: <https://www.alibabacloud.com/help/en/sdk/product-overview/rpc-mechanism>, "Common request parameters".
const RESERVED: [&str; 11] = [
    "AccessKeyId",
    "Action",
    "Format",
    "SecurityToken",
    "Signature",
    "SignatureMethod",
    "SignatureNonce",
    "SignatureType",
    "SignatureVersion",
    "Timestamp",
    "Version",
];

/// The largest value of [`ValueType::Integer64`].
const MAX_INTEGER: &str = "9223372036854775807";

/// Maximum length of the name of an action. The longest of the service has 53 characters.
const MAX_ACTION_CHARS: usize = 128;

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
            method: Method::Post,
            effect: operation.effect,
            operation: Some(operation),
            parameters,
        })
    }

    /// Validates an action. The name of an operation of the table is that operation, with its quota, its effect and its checks; further
    /// parameters are sent as they are.
    ///
    /// # Errors
    ///
    /// [`ArgumentError`] that names the action, the version, the method or a parameter that cannot be sent.
    ///
    /// ```
    /// use apsara_live_core::http::Method;
    /// use apsara_live_core::operation::{Action, Effect, Invocation};
    ///
    /// let invocation = Invocation::of_action(Action {
    ///     name: "DescribeLiveDomainDetail".into(),
    ///     version: "2016-11-01".into(),
    ///     method: Method::Post,
    ///     effect: Effect::Reads,
    ///     parameters: vec![("DomainName".into(), "live.example.com".into())],
    /// })?;
    /// assert_eq!(invocation.parameter("DomainName"), Some("live.example.com"));
    /// # Ok::<(), apsara_live_core::ArgumentError>(())
    /// ```
    pub fn of_action(action: Action) -> Result<Self, ArgumentError> {
        let is_name = |text: &str| text.as_bytes().iter().all(u8::is_ascii_alphanumeric);
        if action.name.is_empty() || action.name.len() > MAX_ACTION_CHARS || !is_name(&action.name) {
            let expected = "the name of an action: ASCII letters and digits";
            return Err(ArgumentError::new(code::INVALID_PARAMETER, "action", expected));
        }
        let of_version = |byte: &u8| byte.is_ascii_digit() || *byte == b'-';
        if action.version.len() != VERSION.len() || !action.version.as_bytes().iter().all(of_version) {
            let expected = "a version of an API, such as 2016-11-01";
            return Err(ArgumentError::new(code::INVALID_OPTION, "version", expected));
        }
        for (name, _) in &action.parameters {
            if name.is_empty() || RESERVED.contains(&name.as_ref()) {
                let expected = "no such parameter: every request has it already";
                return Err(ArgumentError::new(code::INVALID_PARAMETER, name, expected));
            }
        }
        let operation = Operation::named(&action.name).filter(|_| action.version == VERSION);
        if let Some(operation) = operation {
            if !operation.methods.contains(&action.method) {
                let expected = "a method that the operation takes";
                return Err(ArgumentError::new(code::INVALID_METHOD, "method", expected));
            }
            for parameter in operation.parameters {
                let same_name = action.parameters.iter().find(|(name, _)| name == parameter.name);
                let value = same_name.map(|(_, value)| value.as_str());
                check(parameter, value)?;
            }
        }
        Ok(Self {
            action: Cow::Owned(action.name),
            version: Cow::Owned(action.version),
            method: action.method,
            effect: operation.map_or(action.effect, |operation| operation.effect),
            operation,
            parameters: action.parameters,
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

    /// The value of a parameter, by its name on the wire.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let parameter = self.parameters.iter().find(|(n, _)| n == name);
        parameter.map(|(_, value)| value.as_str())
    }
}

/// Shows the names of the parameters, and no value.
impl fmt::Debug for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug_names(f, &self.name, self.parameters.iter().map(|(name, _)| name.as_ref()))
    }
}

/// Shows the names of the parameters, and no value: some are keys of the caller, such as `NotifyAuthKey`.
impl fmt::Debug for Invocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug_names(f, &self.action, self.parameters().map(|(name, _)| name))
    }
}

fn debug_names<'a>(f: &mut fmt::Formatter<'_>, action: &str, names: impl Iterator<Item = &'a str>) -> fmt::Result {
    f.write_str(action)?;
    f.debug_list().entries(names).finish()
}

fn check(parameter: &Parameter, value: Option<&str>) -> Result<(), ArgumentError> {
    let refused = |code, expected: &str| Err(ArgumentError::new(code, parameter.name, expected));
    let visible = "a string without white space and invisible characters";
    match (parameter.value, value) {
        (_, None) if parameter.required => refused(code::MISSING_PARAMETER, "a string, but it is missing"),
        (_, None) => Ok(()),
        (ValueType::Text, Some(text)) => {
            // Each character has exactly one byte that is no continuation byte.
            let characters = text.bytes().filter(|byte| byte & 0xc0 != 0x80).count();
            if text.is_empty() {
                refused(code::INVALID_PARAMETER, "a string that is not blank")
            } else if text.chars().any(is_hidden) {
                refused(code::INVALID_PARAMETER, &expected(visible, text, is_hidden))
            } else if characters > MAX_TEXT_CHARS {
                refused(code::INVALID_PARAMETER, "a string of at most 256 characters")
            } else {
                Ok(())
            }
        }
        (ValueType::Integer64, Some(text)) => {
            let digits = text.as_bytes().iter().all(u8::is_ascii_digit);
            let canonical = text == "0" || !matches!(text.as_bytes(), [] | [b'0', ..]);
            // Without zeros in front, the longer number is the larger one.
            if digits && canonical && (text.len(), text) <= (MAX_INTEGER.len(), MAX_INTEGER) {
                Ok(())
            } else {
                refused(code::INVALID_PARAMETER, "a whole number from 0 to 9223372036854775807")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_family = "wasm")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::super::{STOP_LIVE_STREAM_MONITOR, STOP_RTC_CLOUD_RECORDING};
    use super::*;

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

    fn action(change: impl FnOnce(&mut Action)) -> Result<Invocation, ArgumentError> {
        let mut action = Action {
            name: "StartRtcCloudRecording".into(),
            version: VERSION.into(),
            method: Method::Post,
            effect: Effect::ChangesEachTime,
            parameters: vec![("AppId".into(), "app".into())],
        };
        change(&mut action);
        Invocation::of_action(action)
    }

    #[test]
    fn any_other_action_is_taken_by_its_name() {
        let invocation = action(|_| {}).unwrap();
        assert_eq!(invocation.action(), "StartRtcCloudRecording");
        assert_eq!(invocation.version(), VERSION);
        assert_eq!(invocation.effect(), Effect::ChangesEachTime);
        assert!(invocation.operation().is_none() && invocation.state_question().is_none());
        assert!(invocation.takes(Method::Get) && invocation.takes(Method::Post));
        assert_eq!(action(|a| a.effect = Effect::Reads).unwrap().effect(), Effect::Reads);
        assert!(action(|a| a.name = "x".repeat(MAX_ACTION_CHARS)).is_ok());
    }

    #[test]
    fn an_operation_by_its_name_is_that_operation() {
        let stop = |change: &dyn Fn(&mut Action)| {
            action(|a| {
                a.name = "StopRtcCloudRecording".into();
                a.parameters = vec![("TaskId".into(), "t".into()), ("RegionId".into(), "cn-shanghai".into())];
                change(a);
            })
        };
        let invocation = stop(&|_| {}).unwrap();
        assert!(core::ptr::eq(
            invocation.operation().unwrap(),
            &raw const STOP_RTC_CLOUD_RECORDING
        ));
        assert_eq!(invocation.effect(), Effect::Stops);
        assert_eq!(invocation.parameter("RegionId"), Some("cn-shanghai"));
        assert!(
            stop(&|a| a.version = "2016-11-02".into())
                .unwrap()
                .operation()
                .is_none()
        );
        let blank = stop(&|a| a.parameters[0].1 = " ".into()).unwrap_err();
        assert!(blank.to_string().ends_with("U+0020 at 0"), "{blank}");
        let misspelt = stop(&|a| a.parameters[0].0 = "taskId".into()).unwrap_err();
        assert_eq!(
            (misspelt.code, misspelt.path.as_str()),
            (code::MISSING_PARAMETER, "TaskId")
        );
    }

    #[test]
    fn refuses_actions_that_cannot_be_sent() {
        for name in ["", "A B", "A-B", "Stöp", "A\n", &"x".repeat(MAX_ACTION_CHARS + 1)] {
            assert_eq!(action(|a| a.name = name.into()).unwrap_err().path, "action", "{name}");
        }
        for version in ["", "2016-11-1", "2016-11-011", "2016/11/01"] {
            let error = action(|a| a.version = version.into()).unwrap_err();
            assert_eq!(error.path, "version", "{version}");
        }
        for name in RESERVED {
            let error = action(|a| a.parameters.push((name.into(), "x".into()))).unwrap_err();
            assert_eq!(error.path, name);
        }
        assert_eq!(action(|a| a.parameters.push(Default::default())).unwrap_err().path, "");
    }

    #[test]
    fn debug_shows_names_and_no_value() {
        let shown = format!("{:?}", task(Some("t")).unwrap());
        assert_eq!(shown, r#"StopRtcCloudRecording["TaskId"]"#);
        let mut shown = String::new();
        let _ = action(|action| shown = format!("{action:?}"));
        assert_eq!(shown, r#"StartRtcCloudRecording["AppId"]"#);
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
        assert!(asked.state_question().is_none());
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
