//! Facts about the actions of the service: names, types and numbers, in one committed file that is read from the vendor's Python client.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value};

use crate::files::replace_folder;
use crate::process;
use crate::workspace::Workspace;

const FACTS: &str = "xtask/actions/facts.json";
const READER: &str = "xtask/actions/wheel.py";

/// The vendor's client on `PyPI`. Its models have the types of all parameters and replies.
const PACKAGE: &str = "alibabacloud_live20161101";

/// Facts of each action by its name: `method`, `params`, `reply`, and the `quota` where it is known.
pub(crate) type Actions = BTreeMap<String, Value>;

/// Reads the committed facts.
pub(crate) fn load(workspace: &Workspace) -> Result<Actions> {
    let text = fs::read_to_string(workspace.root.join(FACTS)).with_context(|| format!("cannot read {FACTS}"))?;
    let facts: Value = serde_json::from_str(&text).with_context(|| format!("{FACTS} is no JSON"))?;
    Ok(members(&facts, "actions")?.clone().into_iter().collect())
}

/// Returns the object that is a member of a fact.
pub(crate) fn members<'a>(fact: &'a Value, name: &str) -> Result<&'a Map<String, Value>> {
    fact[name]
        .as_object()
        .with_context(|| format!("a fact without the object {name:?}"))
}

/// Makes the file anew from the newest wheel on `PyPI`, and prints what changed.
///
/// The wheel has no quotas: they stay as they are.
pub(crate) fn refresh(workspace: &Workspace) -> Result<()> {
    let folder = workspace.target.join("actions");
    replace_folder(&workspace.root.join("xtask").join("actions"), &folder)?;
    let python = if cfg!(windows) { "python" } else { "python3" };
    let mut pip = Command::new(python);
    pip.args([
        "-m",
        "pip",
        "download",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
    ]);
    pip.args(["--only-binary", ":all:", "--dest"]).arg(&folder).arg(PACKAGE);
    process::run(&mut pip)?;
    let wheel = wheel_in(&folder)?;
    let version = wheel.split('-').nth(1).context("a wheel without a version")?;
    let mut reader = Command::new(python);
    reader.arg(workspace.root.join(READER)).arg(folder.join(&wheel));
    let mut actions: Actions = serde_json::from_str(&process::output(&mut reader)?)?;
    let before = load(workspace)?;
    keep_quotas(&before, &mut actions);
    for line in changes(&before, &actions) {
        println!("{line}");
    }
    let path = workspace.root.join(FACTS);
    fs::write(&path, text(&format!("{PACKAGE} {version}"), &actions))
        .with_context(|| format!("cannot write {FACTS}"))?;
    println!(
        "{FACTS}: {} actions of {PACKAGE} {version}. Next: `cargo xtask generate`",
        actions.len()
    );
    Ok(())
}

fn wheel_in(folder: &Path) -> Result<String> {
    let mut wheels = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if Path::new(&name).extension().is_some_and(|extension| extension == "whl") {
            wheels.push(name);
        }
    }
    ensure!(
        wheels.len() == 1,
        "pip left {} wheels in {}",
        wheels.len(),
        folder.display()
    );
    Ok(wheels.remove(0))
}

fn keep_quotas(before: &Actions, actions: &mut Actions) {
    for (name, facts) in actions {
        if let Some(quota) = before.get(name).and_then(|facts| facts.get("quota")) {
            facts["quota"] = quota.clone();
        }
    }
}

/// One line for an action, so that a diff shows which actions changed.
fn text(package: &str, actions: &Actions) -> String {
    let lines: Vec<_> = actions
        .iter()
        .map(|(name, facts)| format!("{name:?}: {facts}"))
        .collect();
    format!(
        "{{\n\"package\": {package:?},\n\"actions\": {{\n{}\n}}\n}}\n",
        lines.join(",\n")
    )
}

/// One line for each member of a fact that is new, gone or different, by its path.
fn changes(before: &Actions, after: &Actions) -> Vec<String> {
    let [before, after] = [before, after].map(|actions| {
        let mut leaves = BTreeMap::new();
        for (name, facts) in actions {
            collect(facts, name.clone(), &mut leaves);
        }
        leaves
    });
    let paths: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let line = |path: &&String| match (before.get(*path), after.get(*path)) {
        (Some(old), Some(new)) if old == new => None,
        (Some(old), Some(new)) => Some(format!("~ {path}: {old} -> {new}")),
        (Some(old), None) => Some(format!("- {path}: {old}")),
        (None, new) => new.map(|new| format!("+ {path}: {new}")),
    };
    paths.iter().filter_map(line).collect()
}

fn collect(fact: &Value, path: String, leaves: &mut BTreeMap<String, String>) {
    match fact.as_object() {
        Some(members) if !members.is_empty() => {
            for (name, member) in members {
                collect(member, format!("{path}.{name}"), leaves);
            }
        }
        _ => {
            leaves.insert(path, fact.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn actions(facts: Value) -> Actions {
        serde_json::from_value(facts).unwrap()
    }

    #[test]
    fn changes_name_the_member() {
        let before =
            actions(json!({ "A": { "method": "POST", "params": { "X": { "type": "int" } } }, "B": { "params": {} } }));
        let after =
            actions(json!({ "A": { "method": "GET", "params": { "Y": { "type": "int" } } }, "B": { "params": {} } }));
        assert_eq!(changes(&before, &before), [""; 0]);
        assert_eq!(
            changes(&before, &after),
            [
                r#"~ A.method: "POST" -> "GET""#,
                r#"- A.params.X.type: "int""#,
                r#"+ A.params.Y.type: "int""#
            ]
        );
    }

    #[test]
    fn quotas_stay() {
        let before = actions(json!({ "A": { "quota": { "n": 10 } }, "B": { "quota": { "n": 5 } } }));
        let mut after = actions(json!({ "A": { "method": "GET" }, "C": {} }));
        keep_quotas(&before, &mut after);
        assert_eq!(
            after,
            actions(json!({ "A": { "method": "GET", "quota": { "n": 10 } }, "C": {} }))
        );
        assert_eq!(text("p 1", &after).lines().count(), 7);
    }

    #[test]
    fn the_committed_file_is_as_it_is_written() {
        let workspace = Workspace::find().unwrap();
        let committed = fs::read_to_string(workspace.root.join(FACTS)).unwrap();
        let facts: Value = serde_json::from_str(&committed).unwrap();
        let package = facts["package"].as_str().unwrap();
        assert_eq!(text(package, &load(&workspace).unwrap()), committed);
    }
}
