//! The names of all actions and of their parameters, for the suggestions of the program.

use anyhow::Result;
use serde_json::{Map, Value};

use crate::actions::{self, members};
use crate::generate::typescript::module;
use crate::workspace::Workspace;

pub(in crate::generate) const PATH: &str = "pkg-template/src/generated/action-names.ts";

pub(in crate::generate) fn text(workspace: &Workspace) -> Result<String> {
    let mut rows = Map::new();
    for (name, facts) in actions::load(workspace)? {
        let names: Vec<_> = members(&facts, "params")?.keys().map(String::as_str).collect();
        rows.insert(name, Value::String(names.join(" ")));
    }
    let code = format!(
        "/** The names of the parameters of each action, with spaces between them. */\n\
         export const ACTION_NAMES: Readonly<Record<string, string>> = {};\n",
        Value::Object(rows)
    );
    module(workspace, PATH, "xtask/actions/facts.json", &code)
}
