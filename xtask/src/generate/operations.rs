//! Operations of the core as TypeScript tables.

use anyhow::Result;
use apsara_live_core::http::Method;
use apsara_live_core::operation::reference::{REFERENCES, Reference};
use apsara_live_core::operation::{Effect, OPERATIONS, Operation, VERSION, ValueType};
use serde_json::{Map, Value, json};

use super::typescript::{camel_case, module};
use crate::workspace::Workspace;

pub(super) const PATH: &str = "pkg-template/src/generated/operations.ts";

/// Two tables: a bundler drops the second, which only the emulator, tools and documents read.
pub(super) fn text(workspace: &Workspace) -> Result<String> {
    let operations: Map<_, _> = OPERATIONS
        .iter()
        .zip(REFERENCES)
        .map(|(operation, reference)| (operation.name.to_owned(), row(operation, reference)))
        .collect();
    let references: Map<_, _> = OPERATIONS
        .iter()
        .zip(REFERENCES)
        .map(|(operation, reference)| {
            let required = operation.parameters.iter().filter(|parameter| parameter.required);
            let row = json!({
                "ramAction": reference.ram_action,
                "callsPerSecond": operation.quota,
                "page": reference.page,
                "methods": operation.methods.iter().map(|method| Method::as_str(*method)).collect::<Vec<_>>(),
                "required": required.map(|parameter| parameter.name).collect::<Vec<_>>(),
            });
            (operation.name.to_owned(), row)
        })
        .collect();
    let code = format!(
        "/** The version of the API, `Version` on the wire. */\n\
         export const API_VERSION = {VERSION:?};\n\n\
         /**
         * The method and the parameters of each operation, by the operation's name; for an operation that reads, also the member of the reply
         * with the result, or `\"\"` if the reply is the result.
         */\n\
         export const OPERATIONS = {} as const;\n\n\
         /**\n\
         * Facts of each operation that no call needs: the quota of an account in calls per second, the HTTP methods, the vendor's page, the\n\
         * RAM action, and the required parameters by their names on the wire.\n\
         */\n\
         export const OPERATION_REFERENCES = {} as const;\n\n\
         /** The name of an operation, `Action` on the wire. */\n\
         export type OperationName = keyof typeof OPERATIONS;\n\n\
         /** The name of an operation that stops a task. */\n\
         export type StopName = {};\n\n\
         /** The method of an operation that stops a task. */\n\
         export type StopMethod = (typeof OPERATIONS)[StopName][\"method\"];\n\n\
         /** The name of an operation that reads. */\n\
         export type ReadName = {};\n",
        Value::Object(operations),
        Value::Object(references),
        names(Effect::Stops),
        names(Effect::Reads),
    );
    module(workspace, PATH, "src/core/operation", &code)
}

fn row(operation: &Operation, reference: &Reference) -> Value {
    let parameters: Vec<_> = operation
        .parameters
        .iter()
        .map(|parameter| {
            json!({
                "name": parameter.name,
                "key": parameter.key,
                "required": parameter.required,
                "type": type_name(parameter.value),
            })
        })
        .collect();
    let mut row = json!({ "method": camel_case(operation.name), "parameters": parameters });
    if let Some(result) = reference.result {
        row["result"] = json!(result.member.unwrap_or_default());
    }
    row
}

/// The names of the operations with an effect, as a union.
fn names(effect: Effect) -> String {
    let mut names: Vec<_> = OPERATIONS
        .iter()
        .filter(|operation| operation.effect == effect)
        .map(|operation| format!("{:?}", operation.name))
        .collect();
    names.sort_unstable();
    names.join(" | ")
}

const fn type_name(value: ValueType) -> &'static str {
    match value {
        ValueType::Text => "text",
        ValueType::Integer64 => "integer64",
    }
}
