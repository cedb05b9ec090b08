//! Installs tools with cargo, into the target directory.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::process;
use crate::workspace::Workspace;

/// Installs a tool in that version, unless it is installed, and returns its program.
pub(crate) fn install(workspace: &Workspace, name: &str, version: &str) -> Result<PathBuf> {
    install_with(workspace, name, version, &[])
}

/// Installs a tool that runs for seconds only: compiles it in half the time.
pub(crate) fn install_quickly(workspace: &Workspace, name: &str, version: &str, options: &[&str]) -> Result<PathBuf> {
    let quick = ["--debug", "--config", "profile.dev.debug=false"];
    install_with(workspace, name, version, &[&quick, options].concat())
}

fn install_with(workspace: &Workspace, name: &str, version: &str, options: &[&str]) -> Result<PathBuf> {
    let tools = workspace.target.join("tools");
    let mut install = Command::new(process::cargo());
    install.args(["install", "--locked", "--quiet", "--version", version, name]);
    // cargo does nothing if that version is installed.
    process::run(install.args(options).arg("--root").arg(&tools))?;
    Ok(tools
        .join("bin")
        .join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
}
