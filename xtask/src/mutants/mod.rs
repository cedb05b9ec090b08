//! Mutation tests: each change to the code that decides what a call does must fail a test or the simulation.
//!
//! cargo-mutants makes the changes, as `.cargo/mutants.toml` says. It changes operators, results and arms, but neither assignments,
//! arguments nor tables; those are in [`table`].

mod table;

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::str::FromStr;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::workspace::Workspace;
use crate::{files, process, tools};
use table::{MUTANTS, Mutant};

/// Version of cargo-mutants that the exclusions were written for.
const CARGO_MUTANTS: &str = "27.1.0";

/// The exit codes of cargo-mutants that leave a complete report: all caught; some missed; some timed out.
const REPORTED: [i32; 3] = [0, 2, 3];

/// Timeout of a mutant that loops forever, in seconds. Tests and simulation take three.
const TIMEOUT_S: &str = "20";

/// The members of the copy's workspace.
const MEMBERS: &str = r#"members = ["src/core", "src/encoding", "src/sim"]"#;

/// Runs cargo-mutants, then the mutants of the table.
///
/// `--shard 0/4` takes the first quarter of both.
pub(crate) fn run(workspace: &Workspace, args: &[String]) -> Result<()> {
    let shard = match args {
        [] => Shard { index: 0, count: 1 },
        [option, shard] if option == "--shard" => shard.parse()?,
        _ => bail!("`mutants` takes no arguments but --shard K/N"),
    };
    let generated = generated(workspace, &shard)?;
    let copy = copy(workspace)?;
    ensure!(test(&copy)?.is_none(), "the tests fail on the core as it is");
    let mut missed = Vec::new();
    let table = shard.part(&MUTANTS);
    for mutant in &table {
        let path = copy.join(mutant.file);
        let source = fs::read_to_string(&path)?;
        fs::write(&path, mutate(mutant, &source)?)?;
        let violation = test(&copy).with_context(|| mutant.rule)?;
        fs::write(&path, source)?;
        if let Some(violation) = violation {
            println!("caught  {}: {violation}", mutant.rule);
        } else {
            println!("MISSED  {}", mutant.rule);
            missed.push(mutant.rule);
        }
    }
    ensure!(missed.is_empty(), "no test notices: {}", missed.join("; "));
    println!("{} passed, 0 failed", generated + table.len() as u64);
    Ok(())
}

/// One part of the mutants.
#[derive(Debug, PartialEq, Eq)]
struct Shard {
    index: usize,
    count: usize,
}

impl Shard {
    fn part<'a, T>(&self, all: &'a [T]) -> Vec<&'a T> {
        all.iter().skip(self.index).step_by(self.count).collect()
    }
}

impl FromStr for Shard {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        let numbers = text
            .split_once('/')
            .map(|(index, count)| (index.parse(), count.parse()));
        match numbers {
            Some((Ok(index), Ok(count))) if index < count => Ok(Self { index, count }),
            _ => bail!("`mutants --shard {text}`: expected K/N, with K below N"),
        }
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.count)
    }
}

/// Runs cargo-mutants and returns the number of mutants that it caught.
fn generated(workspace: &Workspace, shard: &Shard) -> Result<u64> {
    let program = tools::install_quickly(workspace, "cargo-mutants", CARGO_MUTANTS, &[])?;
    let output = workspace.target.join("mutation");
    files::empty(&output)?;
    let mut mutants = Command::new(program);
    mutants.current_dir(&workspace.root);
    mutants.args([
        "mutants",
        "--jobs",
        "2",
        "--timeout",
        TIMEOUT_S,
        "--colors",
        "never",
        "--output",
    ]);
    mutants.arg(&output).arg(format!("--shard={shard}"));
    let status = mutants.status().context("cannot start cargo-mutants")?;
    ensure!(
        status.code().is_some_and(|code| REPORTED.contains(&code)),
        "cargo-mutants failed: {status}"
    );
    let report = fs::read_to_string(output.join("mutants.out").join("outcomes.json"))?;
    let report: Value = serde_json::from_str(&report)?;
    let count = |name: &str| report[name].as_u64().with_context(|| format!("no count of {name}"));
    ensure!(count("missed")? == 0, "no test notices the mutants above");
    // A mutant that times out never ends, and a test would wait for it.
    Ok(count("caught")? + count("timeout")?)
}

fn copy(workspace: &Workspace) -> Result<PathBuf> {
    let copy = workspace.target.join("mutation").join("source");
    for folder in ["src/core", "src/encoding", "src/sim"] {
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
        "{}: {} has `{}` {places} times, not once",
        mutant.rule,
        mutant.file,
        mutant.from
    );
    Ok(source.replace(mutant.from, mutant.to))
}

/// Runs the tests in the copy and returns their output if they fail.
fn test(copy: &Path) -> Result<Option<String>> {
    let cargo = |more: &[&str]| -> Result<Output> {
        let mut cargo = Command::new(process::cargo());
        cargo.current_dir(copy).args(["test", "--quiet", "--offline"]);
        cargo.args(["--profile", "mutants", "--workspace", "--lib", "--bins", "--target-dir"]);
        cargo.arg("../table").args(more);
        cargo.output().context("cannot start cargo")
    };
    let built = cargo(&["--no-run"])?;
    ensure!(built.status.success(), "does not build:\n{}", text(&built));
    let tested = cargo(&[])?;
    if tested.status.success() {
        return Ok(None);
    }
    let text = text(&tested);
    let lines = || text.lines().skip_while(|line| !line.contains("panicked at"));
    let violation = lines()
        .find(|line| line.starts_with("seed "))
        .or_else(|| lines().next());
    // The end of the call, in full, is for a replay.
    let short = violation.and_then(|line| line.split(": Some(").next());
    Ok(Some(short.unwrap_or("a test fails").to_owned()))
}

fn text(output: &Output) -> String {
    [&output.stdout[..], &output.stderr[..]]
        .map(String::from_utf8_lossy)
        .concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mutant_of_the_table_still_applies() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        for mutant in &MUTANTS {
            let source = fs::read_to_string(root.join(mutant.file)).unwrap();
            mutate(mutant, &source).unwrap();
        }
    }
    #[test]
    fn the_shards_are_all_mutants() {
        let shards = (0..20).map(|index| Shard { index, count: 20 });
        let parts: usize = shards.map(|shard| shard.part(&MUTANTS).len()).sum();
        assert_eq!(parts, MUTANTS.len());
        assert_eq!("3/20".parse::<Shard>().unwrap(), Shard { index: 3, count: 20 });
        for wrong in ["", "1", "1/", "/2", "2/2", "-1/2", "1/2/3"] {
            wrong.parse::<Shard>().unwrap_err();
        }
    }
}
