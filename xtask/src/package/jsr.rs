//! Writes the package for JSR, which has other rules for types than npm and no conditions.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::{Map, json};

use crate::files::{copy, replace_folder};
use crate::workspace::Workspace;

/// Each import path with its module. `bullmq` is missing: its peer is a package of npm.
const ENTRIES: [(&str, &str); 6] = [
    (".", "index"),
    ("./slim", "slim"),
    ("./testing", "testing"),
    ("./node", "node"),
    ("./queue", "queue"),
    ("./cloudflare", "cloudflare"),
];

/// Files that only npm uses, besides the files for `require`: the manifest, entries of conditions, entries with a peer, the program.
const ONLY_NPM: [&str; 8] = [
    "package.json",
    "workerd.js",
    "edge-light.js",
    "bullmq.js",
    "bullmq.d.ts",
    "cli.js",
    "cli-commands.js",
    // JSR forbids modules that augment others.
    "actions.d.ts",
];

/// The declarations of `call`.
const CALL_TYPES: &str = "call-types";

/// Writes the folder from `pkg/`. `deno publish` runs in it.
pub(super) fn write(workspace: &Workspace) -> Result<()> {
    let folder = workspace.jsr();
    replace_folder(&workspace.pkg(), &folder)?;
    for entry in fs::read_dir(&folder)? {
        let entry = entry?;
        if only_npm(&entry.file_name().to_string_lossy()) {
            fs::remove_file(entry.path())?;
        }
    }
    for (_, entry) in ENTRIES {
        let types = format!("// @ts-self-types=\"./{entry}.d.ts\"\n");
        edit(&folder.join(format!("{entry}.js")), |module| types + module)?;
    }
    // Both forms of the npm package share these declarations. JSR has one form, and no file is found under another name.
    let shared = |folder: &Path, ending: &str| folder.join(format!("{CALL_TYPES}.{ending}"));
    copy(&shared(&workspace.pkg(), "d.cts"), &shared(&folder, "d.ts"))?;
    for (_, entry) in ENTRIES.iter().filter(|(_, entry)| ["index", "slim"].contains(entry)) {
        edit(&folder.join(format!("{entry}.d.ts")), |types| {
            types.replace(&format!("'./{CALL_TYPES}.cjs'"), &format!("'./{CALL_TYPES}.d.ts'"))
        })?;
    }
    without_references(&folder)?;
    let path = folder.join("jsr.json");
    fs::write(&path, configuration(&workspace.version)?).with_context(|| format!("cannot write {}", path.display()))
}

fn only_npm(name: &str) -> bool {
    ONLY_NPM.contains(&name) || [".cjs", ".d.cts"].iter().any(|ending| name.ends_with(ending))
}

fn configuration(version: &str) -> Result<String> {
    let exports: Map<_, _> = ENTRIES
        .iter()
        .map(|(path, entry)| ((*path).to_owned(), format!("./{entry}.js").into()))
        .collect();
    let configuration = json!({
        "name": "@apsara-live/apsara-live",
        "version": version,
        "license": "MIT OR Apache-2.0",
        "exports": exports,
    });
    Ok(serde_json::to_string_pretty(&configuration)? + "\n")
}

/// JSR refuses references to libraries, because they change the globals of an importer. Deno has these libraries itself.
fn without_references(folder: &Path) -> Result<()> {
    for (_, entry) in ENTRIES {
        let path = folder.join(format!("{entry}.d.ts"));
        let types = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let kept = types.lines().filter(|line| !line.starts_with("/// <reference "));
        fs::write(&path, kept.flat_map(|line| [line, "\n"]).collect::<String>())?;
    }
    Ok(())
}

/// Edits a file. An edit without an effect is a mistake.
fn edit(path: &Path, change: impl FnOnce(&str) -> String) -> Result<()> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let changed = change(&text);
    ensure!(changed != text, "{} is as it was", path.display());
    fs::write(path, changed).with_context(|| format!("cannot write {}", path.display()))
}
