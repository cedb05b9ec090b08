//! Members of a JSON reply that the core knows, and signs of an error in any other form.

use serde_json::{Map, Value};

use super::{quoted, trim};
use crate::http::MAX_REPLY_VALUES;
use crate::reply::FieldParts;
use crate::reply::names::{ACCESS_DENIED_NAMES, FIELD_NAMES, SUCCESS_NAME, is_error_name};

/// A known member of a body, under any spelling.
#[derive(Clone, Copy)]
enum Member<'a> {
    Missing,
    Once(&'a Value),
    /// A member under two spellings has no meaning.
    Ambiguous,
}

/// Whether the text has too many values. Counts what begins a value outside of strings: commas and opening brackets.
pub(super) fn has_too_many_values(json: &[u8]) -> bool {
    let (mut values, mut in_string) = (0, false);
    let mut bytes = json.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => in_string = !in_string,
            b'\\' if in_string => {
                bytes.next();
            }
            b',' | b'[' | b'{' if !in_string => values += 1,
            _ => {}
        }
    }
    values > MAX_REPLY_VALUES
}

/// Reads the members. Only the reply to a stop, which is short, is searched for nested errors: a long body counts as one with such an error.
pub(super) fn fields(members: &Map<String, Value>, is_long: bool) -> FieldParts {
    let names = FIELD_NAMES.map(str::to_lowercase);
    let mut values = [Member::Missing; FIELD_NAMES.len()];
    let (mut mentions_error, mut nests) = (false, is_long);
    for (name, value) in members {
        let name = name.to_lowercase();
        match names.iter().position(|known| *known == name) {
            None => {
                mentions_error |= contains_error(&name, value) || (name == SUCCESS_NAME && is_false(value));
            }
            Some(_) if value.is_null() => {}
            Some(index) => {
                values[index] = match values[index] {
                    Member::Missing => Member::Once(value),
                    Member::Once(_) | Member::Ambiguous => Member::Ambiguous,
                };
            }
        }
        nests = nests || nests_error(value);
    }
    let [request_id, task_id, code, message, recommend, _] = values.map(Member::text);
    FieldParts {
        request_id,
        task_id,
        mentions_error: mentions_error || (code.is_none() && !matches!(values[2], Member::Missing)),
        code,
        message,
        recommend,
        access_denied_detail: values[5].lines(),
        nests_error: nests,
        task_status: None,
    }
}

impl Member<'_> {
    fn text(self) -> Option<String> {
        match self {
            Self::Once(value) => value.as_str().map(|text| quoted(text).into()),
            Self::Missing | Self::Ambiguous => None,
        }
    }

    /// The texts of `AccessDeniedDetail`.
    fn lines(self) -> Option<String> {
        let Self::Once(Value::Object(detail)) = self else {
            return None;
        };
        let texts = ACCESS_DENIED_NAMES.map(|(name, _)| {
            let text = detail.get(name).and_then(Value::as_str);
            text.unwrap_or_default().replace('\n', " ")
        });
        Some(quoted(&texts.join("\n")).into())
    }
}

fn is_false(value: &Value) -> bool {
    let says_false = |text: &str| trim(text).eq_ignore_ascii_case("false");
    *value == Value::Bool(false) || value.as_str().is_some_and(says_false)
}

fn contains_error(name: &str, value: &Value) -> bool {
    let is_empty = matches!(value, Value::Null | Value::Bool(false)) || value.as_str() == Some("");
    !is_empty && is_error_name(name)
}

/// Whether an object, or an object within it, contains an error. The parser limits the depth.
fn nests_error(value: &Value) -> bool {
    match value {
        Value::Object(members) => members
            .iter()
            .any(|(name, value)| contains_error(name, value) || nests_error(value)),
        Value::Array(values) => values.iter().any(nests_error),
        _ => false,
    }
}
