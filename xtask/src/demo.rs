//! The demo as a user would run it: the packed file, installed into a folder of its own, and one small program.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};

use crate::workspace::Workspace;
use crate::{package, process};

const PROGRAM: &str = "demo.mjs";

/// Builds, installs and runs the demo with the given arguments.
pub(crate) fn run(workspace: &Workspace, args: &[String]) -> Result<()> {
    let tarball = package::build(workspace)?;
    let folder = workspace.target.join("demo");
    fs::create_dir_all(&folder)?;
    fs::write(
        folder.join("package.json"),
        "{ \"private\": true, \"type\": \"module\" }\n",
    )?;
    package::install(&folder, &tarball)?;

    let program = workspace.root.join("examples").join(PROGRAM);
    fs::copy(&program, folder.join(PROGRAM)).with_context(|| format!("cannot copy {}", program.display()))?;
    println!();
    process::run(Command::new("node").current_dir(&folder).arg(PROGRAM).args(args))
}
