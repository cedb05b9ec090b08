//! The methods of the exported class that stop a task: wasm-bindgen exports one for each operation.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use super::stops::stops;
use super::typescript::camel_case;
use crate::workspace::Workspace;

pub(super) const PATH: &str = "src/wasm/stops.rs";

pub(super) fn text(_: &Workspace) -> Result<String> {
    let (mut statics, mut methods) = (Vec::new(), String::new());
    for reference in stops() {
        let name = reference.name;
        let snake = snake_case(name);
        let row = snake.to_ascii_uppercase();
        write!(
            methods,
            "/// Calls `{name}`.\n#[wasm_bindgen(js_name = {})]\n\
             pub fn {snake}(&self, params: Members, settings: Members, host: Host) -> Promise {{\n\
             self.stop(&{row}, params, &settings, host)\n}}\n\n",
            camel_case(name)
        )?;
        statics.push(row);
    }
    rustfmt(&format!(
        "//! The methods of [`Client`] that stop a task. Written by `cargo xtask generate` from `src/core/operation`.\n\n\
         use apsara_live_core::operation::{{{}}};\nuse js_sys::Promise;\nuse wasm_bindgen::prelude::*;\n\n\
         use crate::client::Client;\nuse crate::host::Host;\nuse crate::members::Members;\n\n\
         #[wasm_bindgen]\n#[expect(clippy::needless_pass_by_value, reason = \"wasm-bindgen hands values over\")]\n\
         impl Client {{\n{}\n}}\n",
        statics.join(", "),
        methods.trim_end(),
    ))
}

/// `stop_rtc_cloud_recording` for `StopRtcCloudRecording`.
fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for character in name.chars() {
        if character.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(character.to_ascii_lowercase());
    }
    snake
}

fn rustfmt(text: &str) -> Result<String> {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--config-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../rustfmt.toml"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start rustfmt")?;
    let mut input = rustfmt.stdin.take().context("rustfmt has no input")?;
    input.write_all(text.as_bytes())?;
    drop(input);
    let output = rustfmt.wait_with_output()?;
    ensure!(output.status.success(), "rustfmt refuses {PATH}");
    Ok(String::from_utf8(output.stdout)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_rust() {
        assert_eq!(snake_case("StopRtcCloudRecording"), "stop_rtc_cloud_recording");
    }
}
