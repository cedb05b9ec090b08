//! Remedies of the service's codes as a TypeScript table, for the site.

use anyhow::Result;
use apsara_live_core::classify::{GATEWAY_ERRORS, Meaning};
use apsara_live_core::operation::OPERATIONS;
use apsara_live_core::operation::reference::{Advice, GATEWAY_ADVICE, REFERENCES};
use serde_json::{Value, json};

use super::typescript::module;
use crate::workspace::Workspace;

pub(super) const PATH: &str = "docs/.vitepress/generated/remedies.ts";

pub(super) fn text(workspace: &Workspace) -> Result<String> {
    let code = format!(
        "/** Handling and remedy of each code; `operation` is null for codes of the gateway. */\n\
         export const REMEDIES = {} as const;\n",
        json!(rows().collect::<Vec<_>>()),
    );
    module(workspace, PATH, "src/core", &code)
}

/// A row for each code of an operation, then one for each code of the gateway.
fn rows() -> impl Iterator<Item = Value> {
    let operations = OPERATIONS.iter().zip(REFERENCES).flat_map(|(operation, reference)| {
        let rows = operation.errors.iter().zip(reference.errors);
        rows.map(|(error, advice)| row(Some(operation.name), advice, error.meaning))
    });
    let gateway = GATEWAY_ERRORS.iter().zip(&GATEWAY_ADVICE);
    operations.chain(gateway.map(|(error, advice)| row(None, advice, error.meaning)))
}

fn row(operation: Option<&str>, advice: &Advice, meaning: Meaning) -> Value {
    json!({
        "code": advice.code,
        "operation": operation,
        "status": advice.status,
        "meaning": name(meaning),
        "remedy": advice.advice,
    })
}

const fn name(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::AlreadyStopped => "already-stopped",
        Meaning::NotFound | Meaning::Refused => "refused",
        Meaning::Throttled => "throttled",
        Meaning::Ambiguous | Meaning::NonceUsed => "ambiguous",
        Meaning::ClockSkewed => "clock-skewed",
        Meaning::TokenExpired => "token-expired",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_operations_and_of_the_gateway_have_a_row() {
        let rows: Vec<Value> = rows().collect();
        let find = |code: &str| rows.iter().find(|row| row["code"] == code).unwrap();
        assert_eq!(find("NotFound.Task")["operation"], "StopRtcCloudRecording");
        assert_eq!(find("InvalidParameter.TaskId")["meaning"], "already-stopped");
        assert_eq!(find("Throttling*")["operation"], Value::Null);
    }
}
