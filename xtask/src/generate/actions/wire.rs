//! The table of what actions send otherwise than as flattened parameters of a `POST`.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, ensure};
use serde_json::Value;

use crate::actions::{self, Actions, members};
use crate::generate::typescript::module;
use crate::workspace::Workspace;

pub(in crate::generate) const PATH: &str = "pkg-template/src/generated/action-wire.ts";

/// Names of actions that read begin so. Action by action, by the facts of the service, none of them changes anything.
const READING: [&str; 6] = ["BatchGet", "Check", "Describe", "Get", "List", "Query"];

/// Whether the name of an action says that it reads.
pub(super) fn reads(action: &str) -> bool {
    READING.iter().any(|begin| action.starts_with(begin))
}

pub(in crate::generate) fn text(workspace: &Workspace) -> Result<String> {
    let actions = actions::load(workspace)?;
    let in_body = in_body(&actions)?;
    let get = actions.iter().filter(|(_, facts)| facts["method"] == "GET");
    let code = format!(
        "/** Actions that go by `GET`. All others go by `POST`. */\n\
         export const GET_ACTIONS = {:?};\n\n\
         /** Actions whose parameters go in a form body, but for the parameters of {{@link IN_QUERY}}. */\n\
         export const BODY_ACTIONS = {:?};\n\n\
         /** Parameters of these actions that stay in the query. */\n\
         export const IN_QUERY = {:?};\n\n\
         /** Parameters that are JSON text on the wire, in every action that has them. */\n\
         export const JSON_PARAMETERS = {:?};\n\n\
         /** Parameters that are items with commas between them on the wire. */\n\
         export const COMMA_PARAMETERS = {:?};\n\n\
         /** Names of actions that read begin so. */\n\
         export const READING = /^(?:{})/;\n",
        list(get.map(|(name, _)| name.as_str())),
        list(in_body.keys().copied()),
        list(in_body.values().flatten().copied().collect::<BTreeSet<_>>()),
        list(of_style(&actions, "json")?),
        list(of_style(&actions, "simple")?),
        READING.join("|"),
    );
    module(workspace, PATH, "xtask/actions/facts.json", &code)
}

/// Names in one text: a list of texts takes two bytes more for each.
fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().collect::<Vec<_>>().join(" ")
}

/// Each action with parameters in the body, and its parameters in the query.
fn in_body(actions: &Actions) -> Result<BTreeMap<&str, Vec<&str>>> {
    let mut rows = BTreeMap::new();
    for (name, facts) in actions {
        let params = members(facts, "params")?;
        if params.values().any(|param| param["in"] == "body") {
            let rest = params.iter().filter(|(_, param)| param["in"] != "body");
            rows.insert(name.as_str(), rest.map(|(name, _)| name.as_str()).collect());
        }
    }
    Ok(rows)
}

/// The parameters of a style. Fails for a name whose lists and objects are flattened elsewhere, because the table goes by names alone.
fn of_style<'a>(actions: &'a Actions, style: &str) -> Result<BTreeSet<&'a str>> {
    let mut names = BTreeSet::new();
    let mut others = BTreeSet::new();
    for facts in actions.values() {
        for (name, param) in members(facts, "params")? {
            match &param["style"] {
                Value::String(of) if of == style => names.insert(name.as_str()),
                Value::String(_) => others.insert(name.as_str()),
                _ => false,
            };
        }
    }
    let both: Vec<_> = names.intersection(&others).collect();
    ensure!(
        both.is_empty(),
        "{style} in some actions, another style in others: {both:?}"
    );
    Ok(names)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_name_of_two_styles_fails() {
        let param = |style| json!({ "params": { "Urls": { "style": style } } });
        let one: Actions = [("A".to_owned(), param("json"))].into();
        assert!(of_style(&one, "json").unwrap().contains("Urls") && of_style(&one, "simple").unwrap().is_empty());
        let two: Actions = [("A".to_owned(), param("json")), ("B".to_owned(), param("flat"))].into();
        assert!(of_style(&two, "json").is_err());
    }

    #[test]
    fn actions_that_read() {
        assert!(reads("DescribeCasters") && reads("BatchGetOnlineUsers"));
        assert!(!reads("StopCaster") && !reads("SetCasterConfig"));
    }
}
