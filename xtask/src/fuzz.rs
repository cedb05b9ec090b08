//! Runs the fuzz targets of `fuzz/`. Keeps new inputs in the target directory, and prints a failing one.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;
use crate::{package, process, setup, tools};

const TARGETS: [&str; 3] = ["canonical", "options", "reply"];

/// Version of cargo-fuzz that works with this lock file.
const CARGO_FUZZ: &str = "0.13.2";

/// Default duration of each target, in seconds.
const SECONDS: u32 = 60;

/// Builds and runs every target.
pub(crate) fn run(workspace: &Workspace, args: &[String]) -> Result<()> {
    let seconds = match args {
        [] => SECONDS,
        [flag, seconds] if flag == "--seconds" => seconds.parse().context("`--seconds` takes a whole number")?,
        _ => bail!("`fuzz` takes `--seconds N` and nothing else"),
    };
    let cargo_fuzz = tools::install(workspace, "cargo-fuzz", CARGO_FUZZ)?;
    for target in TARGETS {
        println!("\n== {target}, {seconds} s");
        let found = workspace.target.join("fuzz-corpus").join(target);
        fs::create_dir_all(&found)?;
        let mut fuzz = Command::new(&cargo_fuzz);
        fuzz.current_dir(&workspace.root);
        // The core has no unsafe code, so a sanitizer would find nothing. It would also need a nightly toolchain.
        fuzz.args(["fuzz", "run", "--sanitizer", "none", "--target-dir"]);
        fuzz.arg(workspace.target.join("fuzz")).arg(target).arg(found);
        fuzz.arg(workspace.root.join("fuzz").join("corpus").join(target));
        fuzz.args(["--", "-print_final_stats=1", &format!("-max_total_time={seconds}")]);
        process::run(&mut fuzz)?;
    }
    reply_reader(workspace, seconds)?;
    println!("{} passed, 0 failed", TARGETS.len() + 1);
    Ok(())
}

/// Responses for the reader of replies in a second of its time: 1,000,000 of them with `--seconds 2000`.
const REPLIES_A_SECOND: u32 = 500;

/// Fuzzes the reader of replies, which ships in TypeScript, through the packed file.
fn reply_reader(workspace: &Workspace, seconds: u32) -> Result<()> {
    let replies = seconds.saturating_mul(REPLIES_A_SECOND).to_string();
    println!("\n== the reader of replies, {replies} responses");
    let tarball = package::build(workspace)?;
    let folder = workspace.root.join("js-tests");
    setup::npm_ci(&folder)?;
    package::install(&folder, &tarball)?;
    let mut npm = process::npm(&folder);
    npm.args(["test", "--", "fuzz"]).env("APSARA_LIVE_FUZZ_RUNS", replies);
    process::run(&mut npm)
}
