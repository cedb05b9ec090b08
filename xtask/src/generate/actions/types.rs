//! The types of the parameters and the reply of each action, one line an action.

use std::fmt::Write as _;

use anyhow::{Context, Result};
use apsara_live_core::operation::VERSION;
use serde_json::{Map, Value};

use crate::actions::{self, members};
use crate::generate::actions::wire::reads;
use crate::workspace::Workspace;

pub(in crate::generate) const PATH: &str = "pkg-template/src/generated/action-types.d.cts";

const HEAD: &str = "\
// Written by `cargo xtask generate` from xtask/actions/facts.json.

/** A whole number; a text of digits, or a bigint, where it is beyond 2^53. */
type Int = number | bigint | `${bigint}`;
type Float = number | `${number}`;
type Bool = boolean | \"true\" | \"false\";

/** Each action of the service by its name: the types of its parameters and of its reply, whose members are there if the service sends them. */
export interface Actions {
";

/// The token of the credentials, which some actions list. `call` refuses it.
const OF_EVERY_REQUEST: &str = "SecurityToken";

/// Not formatted: a line an action keeps the file small, and a diff readable.
pub(in crate::generate) fn text(workspace: &Workspace) -> Result<String> {
    let mut text = String::from(HEAD);
    for (name, facts) in actions::load(workspace)? {
        let place = || format!("in {name}");
        let params = params(members(&facts, "params")?).with_context(place)?;
        let reply = object(members(&facts, "reply")?, Side::Reply).with_context(place)?;
        writeln!(text, "  /** {} */", comment(&name, &facts))?;
        writeln!(text, "  {name}: {{ params: {params}; reply: {reply} }};")?;
    }
    Ok(text + "}\n")
}

/// The method, whether the action reads or changes, its quota, and the vendor's page.
fn comment(name: &str, facts: &Value) -> String {
    let method = facts["method"].as_str().unwrap_or_default();
    let effect = if reads(name) { "reads" } else { "changes" };
    let quota = match (&facts["quota"]["n"], facts["quota"]["per"].as_str()) {
        (Value::Number(calls), Some(per)) => format!("{calls} calls a {per}"),
        _ => "quota unknown".to_owned(),
    };
    let page = name.to_lowercase();
    format!(
        "{method}, {effect}, {quota}. @see https://www.alibabacloud.com/help/en/live/developer-reference/api-live-{VERSION}-{page}"
    )
}

/// Where a type stands, which decides how values are written.
#[derive(Clone, Copy)]
enum Side {
    /// A parameter, or a part of one that is flattened: everything becomes text.
    Text,
    /// A part of a parameter that is JSON text: a number has to be a number.
    Json,
    Reply,
}

fn params(params: &Map<String, Value>) -> Result<String> {
    let mut members = Vec::new();
    for (name, fact) in params.iter().filter(|(name, _)| *name != OF_EVERY_REQUEST) {
        let one = match fact["style"].as_str() {
            // The text itself stays possible.
            Some("json") => format!("{} | string", type_of(&fact["type"], Side::Json)?),
            Some("simple") => format!("{} | string", type_of(&fact["type"], Side::Text)?),
            _ => type_of(&fact["type"], Side::Text)?,
        };
        members.push(member(name, fact, &one, Side::Text));
    }
    Ok(braces(&members))
}

fn object(object: &Map<String, Value>, side: Side) -> Result<String> {
    let mut members = Vec::new();
    for (name, fact) in object {
        members.push(member(name, fact, &type_of(&fact["type"], side)?, side));
    }
    Ok(braces(&members))
}

fn member(name: &str, fact: &Value, one: &str, side: Side) -> String {
    match side {
        Side::Reply => format!("readonly {name}?: {one}"),
        _ if fact["required"] == true => format!("readonly {name}: {one}"),
        _ => format!("readonly {name}?: {one} | undefined"),
    }
}

fn braces(members: &[String]) -> String {
    match members {
        [] => "{}".to_owned(),
        _ => format!("{{ {} }}", members.join("; ")),
    }
}

fn type_of(fact: &Value, side: Side) -> Result<String> {
    if let Some(name) = fact.as_str() {
        let (text, json) = match name {
            "string" => ("string", "string"),
            "int" => ("Int", "number"),
            "float" => ("Float", "number"),
            "bool" => ("Bool", "boolean"),
            "any" => ("unknown", "unknown"),
            _ => anyhow::bail!("no type {name:?}"),
        };
        let chosen = if matches!(side, Side::Text) { text } else { json };
        return Ok(chosen.to_owned());
    }
    if let Some(members) = fact["obj"].as_object() {
        return object(members, side);
    }
    if let Some(item) = fact.get("list") {
        let item = type_of(item, side)?;
        return Ok(if item.contains(" | ") && !item.ends_with('}') {
            format!("readonly ({item})[]")
        } else {
            format!("readonly {item}[]")
        });
    }
    let value = fact.get("map").context("a type without obj, list and map")?;
    Ok(format!("{{ readonly [name: string]: {} }}", type_of(value, side)?))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn types_by_side() {
        let fact = json!({ "obj": {
            "A": { "type": "int", "required": true },
            "B": { "type": { "list": { "list": "float" } } },
            "C": { "type": { "map": "any" } },
        } });
        let of = |side| type_of(&fact, side).unwrap();
        assert_eq!(
            of(Side::Json),
            "{ readonly A: number; readonly B?: readonly readonly number[][] | undefined; \
             readonly C?: { readonly [name: string]: unknown } | undefined }"
        );
        assert!(of(Side::Text).contains("A: Int; ") && of(Side::Reply).contains("A?: number; "));
        assert!(type_of(&json!("date"), Side::Text).is_err() && type_of(&json!({}), Side::Text).is_err());
    }

    #[test]
    fn json_and_comma_texts_stay_possible() {
        let facts = json!({
            "Empty": { "type": { "obj": {} }, "style": "json" },
            "Ids": { "type": { "list": "string" }, "style": "simple", "required": true },
            "Tag": { "type": { "list": "string" }, "style": "flat" },
            "SecurityToken": { "type": "string" },
        });
        assert_eq!(
            params(facts.as_object().unwrap()).unwrap(),
            "{ readonly Empty?: {} | string | undefined; readonly Ids: readonly string[] | string; \
             readonly Tag?: readonly string[] | undefined }"
        );
    }
}
