//! `cargo xtask <command>`: the only list of this repository's commands.

mod actions;
mod api;
mod audit;
mod bench;
mod demo;
mod docs;
mod files;
mod fuzz;
mod generate;
mod licenses;
mod mutants;
mod package;
mod process;
mod release;
mod setup;
mod sim;
mod test;
mod tools;
mod verify;
mod workspace;

use std::env;
use std::process::ExitCode;

use anyhow::{Result, bail};

use test::Matrix;
use workspace::Workspace;

const HELP: &str = "\
cargo xtask <command>

  build           make the npm package in pkg/ and pack it into the target directory,
                  unless that was done and no source has changed
  test [--all]    format, lints, and the faster tests; with --all every test,
                  in every runtime and tool
  verify FILE     build the package from these sources, and compare it with a packed file
  demo [args]     stop a recording and a monitor against the embedded emulator;
                  the arguments and the environment are passed on to examples/demo.mjs
  docs [--serve]  build the documentation site in docs/.vitepress/dist, and serve it
  sim [--seeds N | --seed S]
                  play N simulated schedules of faults, or replay one
  mutants [--shard K/N]
                  change the code that decides what a call does, one place at a time, and see
                  the tests and the simulation fail; with --shard one part of the places
  fuzz [--seconds N]
                  run each fuzz target for a minute, or as long as said
  generate        write the files that repeat the core's tables: TypeScript in
                  pkg-template/src/generated, and the tables of codes in docs
  actions         read the facts about all actions anew from the vendor's newest Python client on
                  PyPI, and print what changed; needs python3 with pip
  api             write the report of the public API, api/api.md, if CHANGELOG.md announces
                  what changed in it
  audit [--offline]
                  check the crates and packages that this repository uses, the lock files and
                  the workflows; --offline leaves out what needs more than the registries
  release --dry-run [--tag TAG] [--skip-tests]
                  check, build and gather everything of a release, and publish nothing;
                  with --pack in place of --dry-run only make the files
  licenses        write the licences of the crates in the wasm: THIRD-PARTY-LICENSES.md
  bench [--quick] [part]...
                  measure the package beside its peers; a whole run writes BENCHMARKS.md,
                  benches/TARGETS.md and their charts
";

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    let mut args = env::args().skip(1);
    let command = args.next().unwrap_or_default();
    let rest: Vec<String> = args.collect();
    match command.as_str() {
        "build" if rest.is_empty() => package::build(&Workspace::find()?).map(drop),
        "test" if rest.is_empty() => test::run(&Workspace::find()?, Matrix::Fast),
        "test" if rest == ["--all"] => test::run(&Workspace::find()?, Matrix::Whole),
        "test" => bail!("`test` takes no argument but --all\n\n{HELP}"),
        "actions" if rest.is_empty() => actions::refresh(&Workspace::find()?),
        "api" if rest.is_empty() => api::write(&Workspace::find()?),
        "audit" => audit::run(&Workspace::find()?, &rest),
        "bench" => bench::run(&Workspace::find()?, &rest),
        "demo" => return demo::run(&Workspace::find()?, &rest),
        "docs" => docs::run(&Workspace::find()?, &rest),
        "fuzz" => fuzz::run(&Workspace::find()?, &rest),
        "generate" if rest.is_empty() => generate::write(&Workspace::find()?),
        "licenses" if rest.is_empty() => licenses::write(&Workspace::find()?),
        "release" => release::run(&Workspace::find()?, &rest),
        "sim" => sim::run(&Workspace::find()?, &rest),
        "verify" => verify::run(&Workspace::find()?, &rest),
        "mutants" => mutants::run(&Workspace::find()?, &rest),
        "" | "help" | "-h" | "--help" => {
            print!("{HELP}");
            Ok(())
        }
        "actions" | "api" | "build" | "generate" | "licenses" => bail!("`{command}` takes no arguments\n\n{HELP}"),
        _ => bail!("no such command: `{command}`\n\n{HELP}"),
    }?;
    Ok(ExitCode::SUCCESS)
}
