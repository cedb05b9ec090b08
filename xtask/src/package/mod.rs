//! Builds the npm package, from sources to the packed file. Every build makes `pkg/` anew.

mod assemble;
mod documents;
mod glue;
mod imports;
mod jsr;
mod library;
mod names;
pub(crate) mod pack;
mod panics;
mod stage;
mod stamp;
mod wasm;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::files::empty;
use crate::workspace::Workspace;
use crate::{process, setup};

/// Builds the package, unless it is current, and returns the path of the packed file.
pub(crate) fn build(workspace: &Workspace) -> Result<PathBuf> {
    let inputs = stamp::inputs(workspace)?;
    if !stamp::is_current(workspace, inputs) {
        build_anew(workspace)?;
        stamp::write(workspace, inputs)?;
    }
    Ok(workspace.tarball())
}

/// Builds the package, also if it is current.
pub(crate) fn build_anew(workspace: &Workspace) -> Result<()> {
    setup::wasm_target()?;
    setup::npm_ci(&workspace.root)?;

    let compiled = wasm::compile(workspace)?;
    let work = workspace.target.join("apsara-live");
    empty(&work)?;
    let bindings = wasm::bind(&compiled, &work.join("bindings"))?;
    let imports = fs::read_to_string(workspace.root.join("src").join("wasm").join("imports.txt"))?;
    wasm::refine(&bindings, &imports)?;

    let pkg = workspace.pkg();
    empty(&pkg)?;
    let wasm = pkg.join("apsara_live.wasm");
    wasm::optimize(workspace, &bindings.wasm, &wasm)?;
    let staged = stage::write(workspace, &bindings, &wasm)?;
    assemble::write(workspace, &staged)?;
    jsr::write(workspace)?;
    pack::write(&pkg, &workspace.tarball())?;

    process::run(
        Command::new("node")
            .arg(workspace.root.join("xtask").join("sizes.mjs"))
            .arg(&pkg),
    )
}

/// Installs the packed file into a folder, unless it is installed. Does not change package.json and the lock file.
pub(crate) fn install(folder: &Path, tarball: &Path) -> Result<()> {
    let installed = folder.join("node_modules").join(".installed-tarball");
    let wanted = format!("{:x}\n", stamp::of(tarball)?);
    if fs::read_to_string(&installed).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    let options = [
        "install",
        "--no-save",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ];
    process::run(process::npm(folder).args(options).arg(tarball))?;
    fs::write(&installed, wanted).with_context(|| format!("cannot write {}", installed.display()))
}
