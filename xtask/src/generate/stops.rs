//! The operations that stop a task, in the order of the core, as a TypeScript table.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::{Context, Result};
use apsara_live_core::operation::REFERENCES;
use apsara_live_core::operation::reference::Reference;
use serde_json::{Value, json};

use super::typescript::{camel_case, module};
use crate::workspace::Workspace;

pub(super) const PATH: &str = "pkg-template/src/generated/stops.ts";

/// The rows of operations that stop a task.
pub(super) fn stops() -> impl Iterator<Item = &'static Reference> {
    REFERENCES.iter().filter(|reference| reference.noun.is_some())
}

/// The name in JavaScript of the parameter with the ID of the task.
pub(super) fn id_key(reference: &Reference) -> Result<String> {
    let question = reference
        .state_question
        .context("a stop has a question for the state")?;
    Ok(camel_case(question.id))
}

fn question(reference: &Reference) -> Result<Value> {
    let question = reference
        .state_question
        .context("a stop has a question for the state")?;
    let mut described = REFERENCES.iter().filter(|row| row.name == question.operation.name);
    let result = described.next().and_then(|row| row.result.as_ref());
    // The member that holds one task is the result.
    let is_task = result.is_some_and(|result| result.member == Some(question.member));
    let numbers = question.states.iter().filter(|(name, _)| name.parse::<u32>().is_ok());
    let states: BTreeMap<_, _> = numbers
        .map(|(name, state)| (*name, format!("{state:?}").to_uppercase()))
        .collect();
    Ok(json!({
        "operation": question.operation.name,
        "list": if is_task { None } else { Some(camel_case(question.member)) },
        "states": states,
    }))
}

pub(super) fn text(workspace: &Workspace) -> Result<String> {
    let (mut rows, mut questions) = (String::new(), String::new());
    for reference in stops() {
        let row = json!({ "noun": reference.noun, "id": id_key(reference)? });
        writeln!(rows, "{}: {row},", reference.name)?;
        writeln!(questions, "{}: {},", reference.name, question(reference)?)?;
    }
    let code = format!(
        "import type {{ StopName }} from \"./operations.ts\";\n\n\
         /**\n * The operations that stop a task: the word for the task, and the name of its ID. Of operations with the same name of an ID, the\n\
         * first stops the tasks that name no operation.\n */\n\
         export const STOPS = {{\n{rows}}} as const;\n\n\
         /** The names of these operations, in that order. */\n\
         export const STOP_NAMES = Object.keys(STOPS) as readonly StopName[];\n\n\
         /**\n * The operation that describes the task; the member of its result that lists tasks, unless the result is the task; and the states\n\
         * that numbers stand for.\n */\n\
         export const STATE_QUESTIONS = {{\n{questions}}} as const;\n"
    );
    module(workspace, PATH, "src/core/operation", &code)
}
