//! The state of a task in the reply of the operation that describes it.

use core::slice;

use serde_json::{Map, Value};

use super::quoted;
use crate::call::DescribedTask;

/// Returns the `Status` of the task as text; empty if the reply describes other tasks, or none.
pub(super) fn of(members: &Map<String, Value>, task: &DescribedTask) -> Option<String> {
    let tasks = match members.get(task.member)? {
        Value::Array(tasks) => tasks,
        object @ Value::Object(_) => slice::from_ref(object),
        // A reply without the member does not even prove that there is no such task.
        _ => return None,
    };
    let mut found = tasks
        .iter()
        .filter(|candidate| candidate.get(task.id_name).and_then(Value::as_str) == Some(&task.id));
    let Some(first) = found.next() else {
        return Some(String::new());
    };
    // Two tasks with one ID contradict each other.
    if found.next().is_some() {
        return None;
    }
    match first.get("Status")? {
        Value::String(status) => (!status.is_empty()).then(|| quoted(status).into()),
        Value::Number(status) => Some(number(status)),
        _ => None,
    }
}

/// Known states are small whole numbers: `1.0` is `1`, as in JavaScript.
fn number(status: &serde_json::Number) -> String {
    let whole = status
        .as_f64()
        .filter(|value| value.fract() == 0.0 && value.abs() < 1e15);
    #[allow(clippy::cast_possible_truncation, reason = "a whole number below 1e15")]
    whole.map_or_else(|| status.to_string(), |value| (value as i64).to_string())
}
