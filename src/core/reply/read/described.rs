//! The task in the reply of an operation that describes tasks.

use serde_json::{Map, Value};

use super::quoted;
use crate::call::DescribedTask;
use crate::reply::FieldParts;

/// Adds the ID of the task that the reply is about, and its state as text.
pub(super) fn with_task(fields: FieldParts, members: &Map<String, Value>, task: &DescribedTask) -> FieldParts {
    let tasks: Vec<_> = match members.get(task.member) {
        _ if task.member.is_empty() => vec![Some(members)],
        Some(Value::Object(task)) => vec![Some(task)],
        Some(Value::Array(tasks)) => tasks.iter().map(Value::as_object).collect(),
        // A reply without the member does not even prove that there is no such task.
        _ => {
            return FieldParts {
                task_id: None,
                ..fields
            };
        }
    };
    let is_empty = tasks.is_empty();
    let tasks = || tasks.iter().flatten().copied();
    let id = |candidate: &Map<_, _>| Some(candidate.get(task.id_name)?.as_str()?.to_owned());
    let mut found = tasks().filter(|candidate| id(candidate).as_ref() == Some(&task.id));
    let (task_id, task_status) = match (found.next(), found.next()) {
        (Some(only), None) => (Some(task.id.clone()), only.get(task.status_name).and_then(status)),
        // Two tasks with one ID contradict each other.
        (Some(_), Some(_)) => (Some(task.id.clone()), None),
        _ if is_empty => (Some(task.id.clone()), Some(String::new())),
        _ => (tasks().find_map(id), None),
    };
    FieldParts {
        task_id,
        task_status,
        ..fields
    }
}

fn status(status: &Value) -> Option<String> {
    match status {
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
