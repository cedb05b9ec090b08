//! Runs wasm tests for cargo: xtask is its own `wasm-bindgen-test-runner`, in the version of the lock file.

use std::env;
use std::iter;
use std::path::Path;

use anyhow::Result;

use crate::setup::WASM_TARGET;

/// The command with which cargo starts the runner.
pub(crate) const COMMAND: &str = "wasm-test-runner";

/// Returns the setting that makes cargo start this program.
///
/// Not the `CARGO_TARGET_*_RUNNER` variable: cargo splits the variable at blanks, also inside a path.
pub(crate) fn cargo_config() -> Result<String> {
    Ok(runner(&env::current_exe()?))
}

/// TOML keeps text in single quotes unchanged, also the backslashes of Windows.
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
