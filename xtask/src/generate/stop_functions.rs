//! The functions of the entry `apsara-live` that stop a task without a client.

use std::fs;

use anyhow::{Context, Result};
use apsara_live_core::operation::reference::Reference;

use super::between;
use super::stops::{id_key, required_keys, stops};
use super::typescript::{camel_case, format};
use crate::workspace::Workspace;

pub(super) const PATH: &str = "pkg-template/src/entries/index.ts";

const BEGIN: &str = "// The functions from here on are written by `cargo xtask generate`.\n";

/// Each is an export of its own, so that bundlers remove the functions that no program calls.
pub(super) fn text(workspace: &Workspace) -> Result<String> {
    let text = fs::read_to_string(workspace.root.join(PATH)).with_context(|| format!("cannot read {PATH}"))?;
    let functions: Result<String> = stops().map(function).collect();
    format(workspace, PATH, &between(PATH, &text, BEGIN, "", &functions?)?)
}

fn function(reference: &Reference) -> Result<String> {
    let Reference { name, summary, .. } = reference;
    let summary = summary.trim_end_matches('.');
    let (method, id, page) = (camel_case(name), id_key(reference)?, reference.page());
    let given = [vec![id.clone()], required_keys(reference, &id)].concat().join(", ");
    Ok(format!(
        "\n/**\n * {summary}, without a client.\n *\n * @throws {{@link LiveError}}, or the reason of `signal`\n * @example\n\
         * const {{ outcome }} = await {method}({{ {given} }}, {{ credentials: {{ accessKeyId, accessKeySecret }} }});\n * @see {page}\n */\n\
         export const {method}: LiveApi[\"{method}\"] = /* @__PURE__ */ stopWithoutClient(loader, {name:?});\n"
    ))
}
