//! The table of quotas that a client takes for actions without a method.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use apsara_live_core::operation::Operation;

use crate::actions::{self, Actions};
use crate::generate::typescript::module;
use crate::workspace::Workspace;

pub(in crate::generate) const PATH: &str = "pkg-template/src/generated/action-quotas.ts";

pub(in crate::generate) fn text(workspace: &Workspace) -> Result<String> {
    let actions = actions::load(workspace)?;
    let rows = by_quota(&actions)?
        .into_iter()
        .map(|((period_ms, attempts), names)| format!("[{attempts}, {period_ms}, {:?}],\n", names.join(" ")))
        .collect::<Vec<_>>()
        .concat();
    let code = format!(
        "/** Quotas of actions that have no method: calls, the period in milliseconds, and the names, with spaces between them. */\n\
         export const ACTION_QUOTAS: readonly (readonly [calls: number, periodMs: number, names: string])[] = [{rows}];\n"
    );
    module(workspace, PATH, "xtask/actions/facts.json", &code)
}

/// The names of the actions of each quota. Operations of the table have their quotas in the core.
fn by_quota(actions: &Actions) -> Result<BTreeMap<(u64, u64), Vec<&str>>> {
    let mut rows: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (name, facts) in actions {
        let quota = &facts["quota"];
        if quota.is_null() || Operation::named(name).is_some() {
            continue;
        }
        let period_ms = match quota["per"].as_str() {
            Some("second") => Some(1_000),
            Some("minute") => Some(60_000),
            _ => None,
        };
        let row = period_ms.zip(quota["n"].as_u64());
        ensure!(
            row.is_some(),
            "{name} has a quota that is no number in a period: {quota}"
        );
        rows.entry(row.unwrap_or_default()).or_default().push(name.as_str());
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn actions(quota: &Value) -> Actions {
        [("StopCaster".to_owned(), json!({ "quota": quota }))].into()
    }

    #[test]
    fn a_quota_counts_in_a_second_or_a_minute() {
        for (per, period_ms) in [("second", 1_000), ("minute", 60_000)] {
            let actions = actions(&json!({ "n": 30, "per": per }));
            assert_eq!(
                by_quota(&actions).unwrap(),
                [((period_ms, 30), vec!["StopCaster"])].into()
            );
        }
        for odd in [json!({ "n": 30, "per": "day" }), json!({ "per": "second" })] {
            assert!(by_quota(&actions(&odd)).is_err());
        }
    }

    #[test]
    fn an_operation_has_its_quota_elsewhere() {
        let facts = json!({ "quota": { "n": 50, "per": "second" } });
        let actions: Actions = [
            ("StopRtcCloudRecording".to_owned(), facts),
            ("StopCaster".to_owned(), json!({})),
        ]
        .into();
        assert!(by_quota(&actions).unwrap().is_empty());
    }
}
