//! Mutation tests: each change to the code that decides what a call does must fail a test or the simulation.
//!
//! cargo-mutants makes the changes, as `.cargo/mutants.toml` says. It changes operators, results and arms, but no assignments, arguments or
//! tables: the simulation (`src/sim/check.rs`) and the unit tests of the core state the rules that such a change would break.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::workspace::Workspace;
use crate::{files, tools};

/// Version of cargo-mutants that the exclusions were written for.
const CARGO_MUTANTS: &str = "27.1.0";

/// The exit codes of cargo-mutants that leave a complete report: all caught; some missed; some timed out.
const REPORTED: [i32; 3] = [0, 2, 3];

/// Timeout of a mutant that loops forever, in seconds. Tests and simulation take three.
const TIMEOUT_S: &str = "20";

/// Runs cargo-mutants. `--shard 0/4` takes every fourth mutant. Ranges would leave the last ones of many shards empty.
pub(crate) fn run(workspace: &Workspace, args: &[String]) -> Result<()> {
    let shard = match args {
        [] => "0/1",
        [option, shard] if option == "--shard" => shard,
        _ => bail!("`mutants` takes no arguments but --shard K/N"),
    };
    let program = tools::install_quickly(workspace, "cargo-mutants", CARGO_MUTANTS, &[])?;
    let output = workspace.target.join("mutation");
    files::empty(&output)?;
    let mut mutants = Command::new(program);
    mutants.current_dir(&workspace.root);
    mutants.args(["mutants", "--jobs", "2", "--timeout", TIMEOUT_S, "--colors", "never"]);
    mutants
        .args(["--sharding", "round-robin", "--shard", shard, "--output"])
        .arg(&output);
    let status = mutants.status().context("cannot start cargo-mutants")?;
    ensure!(
        status.code().is_some_and(|code| REPORTED.contains(&code)),
        "cargo-mutants failed: {status}"
    );
    let report = fs::read_to_string(output.join("mutants.out").join("outcomes.json"))?;
    let report: Value = serde_json::from_str(&report)?;
    let count = |name: &str| report[name].as_u64().with_context(|| format!("no count of {name}"));
    ensure!(count("missed")? == 0, "no test fails for the mutants above");
    // A mutant that loops forever times out, which counts as caught.
    println!("{} passed, 0 failed", count("caught")? + count("timeout")?);
    Ok(())
}
