//! Checks before a change is merged, the fastest first.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::files::empty;
use crate::setup::{self, WASM_TARGET};
use crate::workspace::Workspace;
use crate::{docs, generate, package, process, sim};

/// Which tests run: the faster ones, or all, in every runtime and tool.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Matrix {
    Fast,
    Whole,
}

impl Matrix {
    /// The name that js-tests/matrix/record.mjs reads.
    const fn name(self) -> &'static str {
        match self {
            Self::Fast => "fast",
            Self::Whole => "all",
        }
    }
}

type Step = fn(&Workspace, Matrix) -> Result<()>;

const STEPS: [(&str, Step); 14] = [
    ("Rust format", |workspace, _| rust_format(workspace)),
    ("Rust lints", rust_lints),
    ("JavaScript format and lints", |workspace, _| {
        javascript_lints(workspace)
    }),
    ("TypeScript types", |workspace, _| typescript_types(workspace)),
    ("TypeScript floors", |workspace, _| typescript_floors(workspace)),
    ("Generated files", |workspace, _| generate::check(workspace)),
    ("Rust tests", |workspace, _| rust_tests(workspace)),
    ("Rust tests on wasm32", |workspace, _| rust_tests_on_wasm(workspace)),
    ("Simulation", |workspace, _| sim::run(workspace, &[])),
    ("Rust documentation", |workspace, _| rust_documentation(workspace)),
    ("Package", |workspace, _| package::build(workspace).map(drop)),
    ("Site", site),
    ("Tests of the packed file", package_tests),
    ("Tables of the matrix", matrix_tables),
];

/// Runs all steps and stops at the first that fails.
pub(crate) fn run(workspace: &Workspace, matrix: Matrix) -> Result<()> {
    setup::wasm_target()?;
    setup::npm_ci(&workspace.root)?;
    for (number, (name, step)) in STEPS.iter().enumerate() {
        println!("\n== {}/{} {name}", number + 1, STEPS.len());
        step(workspace, matrix).with_context(|| format!("the step \"{name}\" failed"))?;
    }
    println!("\n== all {} steps passed", STEPS.len());
    Ok(())
}

fn rust_format(workspace: &Workspace) -> Result<()> {
    cargo(workspace, &["fmt", "--all", "--check"])
}

/// One command for each group of crates, here and below: with all groups in one command, cargo would unify their features and compile
/// the dependencies of xtask again.
fn rust_lints(workspace: &Workspace, matrix: Matrix) -> Result<()> {
    let clippy = ["clippy", "--locked", "--all-targets"];
    let deny = ["--", "--deny", "warnings"];
    for crates in [
        &SHIPPED[..],
        &READER,
        &["--package", "apsara-live-sim"],
        &["--package", "xtask"],
    ] {
        cargo(workspace, &[&clippy[..], crates, &deny].concat())?;
    }
    // Little code is for wasm32 alone.
    if matrix == Matrix::Whole {
        for crates in [&SHIPPED[..], &READER] {
            let target = ["--target", WASM_TARGET];
            cargo(workspace, &[&clippy[..], crates, &target, &deny].concat())?;
        }
    }
    Ok(())
}

fn javascript_lints(workspace: &Workspace) -> Result<()> {
    process::run(process::npm_tool(&workspace.root, "biome").args(["check", "--error-on-warnings"]))
}

fn typescript_types(workspace: &Workspace) -> Result<()> {
    process::run(process::npm_tool(&workspace.root, "tsc").args(["--noEmit", "--project", "pkg-template"]))
}

/// A folder of the sources imports only from the floors below it.
fn typescript_floors(workspace: &Workspace) -> Result<()> {
    process::run(process::npm_tool(&workspace.root, "depcruise").args([
        "--config",
        "xtask/floors.mjs",
        "--output-type",
        "err-long",
        "pkg-template/src",
    ]))
}

fn rust_tests(workspace: &Workspace) -> Result<()> {
    cargo(workspace, &["test", "--locked", "--package", "apsara-live-core"])?;
    cargo(workspace, &[&["test", "--locked"], &READER[..]].concat())?;
    cargo(workspace, &["test", "--locked", "--package", "apsara-live-encoding"])?;
    cargo(workspace, &["test", "--locked", "--package", "xtask"])
}

fn rust_tests_on_wasm(workspace: &Workspace) -> Result<()> {
    cargo(workspace, &["build", "--locked", "--package", "wasm-test-runner"])?;
    let program = format!("wasm-test-runner{}", std::env::consts::EXE_SUFFIX);
    let runner = runner_setting(&workspace.target.join("debug").join(program));
    let test = [
        "test",
        "--locked",
        "--tests",
        "--config",
        &runner,
        "--target",
        WASM_TARGET,
    ];
    cargo(workspace, &[&test[..], &SHIPPED].concat())
}

/// Returns the setting that makes cargo start the runner. TOML keeps text in single quotes unchanged, also the backslashes of Windows.
///
/// Not the `CARGO_TARGET_*_RUNNER` variable: cargo splits the variable at blanks, also inside a path.
fn runner_setting(program: &Path) -> String {
    format!("target.{WASM_TARGET}.runner=['{}']", program.display())
}

fn rust_documentation(workspace: &Workspace) -> Result<()> {
    let mut cargo = Command::new(process::cargo());
    cargo
        .current_dir(&workspace.root)
        .args(["doc", "--locked", "--no-deps"])
        .args(SHIPPED)
        // docs.rs builds all features, too.
        .args(["--features", "apsara-live-core/json,apsara-live-core/http"]);
    process::run(cargo.env("RUSTDOCFLAGS", "--deny warnings"))
}

/// Builds the site, whose tests take a browser and are in the whole matrix alone.
fn site(workspace: &Workspace, matrix: Matrix) -> Result<()> {
    match matrix {
        Matrix::Fast => Ok(()),
        Matrix::Whole => docs::build(workspace),
    }
}

/// Runs `js-tests` with the package as users see it: an installed file.
fn package_tests(workspace: &Workspace, matrix: Matrix) -> Result<()> {
    let folder = workspace.root.join(PACKAGE_TESTS);
    setup::npm_ci(&folder)?;
    package::install(&folder, &workspace.tarball())?;
    // js-tests/matrix/record.mjs writes the results of this run there.
    empty(&workspace.root.join("target").join("matrix"))?;
    process::run(
        process::npm(&folder)
            .arg("test")
            .env("APSARA_LIVE_TARBALL", workspace.tarball())
            .env("APSARA_LIVE_PKG", workspace.pkg())
            .env("APSARA_LIVE_MATRIX", matrix.name()),
    )
}

/// Checks the guide's tables against the results; after the whole matrix, they must be equal.
fn matrix_tables(workspace: &Workspace, matrix: Matrix) -> Result<()> {
    let mut npm = process::npm(&workspace.root.join(PACKAGE_TESTS));
    npm.args(["run", "--silent", "matrix", "--", "check"])
        .env("APSARA_LIVE_PKG", workspace.pkg());
    if matrix == Matrix::Whole {
        npm.arg("--all");
    }
    process::run(&mut npm)
}

/// The folder of the tests of the packed file.
const PACKAGE_TESTS: &str = "js-tests";

/// The core with its reader of replies, which the wasm does not contain.
const READER: [&str; 4] = ["--package", "apsara-live-core", "--features", "http,json"];

/// The crates that run as wasm.
const SHIPPED: [&str; 6] = [
    "--package",
    "apsara-live-core",
    "--package",
    "apsara-live-encoding",
    "--package",
    "apsara-live-wasm",
];

fn cargo(workspace: &Workspace, args: &[&str]) -> Result<()> {
    process::run(Command::new(process::cargo()).current_dir(&workspace.root).args(args))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_runner_keeps_blanks_and_backslashes() {
        assert_eq!(
            runner_setting(Path::new(r"C:\my clone\runner.exe")),
            r"target.wasm32-unknown-unknown.runner=['C:\my clone\runner.exe']"
        );
    }
}
