//! Packs the package into one file and reads such a file. `npm pack` would let the umask, its own version and the zlib of Node.js into
//! the bytes.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::read::GzDecoder;
use flate2::{Compression, GzBuilder};
use serde_json::Value;
use tar::{Archive, Builder, EntryType, Header};

use crate::files::empty;

/// The contents of the packed files, by their path in the package.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// The folder that npm strips from every path.
const FOLDER: &str = "package/";

/// The time that npm gives to all files, as a Unix timestamp: 1985-10-26T08:15:00Z.
const TIME: u64 = 499_162_500;

/// Packs a folder without subfolders into a file, in an empty folder.
pub(super) fn write(pkg: &Path, tarball: &Path) -> Result<()> {
    empty(tarball.parent().context("the packed file has no folder")?)?;
    let mut files = Files::new();
    for entry in fs::read_dir(pkg)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .context("a name of a file")?;
        files.insert(name.to_owned(), fs::read(&path)?);
    }
    fs::write(tarball, packed(&files)?).with_context(|| format!("cannot write {}", tarball.display()))
}

/// Packs files; their names have no folder.
pub(crate) fn packed(files: &Files) -> Result<Vec<u8>> {
    let programs = programs(files)?;
    // The header of gzip gets neither a time nor the name of the system.
    let gzip = GzBuilder::new()
        .operating_system(255)
        .write(Vec::new(), Compression::best());
    let mut archive = Builder::new(gzip);
    for (name, bytes) in files {
        let mut header = Header::new_ustar();
        header.set_entry_type(EntryType::Regular);
        header.set_size(bytes.len() as u64);
        header.set_mode(if programs.contains(name) { 0o755 } else { 0o644 });
        header.set_mtime(TIME);
        header.set_uid(0);
        header.set_gid(0);
        archive.append_data(&mut header, format!("{FOLDER}{name}"), bytes.as_slice())?;
    }
    Ok(archive.into_inner()?.finish()?)
}

/// Unpacks a packed file.
pub(crate) fn unpacked(gzip: &[u8]) -> Result<Files> {
    let mut files = Files::new();
    for entry in Archive::new(GzDecoder::new(gzip)).entries()? {
        let mut entry = entry?;
        let path = entry.path()?.to_string_lossy().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes)?;
        files.insert(path.strip_prefix(FOLDER).unwrap_or(&path).to_owned(), bytes);
    }
    Ok(files)
}

/// Returns the files that `bin` of package.json names.
fn programs(files: &Files) -> Result<Vec<String>> {
    let manifest: Value = serde_json::from_slice(files.get("package.json").context("no package.json")?)?;
    let programs = manifest["bin"].as_object().into_iter().flat_map(|bin| bin.values());
    Ok(programs.filter_map(|path| path.as_str().map(str::to_owned)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Files {
        let manifest = br#"{ "bin": { "program": "cli.js" } }"#;
        Files::from([
            ("package.json".to_owned(), manifest.to_vec()),
            ("cli.js".to_owned(), b"main();\n".to_vec()),
        ])
    }

    #[test]
    fn packed_files_are_read_again() {
        assert_eq!(unpacked(packed(&files()).unwrap().as_slice()).unwrap(), files());
        assert!(unpacked(b"no gzip".as_slice()).is_err());
    }

    #[test]
    fn headers_are_those_of_npm_and_only_programs_are_executable() {
        let packed = packed(&files()).unwrap();
        let mut archive = Archive::new(GzDecoder::new(packed.as_slice()));
        let headers = archive.entries().unwrap().map(|entry| {
            let entry = entry.unwrap();
            let header = entry.header();
            let path = entry.path().unwrap().to_string_lossy().into_owned();
            (
                path,
                header.mode().unwrap(),
                header.mtime().unwrap(),
                header.uid().unwrap(),
            )
        });
        let expected = [
            ("package/cli.js".to_owned(), 0o755, TIME, 0),
            ("package/package.json".to_owned(), 0o644, TIME, 0),
        ];
        assert_eq!(headers.collect::<Vec<_>>(), expected);
    }
}
