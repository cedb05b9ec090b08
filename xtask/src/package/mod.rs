//! The npm package, from sources to the packed file: everything in `pkg/` is made here and nothing in it is kept.

mod assemble;
mod glue;
mod imports;
mod jsr;
mod library;
mod panics;
mod stage;
mod wasm;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::files::empty;
use crate::workspace::Workspace;
use crate::{process, setup};

/// Builds the package and returns the path of the packed file.
pub(crate) fn build(workspace: &Workspace) -> Result<PathBuf> {
    setup::wasm_target()?;
    setup::npm_ci(&workspace.root)?;

    let compiled = wasm::compile(workspace)?;
    let work = workspace.target.join("apsara-live");
    empty(&work)?;
    let bindings = wasm::bind(&compiled, &work.join("bindings"))?;
    let imports = fs::read_to_string(workspace.root.join("src").join("wasm").join("imports.txt"))?;
    wasm::without_panics(&bindings, &imports)?;

    let pkg = workspace.pkg();
    empty(&pkg)?;
    let wasm = pkg.join("apsara_live.wasm");
    wasm::optimize(workspace, &bindings.wasm, &wasm)?;
    let staged = stage::write(workspace, &bindings, &wasm)?;
    assemble::write(workspace, &staged)?;
    jsr::write(workspace)?;
    pack(workspace)?;

    process::run(
        Command::new("node")
            .arg(workspace.root.join("xtask").join("sizes.mjs"))
            .arg(&pkg),
    )?;
    Ok(workspace.tarball())
}

/// Installs the packed file beside what a folder has already; its package.json and its lock file stay as they are.
pub(crate) fn install(folder: &Path, tarball: &Path) -> Result<()> {
    let options = ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
    process::run(process::npm(folder).args(options).arg(tarball))
}

fn pack(workspace: &Workspace) -> Result<()> {
    let tarball = workspace.tarball();
    let folder = tarball.parent().context("the packed file has no folder")?;
    empty(folder)?;
    process::output(
        process::npm(&workspace.pkg())
            .args(["pack", "--loglevel=error", "--pack-destination"])
            .arg(folder),
    )?;
    fs::metadata(&tarball).with_context(|| format!("npm pack did not write {}", tarball.display()))?;
    Ok(())
}
