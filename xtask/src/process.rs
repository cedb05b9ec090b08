//! Starts other programs. A failure names the program and its arguments.

use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// Returns the cargo that started xtask, so that every step uses one toolchain.
pub(crate) fn cargo() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// `npm` in a folder.
pub(crate) fn npm(folder: &Path) -> Command {
    let mut command = Command::new(script("npm"));
    command.current_dir(folder);
    command
}

/// A tool of the root `package.json`, in the version of its lock file.
pub(crate) fn npm_tool(root: &Path, name: &str) -> Command {
    let mut command = Command::new(root.join("node_modules").join(".bin").join(script(name)));
    command.current_dir(root);
    command
}

/// Runs a program; its output goes to the terminal.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot start {}", shown(command)))?;
    if !status.success() {
        bail!("{} failed: {status}", shown(command));
    }
    Ok(())
}

/// Runs a program and returns its output; its errors go to the terminal.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start {}", shown(command)))?;
    if !output.status.success() {
        bail!("{} failed: {}", shown(command), output.status);
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// npm and the tools it installs are batch files on Windows.
fn script(name: &str) -> String {
    if cfg!(windows) {
        format!("{name}.cmd")
    } else {
        name.to_owned()
    }
}

fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default();
    let words = std::iter::once(program).chain(command.get_args());
    let line: Vec<_> = words.map(|word| word.to_string_lossy()).collect();
    format!("`{}`", line.join(" "))
}
