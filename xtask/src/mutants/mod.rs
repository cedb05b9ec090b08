//! Breaks each rule of the call in turn, in a copy of the core, and sees the simulation fail.

mod table;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context, Result, bail, ensure};

use crate::workspace::Workspace;
use crate::{files, process};
use table::{MUTANTS, Mutant};

/// Enough for every mutant of the table; the survivors would be those that need a rarer schedule.
const SEEDS: &str = "20000";

/// The members of the copy's workspace.
const MEMBERS: &str = r#"members = ["src/core", "src/encode", "src/sim"]"#;

/// Runs the simulation on the core as it is, and then on each mutant.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let copy = copy(workspace)?;
    let whole = simulate(&copy)?;
    ensure!(
        whole.status.success(),
        "the simulation fails on the core as it is:\n{}",
        said(&whole)
    );
    let mut survivors = Vec::new();
    for mutant in &MUTANTS {
        let path = copy.join(mutant.file);
        let source = fs::read_to_string(&path)?;
        fs::write(&path, mutate(mutant, &source)?)?;
        let output = simulate(&copy)?;
        fs::write(&path, source)?;
        if let Some(violation) = verdict(mutant, &output)? {
            println!("killed    {}: {violation}", mutant.rule);
        } else {
            println!("SURVIVED  {}", mutant.rule);
            survivors.push(mutant.rule);
        }
    }
    ensure!(
        survivors.is_empty(),
        "the simulation does not notice: {}",
        survivors.join("; ")
    );
    println!("{} passed, 0 failed", MUTANTS.len());
    Ok(())
}

fn copy(workspace: &Workspace) -> Result<PathBuf> {
    let copy = workspace.target.join("mutants").join("source");
    for folder in ["src/core", "src/encode", "src/sim"] {
        files::replace_folder(&workspace.root.join(folder), &copy.join(folder))?;
    }
    fs::copy(workspace.root.join("Cargo.lock"), copy.join("Cargo.lock"))?;
    let manifest = fs::read_to_string(workspace.root.join("Cargo.toml"))?;
    let is_list = |line: &&str| line.starts_with("members = ") || line.starts_with("default-members = ");
    let others: Vec<_> = manifest.lines().filter(|line| !is_list(line)).collect();
    let manifest = others
        .join("\n")
        .replacen("[workspace]", &format!("[workspace]\n{MEMBERS}"), 1);
    fs::write(copy.join("Cargo.toml"), manifest)?;
    Ok(copy)
}

fn mutate(mutant: &Mutant, source: &str) -> Result<String> {
    let places = source.matches(mutant.from).count();
    ensure!(
        places == 1,
        "{}: {} holds `{}` {places} times, not once",
        mutant.rule,
        mutant.file,
        mutant.from
    );
    Ok(source.replace(mutant.from, mutant.to))
}

fn simulate(copy: &Path) -> Result<Output> {
    let mut cargo = Command::new(process::cargo());
    cargo
        .current_dir(copy)
        .args(["run", "--quiet", "--offline", "--package", "apsara-live-sim"]);
    cargo.args(["--target-dir", "../target", "--", "--seeds", SEEDS]);
    cargo.output().context("cannot start cargo")
}

/// What the simulation found; nothing if it found nothing.
fn verdict(mutant: &Mutant, output: &Output) -> Result<Option<String>> {
    if output.status.success() {
        return Ok(None);
    }
    let said = said(output);
    match said
        .lines()
        .find(|line| line.starts_with("seed ") || line.contains("panicked"))
    {
        Some(line) => Ok(Some(
            line.split(": Ok(")
                .next()
                .unwrap_or(line)
                .split(": Err(")
                .next()
                .unwrap_or(line)
                .into(),
        )),
        None => bail!("{}: the mutant does not build:\n{said}", mutant.rule),
    }
}

fn said(output: &Output) -> String {
    [&output.stdout[..], &output.stderr[..]]
        .map(String::from_utf8_lossy)
        .concat()
}
