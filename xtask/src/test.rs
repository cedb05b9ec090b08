//! Everything that must hold before a change is merged, in the order of what fails fastest.

use std::process::Command;

use anyhow::{Context, Result};

use crate::setup::{self, WASM_TARGET};
use crate::workspace::Workspace;
use crate::{package, process, readme, sim, wasm_test_runner};

type Step = fn(&Workspace) -> Result<()>;

const STEPS: [(&str, Step); 10] = [
    ("Rust format", rust_format),
    ("Rust lints", rust_lints),
    ("JavaScript format and lints", javascript_lints),
    ("Rust tests", rust_tests),
    ("Rust tests on wasm32", rust_tests_on_wasm),
    ("Simulation", |workspace| sim::run(workspace, &[])),
    ("Tables of the README", readme::check),
    ("Rust documentation", rust_documentation),
    ("Package", |workspace| package::build(workspace).map(drop)),
    ("Tests of the packed file", package_tests),
];

/// Runs all steps and stops at the first that fails.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    setup::wasm_target()?;
    setup::npm_ci(&workspace.root)?;
    for (number, (name, step)) in STEPS.iter().enumerate() {
        println!("\n== {}/{} {name}", number + 1, STEPS.len());
        step(workspace).with_context(|| format!("the step \"{name}\" failed"))?;
    }
    println!("\n== all {} steps passed", STEPS.len());
    Ok(())
}

fn rust_format(workspace: &Workspace) -> Result<()> {
    cargo(workspace, &["fmt", "--all", "--check"])
}

/// One command per group of crates, here and below: cargo would compile the dependencies of xtask a second time, with
/// the features of all of them together, were they selected at once.
fn rust_lints(workspace: &Workspace) -> Result<()> {
    let clippy = ["clippy", "--locked", "--all-targets"];
    let deny = ["--", "--deny", "warnings"];
    cargo(workspace, &[&clippy[..], &SHIPPED, &deny].concat())?;
    cargo(
        workspace,
        &[&clippy[..], &SHIPPED, &["--target", WASM_TARGET], &deny].concat(),
    )?;
    cargo(
        workspace,
        &[&clippy[..], &["--package", "apsara-live-sim"], &deny].concat(),
    )?;
    cargo(workspace, &[&clippy[..], &["--package", "xtask"], &deny].concat())
}

fn javascript_lints(workspace: &Workspace) -> Result<()> {
    process::run(process::npm_tool(&workspace.root, "biome").args(["check", "--error-on-warnings"]))
}

fn rust_tests(workspace: &Workspace) -> Result<()> {
    cargo(workspace, &["test", "--locked", "--package", "apsara-live-core"])?;
    cargo(workspace, &["test", "--locked", "--package", "xtask"])
}

fn rust_tests_on_wasm(workspace: &Workspace) -> Result<()> {
    let runner = wasm_test_runner::cargo_config()?;
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

fn rust_documentation(workspace: &Workspace) -> Result<()> {
    let mut cargo = Command::new(process::cargo());
    cargo
        .current_dir(&workspace.root)
        .args(["doc", "--locked", "--no-deps"])
        .args(SHIPPED);
    process::run(cargo.env("RUSTDOCFLAGS", "--deny warnings"))
}

/// The tests in `js-tests` see the package only as users do: as an installed file.
fn package_tests(workspace: &Workspace) -> Result<()> {
    let folder = workspace.root.join("js-tests");
    setup::npm_ci(&folder)?;
    package::install(&folder, &workspace.tarball())?;
    process::run(
        process::npm(&folder)
            .arg("test")
            .env("APSARA_LIVE_TARBALL", workspace.tarball())
            .env("APSARA_LIVE_PKG", workspace.pkg()),
    )
}

/// The crates that run as wasm.
const SHIPPED: [&str; 4] = ["--package", "apsara-live-core", "--package", "apsara-live-wasm"];

fn cargo(workspace: &Workspace, args: &[&str]) -> Result<()> {
    process::run(Command::new(process::cargo()).current_dir(&workspace.root).args(args))
}
