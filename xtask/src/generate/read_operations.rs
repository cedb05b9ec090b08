//! The reading methods of a client, as a TypeScript interface.

use std::fmt::Write as _;

use anyhow::Result;
use apsara_live_core::operation::reference::{REFERENCES, Reference};
use apsara_live_core::operation::{OPERATIONS, Operation};

use super::typescript::{camel_case, module};
use crate::workspace::Workspace;

/// Written beside the other public types: the methods take `CallOptions`, which the generated folder must not import.
pub(super) const PATH: &str = "pkg-template/src/api/read-operations.ts";

pub(super) fn text(workspace: &Workspace) -> Result<String> {
    let mut rows: Vec<_> = OPERATIONS
        .iter()
        .zip(REFERENCES)
        .filter(|(_, reference)| reference.result.is_some())
        .collect();
    rows.sort_by_key(|(operation, _)| operation.name);
    let mut types = String::new();
    let mut methods = String::new();
    for (operation, reference) in rows {
        write!(types, "{name}Params, {name}Result, ", name = operation.name)?;
        methods += &method(operation, reference);
    }
    let code = format!(
        "import type {{ {types} }} from \"../generated/params.ts\";\nimport type {{ CallOptions }} from \"./options.ts\";\n\n\
         /** The operations that read. A call repeats them after a lost reply. */\nexport interface ReadOperations {{\n{methods}}}\n"
    );
    module(workspace, PATH, "src/core/operation", &code)
}

fn method(operation: &Operation, reference: &Reference) -> String {
    let Reference { summary, page, .. } = reference;
    let name = operation.name;
    let mark = if operation.parameters.iter().any(|parameter| parameter.required) {
        ""
    } else {
        "?"
    };
    let camel = camel_case(name);
    format!(
        "/**\n * {summary}\n *\n * @throws {{@link LiveError}}, or the reason of `signal`\n * @see {page}\n */\n\
         {camel}(params{mark}: {name}Params, options?: CallOptions): Promise<{name}Result>;\n"
    )
}
