//! Writes the files that repeat the core's tables, and finds stale ones.

mod code_tables;
mod codes;
mod limits;
mod operations;
mod params;
mod read_operations;
mod records;
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

/// A file that is written from the core's tables, in full or in part.
struct Generated {
    /// The path from the root of the repository.
    path: &'static str,
    /// Returns the full text of the file.
    text: fn(&Workspace) -> Result<String>,
}

static FILES: [Generated; 16] = [
    Generated {
        path: code_tables::ENGLISH_PATH,
        text: code_tables::english,
    },
    Generated {
        path: code_tables::CHINESE_PATH,
        text: code_tables::chinese,
    },
    Generated {
        path: codes::PATH,
        text: codes::text,
    },
    Generated {
        path: limits::PATH,
        text: limits::text,
    },
    Generated {
        path: operations::PATH,
        text: operations::text,
    },
    Generated {
        path: params::PATH,
        text: params::text,
    },
    Generated {
        path: read_operations::PATH,
        text: read_operations::text,
    },
    Generated {
        path: records::PATH,
        text: records::text,
    },
    Generated {
        path: remedies::SITE_PATH,
        text: remedies::of_site,
    },
    Generated {
        path: remedies::PROGRAM_PATH,
        text: remedies::of_program,
    },
    Generated {
        path: reply_names::PATH,
        text: reply_names::text,
    },
    Generated {
        path: service_errors::PATH,
        text: service_errors::text,
    },
    Generated {
        path: stop_functions::PATH,
        text: stop_functions::text,
    },
    Generated {
        path: stop_operations::PATH,
        text: stop_operations::text,
    },
    Generated {
        path: stops::PATH,
        text: stops::text,
    },
    Generated {
        path: wasm_methods::PATH,
        text: wasm_methods::text,
    },
];

/// Writes every generated file.
pub(crate) fn write(workspace: &Workspace) -> Result<()> {
    for file in &FILES {
        let path = workspace.root.join(file.path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, (file.text)(workspace)?).with_context(|| format!("cannot write {}", path.display()))?;
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
    for file in &FILES {
        check_file(&workspace.root, file.path, &(file.text)(workspace)?)?;
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
