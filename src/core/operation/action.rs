//! Actions by their names.

use core::fmt;
use std::borrow::Cow;

use super::invocation::debug_names;
use super::parameter::check;
use super::{Effect, Invocation, Operation, VERSION};
use crate::error::{ArgumentError, code};
use crate::http::Method;

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
    /// The number of the last parameters that a `POST` carries in a form body: 0 for a `GET`. HMAC-SHA1 carries all parameters there.
    pub in_form: u32,
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

/// Maximum length of the name of an action. The longest of the service has 53 characters.
const MAX_ACTION_CHARS: usize = 128;

impl Invocation {
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
    ///     in_form: 0,
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
            in_form: action.in_form,
        })
    }
}

/// Shows the names of the parameters, and no value.
impl fmt::Debug for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug_names(f, &self.name, self.parameters.iter().map(|(name, _)| name.as_ref()))
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_family = "wasm")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::super::STOP_RTC_CLOUD_RECORDING;
    use super::*;

    fn action(change: impl FnOnce(&mut Action)) -> Result<Invocation, ArgumentError> {
        let mut action = Action {
            name: "StartRtcCloudRecording".into(),
            version: VERSION.into(),
            method: Method::Post,
            effect: Effect::ChangesEachTime,
            parameters: vec![("AppId".into(), "app".into())],
            in_form: 0,
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
        let mut shown = String::new();
        let _ = action(|action| shown = format!("{action:?}"));
        assert_eq!(shown, r#"StartRtcCloudRecording["AppId"]"#);
    }
}
