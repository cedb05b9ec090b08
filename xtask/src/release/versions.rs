//! The version stands in the workspace's Cargo.toml. Everything that repeats it must agree.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::process;
use crate::workspace::{MANIFESTS, Workspace};

/// Compares the versions of the crates, of their dependencies on one another, and in the lock files.
pub(super) fn check(workspace: &Workspace) -> Result<()> {
    let version = &workspace.version;
    for manifest in MANIFESTS {
        let mut cargo = Command::new(process::cargo());
        cargo
            .current_dir(&workspace.root)
            .args(["metadata", "--format-version", "1", "--locked", "--no-deps"])
            .args(["--manifest-path", manifest]);
        let metadata: Value = serde_json::from_str(&process::output(&mut cargo)?)?;
        let packages = metadata["packages"].as_array().context("no packages")?;
        let problems = problems(packages, version);
        ensure!(problems.is_empty(), "{manifest}: {}", problems.join("; "));
        let lock = fs::read_to_string(workspace.root.join(manifest).with_file_name("Cargo.lock"))?;
        let expected = format!("name = \"apsara-live-core\"\nversion = \"{version}\"\n");
        ensure!(
            lock.contains(&expected),
            "the lock file of {manifest} has another apsara-live-core"
        );
    }
    println!("all crates and lock files have version {version}; the build writes it into the packages for npm and JSR");
    Ok(())
}

fn problems(packages: &[Value], version: &str) -> Vec<String> {
    let mut problems = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        // xtask and the fuzz targets have no version: no user installs them.
        if package["version"] != version && package["version"] != "0.0.0" {
            problems.push(format!("{name} has version {}", package["version"]));
        }
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let ours = dependency["name"]
                .as_str()
                .is_some_and(|name| name.starts_with("apsara-live"));
            let required = format!("^{version}");
            // A dependency by path alone takes any version, which crates.io refuses.
            if ours && package["publish"].is_null() && dependency["req"] != required {
                problems.push(format!("{name} requires {} {}", dependency["name"], dependency["req"]));
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn one_version_is_everywhere() {
        let of = |version: &str, required: &str| {
            let dependency = json!({ "name": "apsara-live-encoding", "req": required });
            json!({ "name": "apsara-live-core", "version": version, "publish": null, "dependencies": [dependency] })
        };
        assert!(problems(&[of("1.2.3", "^1.2.3")], "1.2.3").is_empty());
        assert_eq!(
            problems(&[of("1.2.4", "^1.2.2")], "1.2.3"),
            [
                "apsara-live-core has version \"1.2.4\"",
                "apsara-live-core requires \"apsara-live-encoding\" \"^1.2.2\""
            ]
        );
    }
}
