//! Builds the package from this checkout and compares the result with a given packed file, byte for byte.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use sha2::{Digest, Sha512};

use crate::package::pack::{self, Files};
use crate::workspace::Workspace;
use crate::{package, process};

/// Fails unless a build makes the same bytes as the given file.
pub(crate) fn run(workspace: &Workspace, args: &[String]) -> Result<()> {
    let [given] = args else {
        bail!(
            "`verify` takes the packed file: cargo xtask verify apsara-live-{}.tgz",
            workspace.version
        )
    };
    let given = Path::new(given);
    let bytes = fs::read(given).with_context(|| format!("cannot read {}", given.display()))?;
    let files = pack::unpacked(&bytes).with_context(|| format!("{} is not a packed package", given.display()))?;
    let version = version(&files)?;
    ensure!(
        version == workspace.version,
        "{} is version {version}, and these sources are version {}: check out the tag v{version}",
        given.display(),
        workspace.version
    );

    package::build_anew(workspace)?;
    let built = fs::read(workspace.tarball())?;
    compare(&bytes, &built)?;
    println!(
        "\n{}: the same bytes as a build of {}",
        given.display(),
        commit(workspace)
    );
    println!("integrity: sha512-{}", STANDARD.encode(Sha512::digest(&bytes)));
    Ok(())
}

fn version(files: &Files) -> Result<String> {
    let manifest = files.get("package.json").context("the file has no package.json")?;
    let manifest: Value = serde_json::from_slice(manifest)?;
    Ok(manifest["version"]
        .as_str()
        .context("package.json has no version")?
        .to_owned())
}

/// Fails unless two packed files have the same bytes.
fn compare(given: &[u8], built: &[u8]) -> Result<()> {
    if let Some(difference) = difference(&pack::unpacked(given)?, &pack::unpacked(built)?) {
        bail!("not the same bytes: {difference}");
    }
    ensure!(
        given == built,
        "not the same bytes: all files are equal, but the archive around them is not"
    );
    Ok(())
}

/// Describes the first file that differs, in the order of the names.
fn difference(given: &Files, built: &Files) -> Option<String> {
    let names = given
        .keys()
        .chain(built.keys().filter(|name| !given.contains_key(*name)));
    let mut names: Vec<_> = names.collect();
    names.sort();
    names
        .into_iter()
        .find_map(|name| match (given.get(name), built.get(name)) {
            (Some(_), None) => Some(format!("only the given file has {name}")),
            (None, Some(_)) => Some(format!("the given file lacks {name}")),
            (given, built) => (given != built).then(|| format!("{name} differs")),
        })
}

/// Names the sources: the commit, and whether they differ from it. A folder without git has no commit.
fn commit(workspace: &Workspace) -> String {
    let mut git = Command::new("git");
    git.current_dir(&workspace.root)
        .args(["describe", "--tags", "--always", "--dirty=, with uncommitted changes"]);
    let described = workspace.root.join(".git").exists().then(|| process::output(&mut git));
    match described {
        Some(Ok(name)) => format!("commit {}", name.trim()),
        _ => "sources without a commit".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use flate2::Compression;
    use flate2::read::GzDecoder;
    use flate2::write::GzEncoder;

    use super::*;

    fn files(named: &[(&str, &str)]) -> Files {
        named
            .iter()
            .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()))
            .collect()
    }

    #[test]
    fn a_changed_file_and_a_changed_archive_differ() {
        let packed = |text| pack::packed(&files(&[("package.json", "{}"), ("errors.js", text)])).unwrap();
        let built = packed("export {};");
        compare(&built, &built).unwrap();
        let said = |given: &[u8]| compare(given, &built).unwrap_err().to_string();
        assert_eq!(said(&packed("export { };")), "not the same bytes: errors.js differs");
        let mut again = GzEncoder::new(Vec::new(), Compression::fast());
        std::io::copy(&mut GzDecoder::new(built.as_slice()), &mut again).unwrap();
        assert_eq!(
            said(&again.finish().unwrap()),
            "not the same bytes: all files are equal, but the archive around them is not"
        );
    }

    #[test]
    fn the_first_file_that_differs_is_named() {
        let built = files(&[("a", "1"), ("b", "2"), ("c", "3")]);
        assert_eq!(difference(&built, &built), None);
        for (given, expected) in [
            (files(&[("a", "1"), ("b", "x"), ("c", "x")]), "b differs"),
            (files(&[("b", "x"), ("c", "3")]), "the given file lacks a"),
            (
                files(&[("a", "1"), ("aa", ""), ("b", "x")]),
                "only the given file has aa",
            ),
        ] {
            assert_eq!(difference(&given, &built).as_deref(), Some(expected));
        }
    }
}
