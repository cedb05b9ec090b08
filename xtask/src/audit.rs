//! Checks everything that this repository takes from others: crates, npm packages, lock files, and the actions of its workflows.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::workspace::{MANIFESTS, Workspace};
use crate::{process, setup, tools};

/// Version of cargo-deny that `.cargo/deny.toml` was written for.
const CARGO_DENY: &str = "0.20.2";

/// Network access of a check.
#[derive(PartialEq, Eq)]
enum Needs {
    /// Only to install the tools.
    Registries,
    /// To read a database of advisories, or the keys of signatures.
    Databases,
}

type Check = fn(&Workspace) -> Result<()>;

const CHECKS: [(&str, Needs, Check); 6] = [
    ("crates: licenses, bans and sources", Needs::Registries, |workspace| {
        deny(workspace, &["check", "licenses", "bans", "sources"])
    }),
    ("lock files and policy", Needs::Registries, lock_files),
    ("workflows", Needs::Registries, workflows),
    ("crates: advisories", Needs::Databases, crate_advisories),
    ("npm packages: advisories", Needs::Databases, npm_advisories),
    (
        "npm packages: signatures of the registry",
        Needs::Databases,
        npm_signatures,
    ),
];

/// Runs all checks, also after a failed check.
pub(crate) fn run(workspace: &Workspace, args: &[String]) -> Result<()> {
    let offline = match args {
        [] => false,
        [only] if only == "--offline" => true,
        _ => bail!("`audit` takes no argument but --offline"),
    };
    let mut summary = Vec::new();
    let mut failed = 0;
    for (name, needs, check) in CHECKS {
        if offline && needs == Needs::Databases {
            summary.push(format!("not checked  {name} (--offline)"));
            continue;
        }
        println!("\n== {name}");
        match check(workspace) {
            Ok(()) => summary.push(format!("passed       {name}")),
            Err(error) => {
                failed += 1;
                summary.push(format!("failed       {name}: {error:#}"));
            }
        }
    }
    println!("\n{}", summary.join("\n"));
    ensure!(failed == 0, "{failed} of {} checks failed", CHECKS.len());
    Ok(())
}

fn deny(workspace: &Workspace, command: &[&str]) -> Result<()> {
    let program = tools::install_quickly(workspace, "cargo-deny", CARGO_DENY, &[])?;
    for manifest in MANIFESTS {
        let mut deny = Command::new(&program);
        deny.current_dir(&workspace.root)
            .args(["--locked", "--config", ".cargo/deny.toml", "--manifest-path", manifest])
            .args(command);
        process::run(&mut deny)?;
    }
    Ok(())
}

fn crate_advisories(workspace: &Workspace) -> Result<()> {
    deny(workspace, &["fetch", "db"]).context("not checked: the advisory database of RustSec could not be reached")?;
    deny(workspace, &["check", "--disable-fetch", "advisories"])
}

/// Runs the tests of the lock files, of the workflows and of the repository's policy.
fn lock_files(workspace: &Workspace) -> Result<()> {
    let folder = workspace.root.join("js-tests");
    setup::npm_ci(&folder)?;
    process::run(process::npm(&folder).args(["test", "--", "supply"]))
}

fn workflows(workspace: &Workspace) -> Result<()> {
    let mut zizmor = Command::new(zizmor(workspace)?);
    zizmor.current_dir(&workspace.root).args([
        "--offline",
        "--strict-collection",
        "--persona=auditor",
        "--no-progress",
        ".github",
    ]);
    process::run(&mut zizmor)
}

/// Installs the linter of workflows from `PyPI`, unless it is installed, and returns its program.
fn zizmor(workspace: &Workspace) -> Result<PathBuf> {
    let environment = workspace.target.join("zizmor");
    let programs = environment.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let python = programs.join("python");
    if !environment.exists() {
        let system = if cfg!(windows) { "python" } else { "python3" };
        process::run(Command::new(system).args(["-m", "venv"]).arg(&environment))
            .context("the linter of workflows needs Python 3 with its module venv")?;
    }
    let requirements = workspace.root.join("xtask").join("supply").join("requirements.txt");
    let options = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
        "--requirement",
    ];
    process::run(Command::new(python).args(options).arg(requirements))?;
    Ok(programs.join("zizmor"))
}

/// Queries the registry for advisories about every package of every lock file.
fn npm_advisories(workspace: &Workspace) -> Result<()> {
    let mut problems = Vec::new();
    for folder in locked_folders(workspace)? {
        let audit = process::npm(&workspace.root.join(&folder))
            .args(["audit", "--json"])
            .output()?;
        // npm exits with 1 for a vulnerability, and for a registry that does not respond.
        let report: Value = serde_json::from_slice(&audit.stdout).unwrap_or_default();
        let vulnerable = report["vulnerabilities"].as_object().with_context(|| {
            let said = String::from_utf8_lossy(&audit.stderr);
            format!("not checked: the registry gave no advisories\n{}", said.trim())
        })?;
        let names: Vec<_> = vulnerable.keys().map(String::as_str).collect();
        if !names.is_empty() {
            problems.push(format!("{}: {}", folder.display(), names.join(", ")));
        }
    }
    ensure!(
        problems.is_empty(),
        "run `npm audit` in these folders: {}",
        problems.join("; ")
    );
    Ok(())
}

/// Verifies the registry's signatures of the packages that build and test the package.
fn npm_signatures(workspace: &Workspace) -> Result<()> {
    for folder in [workspace.root.clone(), workspace.root.join("js-tests")] {
        setup::npm_ci(&folder)?;
        process::run(process::npm(&folder).args(["audit", "signatures"]))
            .context("npm could not verify all signatures, or could not get the keys")?;
    }
    Ok(())
}

/// Returns the folders with a package-lock.json, relative to the root.
fn locked_folders(workspace: &Workspace) -> Result<Vec<PathBuf>> {
    let mut git = Command::new("git");
    git.current_dir(&workspace.root)
        .args(["ls-files", "--", "package-lock.json", "**/package-lock.json"]);
    let listed = process::output(&mut git)?;
    let folders: Vec<_> = listed
        .lines()
        .filter_map(|file| Path::new(file).parent())
        .map(Path::to_path_buf)
        .collect();
    ensure!(
        folders.iter().any(|folder| folder.as_os_str() == OsStr::new("")),
        "git lists no package-lock.json"
    );
    Ok(folders)
}
