//! The reading methods of a client, as a TypeScript interface.

use std::fmt::Write as _;

use anyhow::Result;
use apsara_live_core::operation::reference::Reference;
use apsara_live_core::operation::{Effect, REFERENCES};

use super::typescript::{by_name, camel_case, module};
use crate::workspace::Workspace;

/// Written beside the other public types: the methods take `CallOptions`, which the generated folder must not import.
pub(super) const PATH: &str = "pkg-template/src/api/read-operations.ts";

pub(super) fn text(workspace: &Workspace) -> Result<String> {
    let mut types = String::new();
    let mut methods = String::new();
    for reference in by_name(&REFERENCES) {
        if reference.effect != Effect::Reads {
            continue;
        }
        write!(types, "{name}Params, {name}Result, ", name = reference.name)?;
        methods += &method(reference);
    }
    let code = format!(
        "import type {{ {types} }} from \"../generated/params.ts\";\nimport type {{ CallOptions }} from \"./options.ts\";\n\n\
         /** The operations that read. A call repeats them after a lost reply. */\nexport interface ReadOperations {{\n{methods}}}\n"
    );
    module(workspace, PATH, "src/core/operation", &code)
}

fn method(reference: &Reference) -> String {
    let Reference { name, summary, .. } = reference;
    let page = reference.page();
    let mark = if reference.parameters.iter().any(|parameter| parameter.required) {
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
