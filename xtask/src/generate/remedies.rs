//! Remedies of the service's codes as TypeScript tables, for the site and for the program.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use apsara_live_core::operation::{Meaning, REFERENCES, ServiceError, gateway};
use serde_json::{Value, json};

use super::service_errors::mandatory;
use super::typescript::module;
use crate::workspace::Workspace;

pub(super) const SITE_PATH: &str = "docs/.vitepress/generated/remedies.ts";
pub(super) const PROGRAM_PATH: &str = "pkg-template/src/generated/remedies.ts";

pub(super) fn of_site(workspace: &Workspace) -> Result<String> {
    let code = format!(
        "/** Handling and remedy of each code; ``operation` is null for codes of the gateway, and `meaning` where the status decides. */\n\
         export const REMEDIES = {} as const;\n",
        json!(rows().collect::<Vec<_>>()),
    );
    module(workspace, SITE_PATH, "src/core", &code)
}

pub(super) fn of_program(workspace: &Workspace) -> Result<String> {
    let code = format!(
        "/** The remedy of each code of the service that is an error, and that no retry helps. */\n\
         export const REMEDIES: Readonly<Record<string, string>> = {};\n",
        json!(by_code(rows().filter(is_final))?),
    );
    module(workspace, PROGRAM_PATH, "src/core", &code)
}

/// Whether a call with this code fails, and fails again.
fn is_final(row: &Value) -> bool {
    row["meaning"]
        .as_str()
        .is_none_or(|meaning| !["already-stopped", "throttled", "ambiguous"].contains(&meaning))
}

/// A code may have several rows, each time with the same remedy.
fn by_code(rows: impl Iterator<Item = Value>) -> Result<BTreeMap<String, Value>> {
    let mut remedies = BTreeMap::new();
    for row in rows {
        let code = row["code"].as_str().unwrap_or_default();
        let known = remedies.entry(code.to_owned()).or_insert_with(|| row["remedy"].clone());
        ensure!(*known == row["remedy"], "two remedies of {code} differ");
    }
    Ok(remedies)
}

/// A row for each code of an operation, then for each code of the gateway. Families have no row: their members have rows.
fn rows() -> impl Iterator<Item = Value> {
    let operations = REFERENCES.iter().flat_map(|reference| {
        let rows = reference.errors.iter();
        rows.map(|error| row(Some(reference.name), error))
    });
    let known = gateway::ERRORS.iter().filter(|error| !error.code.ends_with('*'));
    // An operation may document a code that the gateway has, too.
    let documented = |code: &str| {
        let mut errors = REFERENCES.iter().flat_map(|reference| reference.errors);
        errors.any(|error| error.code.trim_end_matches('*') == code)
    };
    let emulated = gateway::EMULATED_ERRORS
        .iter()
        .filter(move |error| !documented(error.code))
        .map(|error| by_status(error.code, error.status, error.remedy));
    let missing =
        mandatory().map(|(name, remedy)| by_status(&format!("Missing{name}"), gateway::MISSING_STATUS, remedy));
    operations
        .chain(known.map(|error| row(None, error)))
        .chain(emulated)
        .chain(missing)
}

fn row(operation: Option<&str>, error: &ServiceError) -> Value {
    json!({
        // The page of an operation names a family, whose messages insert the rest of the code.
        "code": error.code.trim_end_matches('*'),
        "operation": operation,
        "status": error.status,
        "meaning": name(error.meaning),
        "remedy": error.remedy,
    })
}

/// A code whose status determines its meaning, unless its family has a meaning.
fn by_status(code: &str, status: u16, remedy: &str) -> Value {
    let family = gateway::ERRORS.iter().find(|error| {
        let beginning = error.code.strip_suffix('*');
        beginning.is_some_and(|beginning| code.starts_with(beginning))
    });
    json!({
        "code": code,
        "operation": null,
        "status": status,
        "meaning": family.map(|error| name(error.meaning)),
        "remedy": remedy,
    })
}

const fn name(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::AlreadyStopped => "already-stopped",
        Meaning::MaybeStopped | Meaning::NotFound | Meaning::Refused => "refused",
        Meaning::Throttled => "throttled",
        Meaning::Ambiguous | Meaning::NonceUsed => "ambiguous",
        Meaning::ClockSkewed => "clock-skewed",
        Meaning::TokenExpired => "token-expired",
        Meaning::KeyNotFound => "key-not-found",
        _ => panic!("add the words for the new meaning"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_one_remedy() {
        let row = |remedy| json!({ "code": "C", "remedy": remedy });
        assert_eq!(by_code([row("a"), row("a")].into_iter()).unwrap().len(), 1);
        assert!(by_code([row("a"), row("b")].into_iter()).is_err());
    }

    #[test]
    fn codes_of_operations_and_of_the_gateway_have_a_row() {
        let rows: Vec<Value> = rows().collect();
        let find = |code: &str| rows.iter().find(|row| row["code"] == code).unwrap();
        assert_eq!(find("NotFound.Task")["operation"], "StopRtcCloudRecording");
        assert_eq!(find("InvalidParameter.TaskId")["meaning"], "already-stopped");
        assert_eq!(find("Throttling.User")["meaning"], "throttled");
        assert_eq!(find("NoPermission")["meaning"], Value::Null);
        assert_eq!(find("MissingTaskId")["status"], 400);
    }
}
