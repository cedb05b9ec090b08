//! Paths and version of this repository, from `cargo metadata`.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::process;

/// The manifests with a lock file: this workspace, the fuzz targets, and the recipe for Rust.
pub(crate) const MANIFESTS: [&str; 3] = ["Cargo.toml", "fuzz/Cargo.toml", "examples/rust/Cargo.toml"];

/// Crate of the wasm.
const WASM_CRATE: &str = "apsara-live-wasm";

/// The repository that this process was started for.
pub(crate) struct Workspace {
    /// The folder of the workspace's Cargo.toml.
    pub(crate) root: PathBuf,
    /// Cargo's target directory.
    pub(crate) target: PathBuf,
    /// The version in the workspace's Cargo.toml.
    pub(crate) version: String,
    /// The folders that hold the sources of the dependencies.
    pub(crate) dependency_roots: Vec<PathBuf>,
}

impl Workspace {
    /// Reads the workspace of this process with `cargo metadata`.
    pub(crate) fn find() -> Result<Self> {
        // Not env!(): with a moved or shared target directory, it would name another checkout.
        let manifest_dir = env::var_os("CARGO_MANIFEST_DIR").context("start this with `cargo xtask`")?;
        let xtask = PathBuf::from(manifest_dir);
        let root = xtask.parent().context("xtask has no parent folder")?.to_path_buf();

        let mut cargo = Command::new(process::cargo());
        cargo
            .current_dir(&root)
            .args(["metadata", "--format-version", "1", "--locked"]);
        let metadata: Value = serde_json::from_str(&process::output(&mut cargo)?)?;
        let packages = metadata["packages"]
            .as_array()
            .context("cargo metadata without packages")?;
        let wasm_crate = packages
            .iter()
            .find(|package| package["name"] == WASM_CRATE)
            .context("no package apsara-live-wasm")?;

        Ok(Self {
            root,
            target: metadata["target_directory"]
                .as_str()
                .context("no target_directory")?
                .into(),
            version: wasm_crate["version"].as_str().context("no version")?.to_owned(),
            dependency_roots: dependency_roots(packages),
        })
    }

    /// Returns the folder of the npm package. Every build makes it anew.
    pub(crate) fn pkg(&self) -> PathBuf {
        self.root.join("pkg")
    }

    /// Returns the folder of the package for JSR.
    pub(crate) fn jsr(&self) -> PathBuf {
        self.target.join("jsr")
    }

    /// Returns the path of the packed npm file. Its name has no version, because the examples depend on it.
    pub(crate) fn tarball(&self) -> PathBuf {
        self.target.join("npm").join("apsara-live.tgz")
    }
}

fn dependency_roots(packages: &[Value]) -> Vec<PathBuf> {
    let mut roots: Vec<PathBuf> = packages
        .iter()
        .filter(|package| !package["source"].is_null())
        .filter_map(|package| package["manifest_path"].as_str())
        .filter_map(|manifest| Path::new(manifest).ancestors().nth(2).map(Path::to_path_buf))
        .collect();
    roots.sort();
    roots.dedup();
    roots
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_of_dependencies_are_found_once_and_members_are_not_among_them() {
        let registry = "registry+https://github.com/rust-lang/crates.io-index";
        let packages = [
            serde_json::json!({ "source": registry, "manifest_path": "/home/me/src/sha2-0.11.1/Cargo.toml" }),
            serde_json::json!({ "source": registry, "manifest_path": "/home/me/src/hmac-0.13.0/Cargo.toml" }),
            serde_json::json!({ "source": null, "manifest_path": "/clone/src/core/Cargo.toml" }),
        ];
        assert_eq!(dependency_roots(&packages), [PathBuf::from("/home/me/src")]);
    }
}
