//! Runs the benchmarks of `benches/`, with the packed file as a user would install it.

use std::process::Command;

use anyhow::Result;

use crate::workspace::Workspace;
use crate::{package, process, setup};

/// Builds, installs and measures. The arguments are parts of `benches/`, and `--quick`.
pub(crate) fn run(workspace: &Workspace, args: &[String]) -> Result<()> {
    let tarball = package::build(workspace)?;
    let folder = workspace.root.join("benches");
    setup::npm_ci(&folder)?;
    package::install(&folder, &tarball)?;
    let mut node = Command::new("node");
    node.current_dir(&folder).arg("run.mjs").args(args);
    process::run(
        node.env("CARGO", process::cargo())
            .env("CARGO_TARGET_DIR", &workspace.target),
    )
}
