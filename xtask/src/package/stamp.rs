//! Tells whether the package is current, so that an unchanged tree is not built again.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::assemble::DOCUMENTS;
use crate::process;
use crate::workspace::Workspace;

/// Sources of the package, besides its documents. A folder stands for all its files.
const SOURCES: [&str; 9] = [
    ".cargo",
    "Cargo.lock",
    "Cargo.toml",
    "package-lock.json",
    "package.json",
    "pkg-template",
    "rust-toolchain.toml",
    "src",
    "xtask",
];

/// Returns the fingerprint of the inputs of a build.
pub(super) fn inputs(workspace: &Workspace) -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    // A caller may override the pinned compiler.
    process::output(Command::new("rustc").current_dir(&workspace.root).arg("-vV"))?.hash(&mut hasher);
    for input in SOURCES.into_iter().chain(DOCUMENTS) {
        hash(&workspace.root, &workspace.root.join(input), &mut hasher)?;
    }
    Ok(hasher.finish())
}

/// Whether the last build had these inputs, and its outputs are unchanged.
pub(super) fn is_current(workspace: &Workspace, inputs: u64) -> bool {
    let stamped = fs::read_to_string(path(workspace));
    stamped.is_ok_and(|stamped| text(workspace, inputs).is_ok_and(|present| stamped == present))
}

/// Records the inputs and outputs of a build.
pub(super) fn write(workspace: &Workspace, inputs: u64) -> Result<()> {
    let path = path(workspace);
    fs::write(&path, text(workspace, inputs)?).with_context(|| format!("cannot write {}", path.display()))
}

/// Returns the fingerprint of a file, or of all files in a folder.
pub(super) fn of(path: &Path) -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    hash(path, path, &mut hasher)?;
    Ok(hasher.finish())
}

fn path(workspace: &Workspace) -> PathBuf {
    workspace.target.join("apsara-live").join("stamp")
}

fn text(workspace: &Workspace, inputs: u64) -> Result<String> {
    let outputs = [workspace.pkg(), workspace.tarball(), workspace.jsr()];
    let outputs = outputs.iter().map(|output| of(output)).collect::<Result<Vec<_>>>()?;
    Ok(format!("{inputs:x} {outputs:x?}\n"))
}

/// Contents, not times: a checkout gives every file a new time.
fn hash(root: &Path, path: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    let reading = || format!("cannot read {}", path.display());
    path.strip_prefix(root)?.hash(hasher);
    if path.is_dir() {
        let entries = fs::read_dir(path).with_context(reading)?;
        let mut entries = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
        entries.sort();
        entries.iter().try_for_each(|entry| hash(root, entry, hasher))
    } else {
        fs::read(path).with_context(reading)?.hash(hasher);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_of_names_and_contents() {
        let folder = std::env::temp_dir().join(format!("apsara-live-stamp-{}", std::process::id()));
        fs::create_dir_all(folder.join("inner")).unwrap();
        fs::write(folder.join("inner").join("a"), "one").unwrap();
        let first = of(&folder).unwrap();

        fs::write(folder.join("inner").join("a"), "one").unwrap();
        assert_eq!(of(&folder).unwrap(), first, "written again");
        fs::write(folder.join("inner").join("a"), "two").unwrap();
        assert_ne!(of(&folder).unwrap(), first, "another text");
        fs::remove_file(folder.join("inner").join("a")).unwrap();
        fs::write(folder.join("inner").join("b"), "one").unwrap();
        assert_ne!(of(&folder).unwrap(), first, "another name");

        fs::remove_dir_all(&folder).unwrap();
    }
}
