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

/// The modules of the package that stay modules; what they share is in `slim.js`.
const MODULES: [&str; 8] = [
    "index.js",
    "workerd.js",
    "edge-light.js",
    "slim.js",
    "testing.js",
    "glue.js",
    "bytes.js",
    // By itself: who imports the class alone gets nothing else along.
    "errors.js",
];

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
    join_modules(workspace, &pkg)?;
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

/// The wasm as a module of text. Deflated, because what is in base64 is hardly compressed by anybody after that.
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

/// Puts what all entries share into one module, and the bytes with what inflates them into another: to find and load one file takes Node.js
/// half a millisecond.
fn join_modules(workspace: &Workspace, pkg: &Path) -> Result<()> {
    for module in ["slim.js", "bytes.js"] {
        let path = pkg.join(module);
        let mut esbuild = process::npm_tool(&workspace.root, "esbuild");
        esbuild.args([
            "--bundle",
            "--format=esm",
            "--platform=neutral",
            "--target=es2022",
            "--external:./glue.js",
            "--external:./errors.js",
            "--allow-overwrite",
            "--log-level=warning",
        ]);
        process::run(esbuild.arg(&path).arg(outfile(&path)))?;
    }
    for entry in fs::read_dir(pkg)? {
        let path = entry?.path();
        let module = path.extension().is_some_and(|extension| extension == "js");
        let kept = path
            .file_name()
            .is_some_and(|name| MODULES.iter().any(|module| name == *module));
        if module && !kept {
            fs::remove_file(path)?;
        }
    }
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
