//! Installs tools with cargo, into the target directory.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::process;
use crate::workspace::Workspace;

/// Installs a tool in that version, unless it is installed, and returns its program.
pub(crate) fn install(workspace: &Workspace, name: &str, version: &str) -> Result<PathBuf> {
    let tools = workspace.target.join("tools");
    let mut install = Command::new(process::cargo());
    install.args(["install", "--locked", "--quiet", "--version", version, name, "--root"]);
    // cargo does nothing if that version is installed.
    process::run(install.arg(&tools))?;
    Ok(tools
        .join("bin")
        .join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
}
