//! The glue as a function: wasm-bindgen keeps the state of one wasm instance in a module, this makes a fresh one per
//! instance, because a trap poisons an instance and the late callbacks of the old one must not reach the new one.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::process;
use crate::workspace::Workspace;

/// Bundles the generated glue and writes a module that exports `createGlue`.
///
/// Its parameter stands in for the global function of that name, so that the loader sees what is thrown in a microtask.
///
/// The properties of a glue bear the names that the wasm imports from `./apsara_live_bg.js`.
pub(super) fn write(workspace: &Workspace, generated: &Path, to: &Path) -> Result<()> {
    let mut esbuild = process::npm_tool(&workspace.root, "esbuild");
    esbuild.arg(generated).args([
        "--bundle",
        "--format=iife",
        "--global-name=glue",
        "--minify",
        "--platform=neutral",
        "--target=es2022",
        "--log-level=warning",
    ]);
    let iife = process::output(&mut esbuild)?;
    let module = format!(
        "export function createGlue(queueMicrotask) {{\n{}\nreturn glue;\n}}\n",
        iife.trim_end()
    );
    fs::write(to, module).with_context(|| format!("cannot write {}", to.display()))
}
