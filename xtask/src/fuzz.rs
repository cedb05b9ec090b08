//! The fuzz targets of `fuzz/`, each run for a while; new inputs are kept in the target directory, a failing one is printed.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::workspace::Workspace;
use crate::{package, process, setup};

const TARGETS: [&str; 3] = ["canonical", "options", "reply"];

/// cargo-fuzz, in the version that its lock file and ours were tried with.
const CARGO_FUZZ: &str = "0.13.2";

/// How long each target runs, in seconds, where nothing else is said.
const SECONDS: &str = "60";

/// Builds and runs every target.
pub(crate) fn run(workspace: &Workspace, args: &[String]) -> Result<()> {
    let seconds = match args {
        [] => SECONDS,
        [flag, seconds] if flag == "--seconds" && seconds.parse::<u32>().is_ok() => seconds,
        _ => bail!("`fuzz` takes `--seconds N` and nothing else"),
    };
    let cargo_fuzz = cargo_fuzz(workspace)?;
    for target in TARGETS {
        println!("\n== {target}, {seconds} s");
        let found = workspace.target.join("fuzz-corpus").join(target);
        fs::create_dir_all(&found)?;
        let mut fuzz = Command::new(&cargo_fuzz);
        fuzz.current_dir(&workspace.root);
        // The core has no unsafe code, so a sanitizer would find nothing, and ask for a nightly toolchain.
        fuzz.args(["fuzz", "run", "--sanitizer", "none", "--target-dir"]);
        fuzz.arg(workspace.target.join("fuzz")).arg(target).arg(found);
        fuzz.arg(workspace.root.join("fuzz").join("corpus").join(target));
        fuzz.args(["--", "-print_final_stats=1", &format!("-max_total_time={seconds}")]);
        process::run(&mut fuzz)?;
    }
    reply_reader(workspace)?;
    println!("{} passed, 0 failed", TARGETS.len() + 1);
    Ok(())
}

/// Responses for the reader of replies, which ships in TypeScript.
const REPLIES: &str = "1000000";

/// Fuzzes the reader of replies through the packed file.
fn reply_reader(workspace: &Workspace) -> Result<()> {
    println!("\n== the reader of replies, {REPLIES} responses");
    let tarball = package::build(workspace)?;
    let folder = workspace.root.join("js-tests");
    setup::npm_ci(&folder)?;
    package::install(&folder, &tarball)?;
    let mut npm = process::npm(&folder);
    npm.args(["test", "--", "fuzz"]).env("APSARA_LIVE_FUZZ_RUNS", REPLIES);
    process::run(&mut npm)
}

fn cargo_fuzz(workspace: &Workspace) -> Result<PathBuf> {
    let tools = workspace.target.join("tools");
    let program = tools
        .join("bin")
        .join(format!("cargo-fuzz{}", std::env::consts::EXE_SUFFIX));
    let mut install = Command::new(process::cargo());
    install.args([
        "install",
        "--locked",
        "--quiet",
        "--version",
        CARGO_FUZZ,
        "cargo-fuzz",
        "--root",
    ]);
    // cargo leaves an installed program alone if its version is the one asked for.
    process::run(install.arg(&tools))?;
    Ok(program)
}
