//! Runs the demo as a user would: the packed file, installed into a folder of its own, and one small program.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::workspace::Workspace;
use crate::{files, package};

const PROGRAM: &str = "demo.mjs";

/// Checks the arguments, builds, installs and runs the demo; returns its exit code.
pub(crate) fn run(workspace: &Workspace, args: &[String]) -> Result<ExitCode> {
    let program = workspace.root.join("examples").join(PROGRAM);
    if let Some(ended) = ended_by_arguments(&program, args)? {
        return Ok(ended);
    }
    let tarball = package::build(workspace)?;
    let folder = workspace.target.join("demo");
    fs::create_dir_all(&folder)?;
    fs::write(
        folder.join("package.json"),
        "{ \"private\": true, \"type\": \"module\" }\n",
    )?;
    package::install(&folder, &tarball)?;
    // Copied, because the program looks for the package from its own folder.
    let installed = folder.join(PROGRAM);
    files::copy(&program, &installed)?;
    node(&installed, args)
}

/// Returns the exit code if the program refuses its arguments or only prints help: then nothing has to be built.
fn ended_by_arguments(program: &Path, args: &[String]) -> Result<Option<ExitCode>> {
    let help = args.iter().any(|arg| arg == "--help" || arg == "-h");
    let checked: Vec<_> = ["--check-args"]
        .into_iter()
        .chain(args.iter().map(String::as_str))
        .collect();
    let code = node(program, &checked)?;
    Ok((help || code != ExitCode::SUCCESS).then_some(code))
}

/// Runs the program, which prints its own errors.
fn node(program: &Path, args: &[impl AsRef<OsStr>]) -> Result<ExitCode> {
    let mut node = Command::new("node");
    let status = node.arg(program).args(args).status().context("cannot start node")?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
