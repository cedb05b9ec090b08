//! Error codes of the service and of this package as TypeScript types.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use anyhow::{Context, Result, ensure};
use apsara_live_core::error::{Kind, code};
use apsara_live_core::operation::{Meaning, REFERENCES, gateway};

use super::typescript::module;
use crate::workspace::Workspace;

pub(super) const PATH: &str = "pkg-template/src/generated/codes.ts";

/// Source of the codes of this package, each a constant.
const SOURCE: &str = "src/core/error.rs";

/// The code of a wasm that does not load: the core cannot name this code.
const OF_LOADER: (&str, &str) = (
    "ERR_WASM_UNAVAILABLE",
    "The WebAssembly could not be loaded or compiled.",
);

pub(super) fn text(workspace: &Workspace) -> Result<String> {
    let source = fs::read_to_string(workspace.root.join(SOURCE)).with_context(|| format!("cannot read {SOURCE}"))?;
    let package = package_codes(&source);
    ensure!(package.len() > 1, "{SOURCE} defines no code");
    let code = format!(
        "/** Known codes of the service: from its pages and from the gateway. */\n\
         export const SERVICE_ERROR_CODES = {} as const;\n\n\
         /** A code of {{@link SERVICE_ERROR_CODES}}, or one of a family of codes. */\n\
         export type ServiceErrorCode = {};\n\n\
         /** Codes that say that there is no such task. One with a `*` at its end stands for every code that begins so. */\n\
         export const NOT_FOUND_CODES: readonly string[] = {};\n\n\
         /** A code of this package. */\n\
         export type PackageErrorCode ={};\n\n\
         /** The codes of this package, by the kind of their errors. */\n\
         export interface PackageErrorCodes {{\n{}}}\n",
        serde_json::to_string(&service_codes())?,
        service_type(),
        serde_json::to_string(&not_found_codes())?,
        package.iter().map(member).collect::<String>(),
        by_kind(&package)?,
    );
    module(workspace, PATH, "src/core", &code)
}

fn documented() -> impl Iterator<Item = &'static str> {
    let operations = REFERENCES.iter().flat_map(|reference| reference.errors);
    operations.chain(&gateway::ERRORS).map(|row| row.code)
}

/// Returns the exact codes, without families, sorted.
fn service_codes() -> BTreeSet<&'static str> {
    documented().filter(|code| !code.ends_with('*')).collect()
}

fn not_found_codes() -> BTreeSet<&'static str> {
    let rows = REFERENCES.iter().flat_map(|reference| reference.errors);
    rows.filter(|row| row.meaning == Meaning::NotFound)
        .map(|row| row.code)
        .collect()
}

/// `Throttling*` stands for every code that begins so.
fn service_type() -> String {
    let families: BTreeSet<&str> = documented().filter_map(|code| code.strip_suffix('*')).collect();
    let families = families.iter().map(|beginning| format!("`{beginning}${{string}}`"));
    union(std::iter::once("(typeof SERVICE_ERROR_CODES)[number]".to_owned()).chain(families))
}

/// The codes that constants of the source define, with the first paragraph of their documentation.
fn package_codes(source: &str) -> BTreeMap<&str, String> {
    let mut codes = BTreeMap::from([(OF_LOADER.0, OF_LOADER.1.to_owned())]);
    let mut doc = Vec::new();
    for line in source.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("///") {
            doc.push(text.trim());
            continue;
        }
        if let Some(code) = quoted_code(line) {
            let paragraph = doc.split(|line| line.is_empty()).next().unwrap_or_default();
            codes.insert(code, paragraph.join(" "));
        }
        doc.clear();
    }
    codes
}

/// Returns `ERR_X` of the line `pub const X: &str = "ERR_X";`.
fn quoted_code(line: &str) -> Option<&str> {
    let (_, value) = line.strip_prefix("pub const ")?.split_once("= \"")?;
    let code = value.strip_suffix("\";")?;
    let rest = code.strip_prefix("ERR_")?;
    (!rest.is_empty() && rest.bytes().all(is_of_code)).then_some(code)
}

fn member((code, doc): (&&str, &String)) -> String {
    format!("\n/** {doc} */\n| {code:?}")
}

/// The codes of each kind. Each code has one kind.
fn by_kind(package: &BTreeMap<&str, String>) -> Result<String> {
    let mut left: BTreeSet<&str> = package.keys().copied().collect();
    let mut members = String::new();
    for (kind, codes) in code::BY_KIND {
        let of_loader = (kind == Kind::Internal).then_some(OF_LOADER.0);
        let codes: BTreeSet<&str> = codes.iter().copied().chain(of_loader).collect();
        for code in &codes {
            ensure!(left.remove(code), "{code} has two kinds, or is no constant of {SOURCE}");
        }
        let literals = codes.iter().map(|code| format!("{code:?}"));
        let literals = if codes.is_empty() {
            "never".into()
        } else {
            union(literals)
        };
        writeln!(members, "readonly {}: {literals};", kind.as_str())?;
    }
    ensure!(left.is_empty(), "code::BY_KIND lacks {left:?}");
    Ok(members)
}

const fn is_of_code(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte == b'_'
}

fn union(members: impl Iterator<Item = String>) -> String {
    members.collect::<Vec<_>>().join(" | ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_the_constants_with_their_documentation() {
        let source = r#"/// A code, "ERR_..." in general.
            /// The whole call.
            ///
            /// More.
            pub const TIMEOUT: &str = "ERR_TIMEOUT";
            pub const KIND: &str = "timeout";"#;
        let doc = "A code, \"ERR_...\" in general. The whole call.";
        let expected = [("ERR_TIMEOUT", doc), OF_LOADER].map(|(code, doc)| (code, doc.to_owned()));
        assert_eq!(package_codes(source), BTreeMap::from(expected));
    }

    #[test]
    fn families_are_in_the_type_alone() {
        assert!(!service_codes().iter().any(|code| code.contains('*')));
        assert!(
            service_type().ends_with("| `Throttling${string}`"),
            "{}",
            service_type()
        );
    }
}
