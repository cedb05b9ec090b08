//! Lets cargo run wasm tests: xtask is its own `wasm-bindgen-test-runner`, from the version in the lock file.

use std::env;
use std::iter;
use std::path::Path;

use anyhow::Result;

use crate::setup::WASM_TARGET;

/// The command by which cargo calls back.
pub(crate) const COMMAND: &str = "wasm-test-runner";

/// The setting that makes cargo call this very program.
///
/// A `--config` value and not the `CARGO_TARGET_*_RUNNER` variable, which cargo splits at blanks, those of a path too.
pub(crate) fn cargo_config() -> Result<String> {
    Ok(runner(&env::current_exe()?))
}

/// TOML takes text in single quotes as it is, the backslashes of Windows too.
fn runner(program: &Path) -> String {
    format!("target.{WASM_TARGET}.runner=['{}', '{COMMAND}']", program.display())
}

/// Runs the tests of one wasm file on Node.js.
pub(crate) fn run(args: Vec<String>) -> Result<()> {
    let name = "wasm-bindgen-test-runner".to_owned();
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(iter::once(name).chain(args))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_runner_keeps_blanks_and_backslashes() {
        assert_eq!(
            runner(Path::new(r"C:\my clone\xtask.exe")),
            r"target.wasm32-unknown-unknown.runner=['C:\my clone\xtask.exe', 'wasm-test-runner']"
        );
    }
}
