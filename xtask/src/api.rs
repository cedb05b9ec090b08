//! Writes the report of the public API, unless the changelog does not announce what changed.

use std::process::Command;

use anyhow::Result;

use crate::workspace::Workspace;
use crate::{package, process};

/// Builds the package and writes `api/`.
pub(crate) fn write(workspace: &Workspace) -> Result<()> {
    package::build(workspace)?;
    let script = workspace.root.join("xtask").join("api").join("write.mjs");
    process::run(
        Command::new("node")
            .arg(script)
            .arg(&workspace.root)
            .arg(workspace.pkg()),
    )
}
