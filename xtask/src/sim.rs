//! Runs the simulation of `src/sim`, which plays calls of the core against faults.

use std::process::Command;

use anyhow::Result;

use crate::process;
use crate::workspace::Workspace;

/// Number of schedules in the tests.
const SEEDS: &str = "100000";

/// Passes the arguments on, or plays the schedules of the tests.
pub(crate) fn run(workspace: &Workspace, args: &[String]) -> Result<()> {
    let mut cargo = Command::new(process::cargo());
    cargo.current_dir(&workspace.root);
    cargo.args([
        "run",
        "--locked",
        "--profile",
        "sim",
        "--package",
        "apsara-live-sim",
        "--",
    ]);
    match args {
        [] => cargo.args(["--seeds", SEEDS]),
        args => cargo.args(args),
    };
    process::run(&mut cargo)
}
