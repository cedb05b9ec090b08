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
        "--format=esm",
        "--minify",
        "--platform=neutral",
        "--target=es2022",
        "--log-level=warning",
    ]);
    let module = process::output(&mut esbuild)?;
    let function = as_function(&module).context("the bundled glue does not end with its exports")?;
    fs::write(to, function).with_context(|| format!("cannot write {}", to.display()))
}

/// The module as a function that returns what the module exports; esbuild puts all of it into one statement at the end.
fn as_function(module: &str) -> Option<String> {
    let (code, exports) = module.trim_end().strip_suffix("};")?.rsplit_once("export{")?;
    let member = |export: &str| match export.split_once(" as ") {
        Some((local, name)) => format!("{name}:{local}"),
        None => export.to_owned(),
    };
    let members: Vec<_> = exports.split(',').map(member).collect();
    Some(format!(
        "export function createGlue(queueMicrotask) {{\n{code}return{{{}}};\n}}\n",
        members.join(",")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exports_become_members() {
        let module = "var a=1;function b(){}export{a as Client,b};\n";
        let function = "export function createGlue(queueMicrotask) {\nvar a=1;function b(){}return{Client:a,b};\n}\n";
        assert_eq!(as_function(module).as_deref(), Some(function));
        assert_eq!(as_function("var a=1;"), None);
    }
}
