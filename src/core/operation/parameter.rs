//! Parameters of operations, and the form of their values.

use crate::error::{ArgumentError, code};
use crate::visible::{expected, is_hidden};

/// A request parameter.
#[derive(Debug)]
#[non_exhaustive]
pub struct Parameter {
    /// The name on the wire, `TaskId`.
    pub name: &'static str,
    /// Whether a call without it is refused.
    pub required: bool,
    /// The form of its values.
    pub value: ValueType,
}

impl Parameter {
    pub(super) const EMPTY: Self = Self {
        name: "",
        required: false,
        value: ValueType::Text,
    };

    /// The name in JavaScript: `taskId` for `TaskId`.
    #[must_use]
    pub fn key(&self) -> String {
        let mut key = String::from(self.name);
        if let Some(first) = key.get_mut(..1) {
            first.make_ascii_lowercase();
        }
        key
    }
}

/// Form of the values of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValueType {
    /// Text of 1 to [`MAX_TEXT_CHARS`] characters, without white space, control and format characters (Unicode Cc, Cf, Zs, Zl, Zp).
    Text,
    /// A whole number from 0 to 9223372036854775807, in decimal.
    Integer64,
}

/// Maximum length of a text parameter, in Unicode scalar values. Real identifiers are UUIDs with 36.
pub const MAX_TEXT_CHARS: usize = 256;

/// The largest value of [`ValueType::Integer64`].
const MAX_INTEGER: &str = "9223372036854775807";

/// Checks the value of a parameter.
pub(super) fn check(parameter: &Parameter, value: Option<&str>) -> Result<(), ArgumentError> {
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
