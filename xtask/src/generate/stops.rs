//! The operations that stop a task, in the order of the core, as a TypeScript table.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::{Context, Result, bail};
use apsara_live_core::operation::reference::{MemberDoc, MemberType, Reference};
use apsara_live_core::operation::{Meaning, REFERENCES};
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
    let result = described(reference)?.result.as_ref();
    let result = result.context("the describing operation has a result")?;
    // The member that holds one task is the result, or the reply is both.
    let is_task = result.member.unwrap_or_default() == question.member;
    let states: BTreeMap<_, _> = match state(result.members, question.status) {
        Some(MemberType::Numbers(numbers)) => numbers
            .iter()
            .map(|(number, word)| (number.to_string(), *word))
            .collect(),
        _ => BTreeMap::new(),
    };
    Ok(json!({
        "operation": question.operation.name,
        "list": if is_task { None } else { Some(camel_case(question.member)) },
        "status": camel_case(question.status),
        "states": states,
    }))
}

/// The type of the member of this name, at any depth.
fn state(members: &'static [MemberDoc], name: &str) -> Option<&'static MemberType> {
    members.iter().find_map(|member| match &member.value {
        value if member.name == name => Some(value),
        MemberType::Object(members) | MemberType::Objects(members) => state(members, name),
        _ => None,
    })
}

/// The words for all states of a task.
fn words(reference: &Reference) -> Result<Vec<&'static str>> {
    let described = described(reference)?;
    let question = reference
        .state_question
        .context("a stop has a question for the state")?;
    match described
        .result
        .as_ref()
        .and_then(|result| state(result.members, question.status))
    {
        Some(MemberType::Words(words)) => Ok(words.to_vec()),
        Some(MemberType::Numbers(numbers)) => Ok(numbers.iter().map(|(_, word)| *word).collect()),
        _ => bail!("{} has no words for the states of a task", described.name),
    }
}

/// The operation that describes the tasks of a stop.
fn described(reference: &Reference) -> Result<&'static Reference> {
    let question = reference
        .state_question
        .context("a stop has a question for the state")?;
    let mut rows = REFERENCES.iter().filter(|row| row.name == question.operation.name);
    rows.next().context("the question is an operation of the table")
}

/// The names in JavaScript of the other parameters that every task of the operation has.
pub(super) fn required_keys(reference: &Reference, id: &str) -> Vec<String> {
    let required = reference.parameters.iter().filter(|parameter| parameter.required);
    required
        .map(|parameter| camel_case(parameter.name))
        .filter(|key| key != id)
        .collect()
}

pub(super) fn text(workspace: &Workspace) -> Result<String> {
    let (mut rows, mut questions, mut states) = (String::new(), String::new(), BTreeMap::new());
    let mut by_state = Vec::new();
    for reference in stops() {
        let id = id_key(reference)?;
        let row = json!({ "noun": reference.noun, "id": id, "beside": required_keys(reference, &id) });
        writeln!(rows, "{}: {row},", reference.name)?;
        states.insert(reference.noun, words(reference)?);
        writeln!(questions, "{}: {},", reference.name, question(reference)?)?;
        if reference
            .errors
            .iter()
            .any(|error| error.meaning == Meaning::MaybeStopped)
        {
            by_state.push(reference.name);
        }
    }
    let code = format!(
        "import type {{ StopName }} from \"./operations.ts\";\n\n\
         /**\n * The operations that stop a task: the word for the task, the name of its ID, and the other parameters that it needs. Of operations\n\
         * with the same name of an ID, the first stops the tasks that name no operation.\n */\n\
         export const STOPS = {{\n{rows}}} as const;\n\n\
         /** The names of these operations, in that order. */\n\
         export const STOP_NAMES = Object.keys(STOPS) as readonly StopName[];\n\n\
         /** Those with a code that may mean that the task had stopped: only its state tells. */\n\
         export const BY_STATE: readonly StopName[] = {};\n\n\
         /**\n * The operation that describes the task; the member of its result that lists tasks, unless the result is the task; the member of the\n\
         * task that is its state; and the words that numbers stand for.\n */\n\
         export const STATE_QUESTIONS = {{\n{questions}}} as const;\n\n\
         /** The words for the states of a task, by the word for the task. */\n\
         export const TASK_STATES = {} as const;\n",
        json!(by_state),
        json!(
            states
                .into_iter()
                .filter_map(|(noun, words)| Some((noun?, words)))
                .collect::<BTreeMap<_, _>>()
        )
    );
    module(workspace, PATH, "src/core/operation", &code)
}
