//! Objects that cross the boundary to the wasm as TypeScript types.

use anyhow::Result;

use super::typescript::module;
use crate::workspace::Workspace;

pub(super) const PATH: &str = "pkg-template/src/generated/records.ts";

pub(super) fn text(workspace: &Workspace) -> Result<String> {
    let import = "import type { OperationName } from \"./operations.ts\";\n\n";
    module(
        workspace,
        PATH,
        "src/wasm",
        &[import, &apsara_live_wasm::typescript()].concat(),
    )
}
