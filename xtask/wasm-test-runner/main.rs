//! Runs the tests of one wasm file on Node.js: `wasm-bindgen-test-runner`, in the version of the lock file.
//!
//! A crate of its own: it brings more crates than all else here, and xtask is compiled before the first demo.

use std::env;
use std::process::ExitCode;

fn main() -> ExitCode {
    match wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(env::args_os()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
