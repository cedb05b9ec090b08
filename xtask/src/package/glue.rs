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
/// The properties of a glue bear the names that the wasm imports.
pub(super) fn write(workspace: &Workspace, generated: &Path, to: &Path) -> Result<()> {
    let text = fs::read_to_string(generated).with_context(|| format!("cannot read {}", generated.display()))?;
    let prepared = generated.with_extension("prepared.js");
    let text = without_registry(&text).context("the glue has no registry of closures")?;
    fs::write(&prepared, with_members(&text))?;
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

/// Makes members of an object of the functions that the wasm imports, which [`shrink`](super::shrink) has given a number each: otherwise every
/// one of them has a name of its own, which bundlers that keep names repeat.
fn with_members(generated: &str) -> String {
    let mut text = String::from("export const glue = {};\n");
    for line in generated.lines() {
        let member = line
            .strip_prefix("export function $")
            .and_then(|rest| rest.split_once('('));
        match member {
            Some((number, rest)) => text.extend(["glue.$", number, " = function (", rest, "\n"]),
            None => text.extend([line, "\n"]),
        }
    }
    text
}

/// Takes the registry of closures out of the glue. The only closures that cross the boundary wait for promises of `host.js`, which all come to
/// an end and so let go of them: there is nothing to watch, and watching costs the garbage collector more than the closures.
fn without_registry(generated: &str) -> Option<String> {
    let (before, rest) = generated.split_once("const CLOSURE_DTORS = ")?;
    let (_, after) = rest.split_once(";\n")?;
    let uses = |line: &&str| !line.contains("CLOSURE_DTORS.");
    let lines = before.lines().chain(after.lines()).filter(uses);
    Some(lines.flat_map(|line| [line, "\n"]).collect())
}

/// The module as a function that returns the glue, with what the module exports beside it; esbuild puts all of it into one statement at the
/// end.
fn as_function(module: &str) -> Option<String> {
    let (code, exports) = module.trim_end().strip_suffix("};")?.rsplit_once("export{")?;
    let (mut glue, mut members) = (None, Vec::new());
    for export in exports.split(',') {
        let (local, name) = export.split_once(" as ").unwrap_or((export, export));
        if name == "glue" {
            glue = Some(local);
        } else {
            members.push(format!("{name}:{local}"));
        }
    }
    Some(format!(
        "export function createGlue(queueMicrotask) {{\n{code}return Object.assign({},{{{}}});\n}}\n",
        glue?,
        members.join(",")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exports_become_members() {
        let module = "var a=1;function b(){}export{a as Client,b,c as glue};\n";
        let function = "export function createGlue(queueMicrotask) {\nvar a=1;function b(){}return Object.assign(c,{Client:a,b:b});\n}\n";
        assert_eq!(as_function(module).as_deref(), Some(function));
        assert_eq!(as_function("export{a as Client};"), None);
        assert_eq!(as_function("var a=1;"), None);
    }

    #[test]
    fn closures_are_not_registered() {
        let generated =
            "a();\nconst CLOSURE_DTORS = x\n    ? y\n    : z;\nb();\n    CLOSURE_DTORS.register(c);\nd();\n";
        assert_eq!(without_registry(generated).as_deref(), Some("a();\nb();\nd();\n"));
        assert_eq!(without_registry("a();\n"), None);
    }

    #[test]
    fn imports_become_members() {
        let generated = "export class Client {\n}\nexport function $12(arg0, arg1) {\n    return 1;\n}\n";
        let expected =
            "export const glue = {};\nexport class Client {\n}\nglue.$12 = function (arg0, arg1) {\n    return 1;\n}\n";
        assert_eq!(with_members(generated), expected);
    }
}
