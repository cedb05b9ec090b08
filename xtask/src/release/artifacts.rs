//! Gathers the files that the release workflow publishes and attaches.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use super::{changelog, publish};
use crate::files::{copy, empty, replace_folder};
use crate::process;
use crate::workspace::Workspace;

/// Fills `target/release-<version>`: `attached/` with the files of the GitHub release and their checksums, `jsr/` with the package for
/// JSR, and `changelog.md`.
pub(super) fn gather(workspace: &Workspace) -> Result<()> {
    let version = &workspace.version;
    let folder = workspace.target.join(format!("release-{version}"));
    let attached = folder.join("attached");
    empty(&folder)?;
    fs::create_dir_all(&attached)?;
    copy(
        &workspace.tarball(),
        &attached.join(format!("apsara-live-{version}.tgz")),
    )?;
    for name in publish::CRATES {
        let file = format!("{name}-{version}.crate");
        let packaged = workspace.target.join("package").join(&file);
        copy(&packaged, &attached.join(file))?;
    }
    bills_of_materials(workspace, &attached)?;
    fs::write(attached.join("SHA256SUMS"), checksums(&attached)?)?;
    replace_folder(&workspace.jsr(), &folder.join("jsr"))?;
    let changelog = fs::read_to_string(workspace.root.join("CHANGELOG.md"))?;
    fs::write(
        folder.join("changelog.md"),
        changelog::entry(&changelog).to_owned() + "\n",
    )?;
    // Of all that is published: the package for JSR and the text of the release are not among the attached files.
    fs::write(folder.join("SHA256SUMS"), checksums(&folder)?)?;
    print!("{}", fs::read_to_string(attached.join("SHA256SUMS"))?);
    println!("gathered in {}", folder.display());
    Ok(())
}

fn bills_of_materials(workspace: &Workspace, folder: &Path) -> Result<()> {
    let named = |part: &str| folder.join(format!("apsara-live-{}.{part}.cdx.json", workspace.version));
    let script = workspace.root.join("xtask").join("supply").join("sbom.mjs");
    process::run(Command::new("node").arg(script).args([
        &workspace.root,
        &workspace.pkg(),
        &named("npm"),
        &named("wasm"),
    ]))
}

/// Returns the text that `sha256sum --check` reads, of all files in a folder and below.
fn checksums(folder: &Path) -> Result<String> {
    let mut text = String::new();
    for file in files_below(folder)? {
        for byte in Sha256::digest(fs::read(&file)?) {
            write!(text, "{byte:02x}")?;
        }
        let name = file.strip_prefix(folder)?.to_str().context("no name")?;
        writeln!(text, "  {}", name.replace('\\', "/"))?;
    }
    Ok(text)
}

fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(files_below(&path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
