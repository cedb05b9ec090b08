//! Operations of the core as TypeScript tables.

use std::collections::BTreeMap;

use anyhow::Result;
use apsara_live_core::operation::reference::Reference;
use apsara_live_core::operation::{Effect, REFERENCES, VERSION, ValueType};
use serde_json::{Value, json};

use super::typescript::{by_name, camel_case, module};
use crate::workspace::Workspace;

pub(super) const PATH: &str = "pkg-template/src/generated/operations.ts";

/// Two tables: a bundler drops the second, which only the emulator, tools and documents read.
pub(super) fn text(workspace: &Workspace) -> Result<String> {
    let table = |row: fn(&Reference) -> Value| {
        let rows = REFERENCES.iter();
        Value::Object(
            rows.map(|reference| (reference.name.to_owned(), row(reference)))
                .collect(),
        )
    };
    let code = format!(
        "/** The version of the API, `Version` on the wire. */\n\
         export const API_VERSION = {VERSION:?};\n\n\
         /**
         * The method of each operation, the quota of an account, and the types of the parameters by their names on the wire; for an
         * operation that reads, also the member of the reply with the result, or `\"\"` if the reply is the result.
         */\n\
         export const OPERATIONS = {} as const;\n\n\
         /** Facts of each operation that no call needs: the vendor's page, and the RAM action. */\n\
         export const OPERATION_REFERENCES = {} as const;\n\n\
         /** The name of an operation, `Action` on the wire. */\n\
         export type OperationName = keyof typeof OPERATIONS;\n\n\
         /** The name of an operation that stops a task. */\n\
         export type StopName = {};\n\n\
         /** The method of an operation that stops a task. */\n\
         export type StopMethod = {};\n",
        table(operation),
        table(facts),
        stops(ToOwned::to_owned),
        stops(camel_case),
    );
    module(workspace, PATH, "src/core/operation", &code)
}

fn operation(reference: &Reference) -> Value {
    let parameters = reference.parameters.iter();
    let parameters: BTreeMap<_, _> = parameters
        .map(|parameter| (parameter.name, type_name(parameter.value)))
        .collect();
    let mut row =
        json!({ "method": camel_case(reference.name), "callsPerSecond": reference.quota, "parameters": parameters });
    if let Some(result) = &reference.result {
        row["result"] = json!(result.member.unwrap_or_default());
    }
    row
}

fn facts(reference: &Reference) -> Value {
    json!({
        "ramAction": reference.ram_action(),
        "page": reference.page(),
    })
}

/// The names of the operations with an effect, as `form` writes them, as a union.
fn stops(form: fn(&str) -> String) -> String {
    let rows = by_name(&REFERENCES).into_iter();
    let names = rows
        .filter(|row| row.effect == Effect::Stops)
        .map(|row| format!("{:?}", form(row.name)));
    names.collect::<Vec<_>>().join(" | ")
}

const fn type_name(value: ValueType) -> &'static str {
    match value {
        ValueType::Text => "text",
        ValueType::Integer64 => "integer64",
        _ => panic!("add the form of the new type of value"),
    }
}
