//! Writes TypeScript modules, formatted by the formatter of the repository.

use std::io::Write;
use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use apsara_live_core::operation::reference::Reference;

use crate::process;
use crate::workspace::Workspace;

/// Returns the rows of operations, sorted by name.
pub(super) fn by_name(rows: &[Reference]) -> Vec<&Reference> {
    let mut sorted: Vec<_> = rows.iter().collect();
    sorted.sort_by_key(|row| row.name);
    sorted
}

/// Returns a TypeScript module that opens with a comment on its source.
pub(super) fn module(workspace: &Workspace, path: &str, source: &str, code: &str) -> Result<String> {
    let text = format!("// Written by `cargo xtask generate` from {source}.\n\n{code}");
    format(workspace, path, &text)
}

/// Returns TypeScript as the formatter writes it.
pub(super) fn format(workspace: &Workspace, path: &str, text: &str) -> Result<String> {
    let mut biome = process::npm_tool(&workspace.root, "biome");
    biome.args(["format", "--stdin-file-path", path]);
    let mut biome = biome.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut input = biome.stdin.take().context("biome has no input")?;
    input.write_all(text.as_bytes())?;
    drop(input);
    let output = biome.wait_with_output()?;
    ensure!(output.status.success(), "biome cannot format {path}");
    Ok(String::from_utf8(output.stdout)?)
}

/// Returns the method name of an operation: `stopRtcCloudRecording` for `StopRtcCloudRecording`.
pub(super) fn camel_case(name: &str) -> String {
    let mut characters = name.chars();
    let first = characters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(characters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_begin_with_a_small_letter() {
        assert_eq!(camel_case("StopRtcCloudRecording"), "stopRtcCloudRecording");
        assert_eq!(camel_case(""), "");
    }
}
