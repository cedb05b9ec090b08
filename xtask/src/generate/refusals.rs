//! The codes that refuse every request of a client, as a regular expression.

use anyhow::Result;
use apsara_live_core::operation::gateway::REFUSES_ALL;

use super::typescript::module;
use crate::workspace::Workspace;

pub(super) const PATH: &str = "pkg-template/src/generated/refusals.ts";

pub(super) fn text(workspace: &Workspace) -> Result<String> {
    let patterns = REFUSES_ALL.map(|code| code.replace('.', "\\.").replace('*', ".*"));
    let code = format!(
        "/** The codes with which the gateway refuses every request of a client, whatever its task. */\n\
         export const REFUSES_ALL =\n  /^(?:{})$/;\n",
        patterns.join("|"),
    );
    module(workspace, PATH, "src/core/operation/gateway.rs", &code)
}
