//! `cargo xtask <command>`: the only list of this repository's commands.

mod demo;
mod package;
mod process;
mod setup;
mod test;
mod wasm_test_runner;
mod workspace;

use std::env;
use std::process::ExitCode;

use anyhow::{Result, bail};

use workspace::Workspace;

const HELP: &str = "\
cargo xtask <command>

  build           make the npm package in pkg/ and pack it into the target directory
  test            format, lints, all tests, and the tests of the packed npm file
  demo [args]     stop a recording and a monitor against the embedded emulator;
                  the arguments and the environment are passed on to examples/demo.mjs
";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let mut args = env::args().skip(1);
    let command = args.next().unwrap_or_default();
    let rest: Vec<String> = args.collect();
    match command.as_str() {
        // Called by cargo, once per test binary, from any directory.
        wasm_test_runner::COMMAND => wasm_test_runner::run(rest),
        "build" if rest.is_empty() => package::build(&Workspace::find()?).map(drop),
        "test" if rest.is_empty() => test::run(&Workspace::find()?),
        "demo" => demo::run(&Workspace::find()?, &rest),
        "" | "help" | "-h" | "--help" => {
            print!("{HELP}");
            Ok(())
        }
        "build" | "test" => bail!("`{command}` takes no arguments\n\n{HELP}"),
        _ => bail!("no such command: `{command}`\n\n{HELP}"),
    }
}
