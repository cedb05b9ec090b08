//! An operation with validated parameters.

use core::fmt;

use super::{MAX_TEXT_CHARS, Operation, Parameter, ValueType};
use crate::error::{ArgumentError, code};
use crate::text::{concat, number};

/// An operation with validated parameters.
#[derive(Clone)]
pub struct Invocation {
    operation: &'static Operation,
    values: Vec<Option<String>>,
}

impl Invocation {
    /// Validates the parameters. `value_of` returns the value of a parameter, or `None`.
    ///
    /// # Errors
    ///
    /// [`ArgumentError`] with the path of the first parameter that is missing, blank, too long or not a number.
    pub fn new(
        operation: &'static Operation,
        mut value_of: impl FnMut(&Parameter) -> Option<String>,
    ) -> Result<Self, ArgumentError> {
        let mut values = Vec::with_capacity(operation.parameters.len());
        for parameter in operation.parameters {
            let value = value_of(parameter);
            check(parameter, value.as_deref())?;
            values.push(value);
        }
        Ok(Self { operation, values })
    }

    /// The operation.
    #[must_use]
    pub const fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Names and values as they are signed and sent, sorted by name.
    pub fn parameters(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let given = self.operation.parameters.iter().zip(&self.values);
        given.filter_map(|(parameter, value)| Some((parameter.name, value.as_deref()?)))
    }

    /// Appends names and values as they are signed and sent.
    pub(crate) fn push_parameters<'a>(&'a self, out: &mut Vec<(&'a str, &'a str)>) {
        for (parameter, value) in self.operation.parameters.iter().zip(&self.values) {
            if let Some(value) = value {
                out.push((parameter.name, value));
            }
        }
    }

    /// The value of a parameter, by its name on the wire.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters().find(|(n, _)| *n == name).map(|(_, value)| value)
    }
}

impl fmt::Debug for Invocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.operation.name)?;
        f.debug_map().entries(self.parameters()).finish()
    }
}

fn check(parameter: &Parameter, value: Option<&str>) -> Result<(), ArgumentError> {
    let refused = |code, expected: &str| {
        let path = concat(&["params.", parameter.key]);
        Err(ArgumentError::new(code, &path, expected))
    };
    match (parameter.value, value) {
        (_, None) if parameter.required => refused(code::MISSING_PARAMETER, "a string, but it is missing"),
        (_, None) => Ok(()),
        (ValueType::Text, Some(text)) => {
            let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
            if text.chars().all(char::is_whitespace) {
                refused(code::INVALID_PARAMETER, "a string that is not blank")
            } else if blank(text.chars().next()) || blank(text.chars().next_back()) {
                refused(code::INVALID_PARAMETER, "a string without white space around it")
            } else if text.chars().nth(MAX_TEXT_CHARS).is_some() {
                refused(code::INVALID_PARAMETER, "a string of at most 256 characters")
            } else {
                Ok(())
            }
        }
        (ValueType::Integer64, Some(text)) => {
            let canonical = text == "0" || !text.starts_with('0');
            if canonical && number(text).is_some_and(|number| i64::try_from(number).is_ok()) {
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
        Invocation::new(&STOP_RTC_CLOUD_RECORDING, |_| id.map(String::from))
    }

    fn owner(id: &str) -> Result<Invocation, ArgumentError> {
        Invocation::new(&STOP_LIVE_STREAM_MONITOR, |parameter| match parameter.name {
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
                "params.taskId: expected a string, but it is missing",
            ),
            (
                Some(""),
                code::INVALID_PARAMETER,
                "params.taskId: expected a string that is not blank",
            ),
            (
                Some(" \t\u{3000}"),
                code::INVALID_PARAMETER,
                "params.taskId: expected a string that is not blank",
            ),
            (
                Some("task-1\n"),
                code::INVALID_PARAMETER,
                "params.taskId: expected a string without white space around it",
            ),
            (
                Some(long.as_str()),
                code::INVALID_PARAMETER,
                "params.taskId: expected a string of at most 256 characters",
            ),
        ] {
            let error = task(id).unwrap_err();
            assert_eq!((error.code, error.to_string().as_str()), (code, message));
        }
    }

    #[test]
    fn counts_characters_not_bytes() {
        assert!(task(Some(&"監".repeat(MAX_TEXT_CHARS))).is_ok());
        assert!(task(Some(&"🎥".repeat(MAX_TEXT_CHARS + 1))).is_err());
    }

    #[test]
    fn keeps_what_is_odd_but_legal() {
        for id in ["a b", "\0", "a\nb", "\u{10ffff}", "e\u{301}", "0"] {
            assert_eq!(task(Some(id)).unwrap().parameter("TaskId"), Some(id));
        }
    }

    #[test]
    fn owner_ids() {
        for good in ["0", "1", "9223372036854775807"] {
            assert_eq!(owner(good).unwrap().parameter("OwnerId"), Some(good));
        }
        for bad in ["", "-1", "+1", "01", "1.0", "1e3", "9223372036854775808", "१"] {
            assert_eq!(owner(bad).unwrap_err().path, "params.ownerId", "{bad}");
        }
    }
}
