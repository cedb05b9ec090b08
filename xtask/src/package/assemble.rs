//! Puts the hand-written files beside the generated ones, and derives from both what a user would not write twice.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::files::{copy, copy_folder};
use crate::process;
use crate::workspace::Workspace;

/// Entries that `require` gets in a bundled form of their own.
const COMMONJS: [&str; 3] = ["index", "slim", "testing"];

/// Files of the repository that every copy of the package carries.
const DOCUMENTS: [&str; 4] = ["README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE"];

/// The hand-written files that say the version, and the version that they say until then.
const VERSION_SLOTS: [&str; 2] = ["package.json", "version.js"];
const VERSION_SLOT: &str = r#""0.0.0""#;

/// Completes `pkg/`, which holds the wasm and the glue.
pub(super) fn write(workspace: &Workspace) -> Result<()> {
    let pkg = workspace.pkg();
    copy_folder(&workspace.root.join("pkg-template"), &pkg)?;
    for file in VERSION_SLOTS {
        fill_version(&pkg.join(file), &workspace.version)?;
    }
    inline(&pkg)?;
    for entry in COMMONJS {
        commonjs(workspace, &pkg, entry)?;
    }
    for document in DOCUMENTS {
        copy(&workspace.root.join(document), &pkg.join(document))?;
    }
    Ok(())
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

/// The wasm as a module of text, for runtimes that would need a file, a bundler setting or a request to load it: deflated, because what is in
/// base64 is hardly compressed by anybody after that.
fn inline(pkg: &Path) -> Result<()> {
    let wasm = fs::read(pkg.join("apsara_live.wasm"))?;
    let mut deflated = Vec::new();
    zopfli::compress(
        zopfli::Options::default(),
        zopfli::Format::Deflate,
        wasm.as_slice(),
        &mut deflated,
    )?;
    let module = format!("export default \"{}\";\n", STANDARD.encode(deflated));
    fs::write(pkg.join("inline.js"), module)?;
    Ok(())
}

/// Bundles an entry for `require`, and gives it the types of the entry under the name that TypeScript looks for.
fn commonjs(workspace: &Workspace, pkg: &Path, entry: &str) -> Result<()> {
    let mut esbuild = process::npm_tool(&workspace.root, "esbuild");
    esbuild.args([
        "--bundle",
        "--format=cjs",
        "--platform=neutral",
        "--target=es2022",
        "--external:node:*",
    ]);
    esbuild.arg("--log-level=warning");
    esbuild
        .arg(pkg.join(format!("{entry}.js")))
        .arg(outfile(&pkg.join(format!("{entry}.cjs"))));
    process::run(&mut esbuild)?;
    copy(&pkg.join(format!("{entry}.d.ts")), &pkg.join(format!("{entry}.d.cts")))
}

fn outfile(path: &Path) -> String {
    format!("--outfile={}", path.display())
}
