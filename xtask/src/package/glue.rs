//! Turns the glue into a function. wasm-bindgen keeps the state of one wasm instance in the module of its glue. A trap poisons an
//! instance, so the loader needs new glue for each.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::wasm::IMPORT_MODULE;
use crate::process;
use crate::workspace::Workspace;

/// Bundles the generated glue and writes a module with two exports.
///
/// `createGlue()` returns an object with every export of the glue, under wasm-bindgen's names: the functions that the wasm imports, the
/// classes, and `__wbg_set_wasm`. `importModule` is the name of the module from which the wasm imports them.
pub(super) fn write(workspace: &Workspace, generated: &Path, to: &Path) -> Result<()> {
    let text = fs::read_to_string(generated).with_context(|| format!("cannot read {}", generated.display()))?;
    let prepared = generated.with_extension("prepared.js");
    fs::write(&prepared, without_registry(&text))?;
    let mut esbuild = process::npm_tool(&workspace.root, "esbuild");
    esbuild.arg(prepared).args([
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

/// Removes the `FinalizationRegistry` of closures, if there is one. Every closure at the boundary waits for a promise, and is freed when
/// the promise settles. The registry costs the garbage collector more than the closures.
fn without_registry(generated: &str) -> String {
    let Some((before, rest)) = generated.split_once("const CLOSURE_DTORS = ") else {
        return generated.to_owned();
    };
    let after = rest.split_once(";\n").map_or("", |(_, after)| after);
    let lines = before.lines().chain(after.lines());
    lines
        .filter(|line| !line.contains("CLOSURE_DTORS."))
        .flat_map(|line| [line, "\n"])
        .collect()
}

/// Returns the module as a function that returns its exports. esbuild puts all of them into one statement at the end.
fn as_function(module: &str) -> Option<String> {
    let (code, exports) = module.trim_end().strip_suffix("};")?.rsplit_once("export{")?;
    let members: Vec<_> = exports
        .split(',')
        .map(|export| export.split_once(" as ").unwrap_or((export, export)))
        .map(|(local, name)| format!("{name}:{local}"))
        .collect();
    Some(format!(
        "export const importModule = \"{IMPORT_MODULE}\";\nexport function createGlue() {{\n{code}return {{{}}};\n}}\n",
        members.join(",")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exports_become_members() {
        let module = "var a=1;function b(){}export{a as Client,b};\n";
        let function = "export const importModule = \"./apsara_live_bg.js\";\nexport function createGlue() {\nvar a=1;function b(){}return {Client:a,b:b};\n}\n";
        assert_eq!(as_function(module).as_deref(), Some(function));
        assert_eq!(as_function("var a=1;"), None);
    }

    #[test]
    fn closures_are_not_registered() {
        let generated =
            "a();\nconst CLOSURE_DTORS = x\n    ? y\n    : z;\nb();\n    CLOSURE_DTORS.register(c);\nd();\n";
        assert_eq!(without_registry(generated), "a();\nb();\nd();\n");
        assert_eq!(without_registry("a();\n"), "a();\n");
    }
}
