//! The parameters of the actions that the emulator serves, for its checks.

use std::fs;

use anyhow::{Context, Result};
use serde_json::{Map, Value};

use crate::actions::{self, members};
use crate::generate::typescript::module;
use crate::workspace::Workspace;

pub(in crate::generate) const PATH: &str = "pkg-template/src/generated/served-params.ts";

/// The emulator's table, whose rows name the served actions.
const SERVED: &str = "pkg-template/src/testing/service/operations.ts";

pub(in crate::generate) fn text(workspace: &Workspace) -> Result<String> {
    let actions = actions::load(workspace)?;
    let emulator = fs::read_to_string(workspace.root.join(SERVED)).with_context(|| format!("cannot read {SERVED}"))?;
    let rows: Map<_, _> = actions
        .iter()
        .filter(|(name, _)| emulator.contains(&format!("\n  {name}: ")))
        .map(|(name, facts)| Ok((name.clone(), Value::Object(members(facts, "params")?.clone()))))
        .collect::<Result<_>>()?;
    let code = format!(
        "/** The type of a value: a scalar, an object, a list or a map. */\n\
         export type ValueFact = string | {{ readonly obj: MemberFacts }} | {{ readonly list: ValueFact }} | {{ readonly map: ValueFact }};\n\n\
         /** A parameter, or a member of an object. */\n\
         export interface MemberFact {{ readonly type: ValueFact; readonly required?: boolean; readonly style?: string }}\n\n\
         export interface MemberFacts {{ readonly [name: string]: MemberFact }}\n\n\
         /** The parameters of each action that the emulator serves. */\n\
         export const SERVED_PARAMS: {{ readonly [action: string]: MemberFacts }} = {};\n",
        Value::Object(rows)
    );
    module(workspace, PATH, "xtask/actions/facts.json", &code)
}
