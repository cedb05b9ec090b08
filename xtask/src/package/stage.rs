//! Stages the sources of the package: a copy of `pkg-template` with the generated modules in place.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::glue;
use super::wasm::Bindings;
use crate::files::replace_folder;
use crate::workspace::Workspace;

/// Files of `pkg-template` with the version, and the placeholder in them.
const VERSION_SLOTS: [&str; 2] = ["package.json", "src/api/version.ts"];
const VERSION_SLOT: &str = r#""0.0.0""#;

/// Writes the staged sources and returns their folder.
///
/// `src/wasm/glue.js` and `src/wasm/inline.js` are generated; `glue.d.ts` and `inline.d.ts` beside them are not.
pub(super) fn write(workspace: &Workspace, bindings: &Bindings, wasm: &Path) -> Result<PathBuf> {
    let staged = workspace.target.join("apsara-live").join("staged");
    replace_folder(&workspace.root.join("pkg-template"), &staged)?;
    for file in VERSION_SLOTS {
        fill_version(&staged.join(file), &workspace.version)?;
    }
    let folder = staged.join("src").join("wasm");
    glue::write(workspace, &bindings.glue, &folder.join("glue.js"))?;
    inline(wasm, &folder.join("inline.js"))?;
    Ok(staged)
}

fn fill_version(path: &Path, version: &str) -> Result<()> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    ensure!(
        text.matches(VERSION_SLOT).count() == 1,
        "{} must hold {VERSION_SLOT} once",
        path.display()
    );
    fs::write(path, text.replace(VERSION_SLOT, &format!(r#""{version}""#)))?;
    Ok(())
}

/// Writes the wasm as a module of text. Deflated first, because base64 text hardly compresses.
fn inline(wasm: &Path, to: &Path) -> Result<()> {
    let wasm = fs::read(wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
    let mut deflated = Vec::new();
    zopfli::compress(
        zopfli::Options::default(),
        zopfli::Format::Deflate,
        wasm.as_slice(),
        &mut deflated,
    )?;
    let module = format!("export default \"{}\";\n", STANDARD.encode(deflated));
    fs::write(to, module).with_context(|| format!("cannot write {}", to.display()))
}
