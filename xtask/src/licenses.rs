//! Writes the licences of the crates in the wasm, which the package contains, with cargo-about.

use std::process::Command;

use anyhow::Result;

use crate::workspace::Workspace;
use crate::{process, tools};

/// The file in the repository and in the package.
const FILE: &str = "THIRD-PARTY-LICENSES.md";

/// Version of cargo-about whose JSON `xtask/supply/licenses.mjs` reads.
const CARGO_ABOUT: &str = "0.9.3";

/// Writes the file. A test compares its crates with the crates in the wasm.
pub(crate) fn write(workspace: &Workspace) -> Result<()> {
    let about = workspace.target.join("about.json");
    // Recognizing a licence takes minutes without optimization.
    let options = ["--features", "cli", "--config", "profile.dev.opt-level=1"];
    let program = tools::install_quickly(workspace, "cargo-about", CARGO_ABOUT, &options)?;
    let mut generate = Command::new(program);
    generate
        .current_dir(&workspace.root)
        .args([
            "about",
            "generate",
            "--locked",
            "--offline",
            "--fail",
            "--format",
            "json",
        ])
        .args([
            "--manifest-path",
            "src/wasm/Cargo.toml",
            "--config",
            ".cargo/about.toml",
        ])
        .arg("--output-file")
        .arg(&about);
    process::run(&mut generate)?;
    let script = workspace.root.join("xtask").join("supply").join("licenses.mjs");
    let written = workspace.root.join(FILE);
    process::run(
        Command::new("node")
            .arg(script)
            .arg(&workspace.root)
            .arg(about)
            .arg(written),
    )
}
