//! Types of the operations that stop a task: results, methods of a client, functions without a client.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use anyhow::Result;
use apsara_live_core::operation::reference::Reference;

use super::stops::{id_key, required_keys, stops};
use super::typescript::{camel_case, module};
use crate::workspace::Workspace;

/// Beside the other public types, because the methods take `StopOptions`, which stands above the generated folder.
pub(super) const PATH: &str = "pkg-template/src/api/stop-operations.ts";

pub(super) fn text(workspace: &Workspace) -> Result<String> {
    // Sorted, as the lints want imports.
    let params: BTreeSet<_> = stops().map(|reference| format!("{}Params", reference.name)).collect();
    let params = params.into_iter().collect::<Vec<_>>().join(", ");
    let (mut results, mut by_name) = (String::new(), String::new());
    let (mut tasks, mut methods, mut functions) = (String::new(), String::new(), String::new());
    let mut known = BTreeSet::new();
    for reference in stops() {
        let name = reference.name;
        let id = id_key(reference)?;
        results += &result(reference, &id);
        writeln!(by_name, "readonly {name}: {name}Result;")?;
        // With `exactOptionalPropertyTypes`, only a type that names `undefined` takes it.
        let (mark, absent, foreign) = if known.insert(id.clone()) {
            ("?", " | undefined", foreign_members(reference, &id)?)
        } else {
            ("", "", String::new())
        };
        write!(
            tasks,
            "| ({name}Params & {{ readonly operation{mark}: {name:?}{absent}; readonly context?: unknown; {foreign}}})"
        )?;
        methods += &method(reference, "StopOptions", "");
        functions += &method(reference, "ClientOptions & StopOptions", ", without a client");
    }
    let code = format!(
        "import type {{ {params} }} from \"../generated/params.ts\";\n\
         import type {{ ClientOptions, StopOptions }} from \"./options.ts\";\n\
         import type {{ StopResult }} from \"./results.ts\";\n\n\
         {results}\
         /** The results of the operations that stop a task, by operation. */\nexport interface StopResults {{\n{by_name}}}\n\n\
         /** A task to stop. Where several operations stop tasks with an ID of that name, all but the first must be named.\n\
          * The events of its call and the journal of its run have its `context`, too, which may be anything. */\n\
         export type Task = {tasks};\n\n\
         /** The operations that stop a task. */\nexport interface StopOperations {{\n{methods}}}\n\n\
         /** The operations that stop a task, without a client. */\nexport interface StopFunctions {{\n{functions}}}\n"
    );
    module(workspace, PATH, "src/core/operation", &code)
}

/// The parameters of the other operations whose tasks have an ID of that name. Without the name of its operation, such a task would compile, as
/// a union takes the members of all its types.
fn foreign_members(reference: &Reference, id: &str) -> Result<String> {
    let mut members = String::new();
    for other in stops().filter(|other| other.name != reference.name) {
        if id_key(other)? == id {
            for key in required_keys(other, id) {
                write!(members, "readonly {key}?: undefined; ")?;
            }
        }
    }
    Ok(members)
}

fn result(reference: &Reference, id: &str) -> String {
    let name = reference.name;
    let noun = reference.noun.unwrap_or_default();
    format!(
        "/** The result of `{}`. */\nexport type {name}Result = StopResult & {{\n/** The ID of the {noun}. */\nreadonly {id}: string;\n}};\n\n",
        camel_case(name)
    )
}

fn method(reference: &Reference, options: &str, how: &str) -> String {
    let Reference { name, summary, .. } = reference;
    let page = reference.page();
    let summary = summary.trim_end_matches('.');
    let camel = camel_case(name);
    format!(
        "/**\n * {summary}{how}.\n *\n * @throws {{@link LiveError}}, or the reason of `signal`\n * @see {page}\n */\n\
         {camel}(params: {name}Params, options?: {options}): Promise<{name}Result>;\n"
    )
}
