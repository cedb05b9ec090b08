//! Writes the files that repeat the core's tables and the facts about actions, and finds stale ones.

mod actions;
mod code_tables;
mod codes;
mod limits;
mod operations;
mod params;
mod read_operations;
mod records;
mod refusals;
mod remedies;
mod reply_names;
mod service_errors;
mod stop_functions;
mod stop_operations;
mod stops;
mod typescript;
mod wasm_methods;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::workspace::Workspace;

/// Returns the full text of a file.
type Text = fn(&Workspace) -> Result<String>;

/// The files that are written from the core's tables, in full or in part, by their paths from the root of the repository.
static FILES: [(&str, Text); 22] = [
    (actions::names::PATH, actions::names::text),
    (actions::quotas::PATH, actions::quotas::text),
    (actions::served::PATH, actions::served::text),
    (actions::types::PATH, actions::types::text),
    (actions::wire::PATH, actions::wire::text),
    (code_tables::ENGLISH_PATH, code_tables::english),
    (code_tables::CHINESE_PATH, code_tables::chinese),
    (codes::PATH, codes::text),
    (limits::PATH, limits::text),
    (operations::PATH, operations::text),
    (params::PATH, params::text),
    (read_operations::PATH, read_operations::text),
    (records::PATH, records::text),
    (refusals::PATH, refusals::text),
    (remedies::SITE_PATH, remedies::of_site),
    (remedies::PROGRAM_PATH, remedies::of_program),
    (reply_names::PATH, reply_names::text),
    (service_errors::PATH, service_errors::text),
    (stop_functions::PATH, stop_functions::text),
    (stop_operations::PATH, stop_operations::text),
    (stops::PATH, stops::text),
    (wasm_methods::PATH, wasm_methods::text),
];

/// Writes every generated file.
pub(crate) fn write(workspace: &Workspace) -> Result<()> {
    for (path, text) in &FILES {
        let path = workspace.root.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, text(workspace)?).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// Returns the text of a file with another part between two marks. An empty `end` stands for the end of the file.
fn between(path: &str, text: &str, begin: &str, end: &str, part: &str) -> Result<String> {
    let (before, rest) = text
        .split_once(begin)
        .with_context(|| format!("{path} lacks the line {begin:?}"))?;
    let after = match end {
        "" => "",
        end => {
            rest.split_once(end)
                .with_context(|| format!("{path} lacks the line {end:?}"))?
                .1
        }
    };
    Ok([before, begin, part, end, after].concat())
}

/// Fails if a generated file is stale.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    for (path, text) in &FILES {
        check_file(&workspace.root, path, &text(workspace)?)?;
    }
    Ok(())
}

fn check_file(root: &Path, path: &str, text: &str) -> Result<()> {
    let present = fs::read_to_string(root.join(path)).unwrap_or_default();
    ensure!(present == text, "{path} is not up to date: run `cargo xtask generate`");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stale_file_is_named_with_the_command() {
        let root = std::env::temp_dir().join(format!("apsara-live-generate-{}", std::process::id()));
        fs::create_dir_all(&root).unwrap();
        let check = |text| check_file(&root, "codes.ts", text).map_err(|error| error.to_string());
        let stale = Err("codes.ts is not up to date: run `cargo xtask generate`".to_owned());

        assert_eq!(check("new\n"), stale, "missing");
        fs::write(root.join("codes.ts"), "old\n").unwrap();
        assert_eq!(check("new\n"), stale, "old");
        fs::write(root.join("codes.ts"), "new\n").unwrap();
        assert_eq!(check("new\n"), Ok(()));

        fs::remove_dir_all(&root).unwrap();
    }
}
