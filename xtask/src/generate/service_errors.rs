//! Status and message of each error code as a TypeScript table, for the emulator.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, ensure};
use apsara_live_core::operation::{REFERENCES, gateway};
use serde_json::{Value, json};

use super::typescript::module;
use crate::workspace::Workspace;

pub(super) const PATH: &str = "pkg-template/src/generated/service-errors.ts";

type Row = (String, u16, String);

pub(super) fn text(workspace: &Workspace) -> Result<String> {
    let code = format!(
        "/** HTTP status and message of the service's error codes. */\nexport const SERVICE_ERRORS = {} as const;\n",
        json!(table(rows())?),
    );
    module(workspace, PATH, "src/core/operation", &code)
}

/// A code may stand in several tables, each time with the same status and message.
fn table(rows: impl Iterator<Item = Row>) -> Result<BTreeMap<String, Value>> {
    let mut table = BTreeMap::new();
    for (code, status, message) in rows {
        let row = json!({ "status": status, "message": message });
        let known = table.entry(code.clone()).or_insert_with(|| row.clone());
        ensure!(*known == row, "two rows of {code} differ: {known} and {row}");
    }
    Ok(table)
}

fn rows() -> impl Iterator<Item = Row> {
    let documented = REFERENCES.iter().flat_map(|reference| reference.errors);
    let known = documented.chain(&gateway::ERRORS).filter_map(|row| {
        Some((
            row.code.trim_end_matches('*').to_owned(),
            row.status?,
            row.message?.to_owned(),
        ))
    });
    let emulated = gateway::EMULATED_ERRORS
        .iter()
        .map(|row| (row.code.to_owned(), row.status, row.message.to_owned()));
    known.chain(emulated).chain(mandatory().map(missing))
}

/// The parameters whose absence the gateway reports, once each, with the remedy.
pub(super) fn mandatory() -> impl Iterator<Item = (&'static str, &'static str)> {
    let parameters = REFERENCES.iter().flat_map(|reference| reference.parameters);
    let required: BTreeSet<_> = parameters.filter(|row| row.required).map(|row| row.name).collect();
    let common = gateway::COMMON_PARAMETERS.iter().map(|row| (row.name, row.remedy));
    common.chain(required.into_iter().map(|name| (name, gateway::MISSING_REMEDY)))
}

fn missing((name, _): (&str, &str)) -> Row {
    let message = format!("{name} is mandatory for this action.");
    (format!("Missing{name}"), gateway::MISSING_STATUS, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(status: u16) -> Row {
        ("InternalError".to_owned(), status, "It failed.".to_owned())
    }

    #[test]
    fn a_code_has_one_status() {
        assert_eq!(table([row(500), row(500)].into_iter()).unwrap().len(), 1);
        let error = table([row(500), row(503)].into_iter()).unwrap_err();
        assert!(
            error.to_string().starts_with("two rows of InternalError differ"),
            "{error}"
        );
    }

    #[test]
    fn required_parameters_have_a_code() {
        let table = table(rows()).unwrap();
        for code in ["MissingTaskId", "MissingMonitorId", "MissingSignatureNonce"] {
            assert!(table.contains_key(code), "{code}");
        }
        assert!(!table.contains_key("MissingOwnerId"));
    }
}
