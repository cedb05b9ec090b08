//! The parameters and the results of each operation as TypeScript interfaces.

use std::fmt::Write as _;

use anyhow::Result;
use apsara_live_core::operation::reference::{MemberDoc, MemberType, ParameterDoc, Reference, ResultDoc};
use apsara_live_core::operation::{REFERENCES, ValueType};

use super::typescript::{by_name, camel_case, module};
use crate::workspace::Workspace;

pub(super) const PATH: &str = "pkg-template/src/generated/params.ts";

/// A pattern, because the compiler compares `string & { … }` with every literal.
const UNLISTED: &str = "/** A word that the vendor adds later, in a union with the known words: so a misspelt word does not compile in a comparison.\n\
    * At run time it may be any string. To compare it with a word that the union lacks, write `String(value) === \"…\"`. */\n\
    export type Unlisted = `unlisted: ${string}`;\n\n";

pub(super) fn text(workspace: &Workspace) -> Result<String> {
    let mut code = String::from(UNLISTED);
    let mut map = String::new();
    for reference in by_name(&REFERENCES) {
        code += &interface(reference);
        writeln!(map, "readonly {name}: {name}Params;", name = reference.name)?;
        if let Some(result) = &reference.result {
            code += &result_interface(reference.name, result);
        }
    }
    write!(
        code,
        "/** The operations, by the vendor's names, and their parameters. */\nexport interface Operations {{\n{map}}}\n"
    )?;
    module(workspace, PATH, "src/core/operation", &code)
}

fn result_interface(name: &str, result: &ResultDoc) -> String {
    let members: String = result.members.iter().map(result_member).collect();
    format!(
        "/** The result of `{name}`. A member is missing where the service leaves it out; members that the vendor adds are there, too. */\n\
         export interface {name}Result {{\n{members}\
         /** The service's ID of the last request. */\nreadonly requestId: string;\n\
         /** The number of requests that were sent. */\nreadonly attempts: number;\n}}\n\n"
    )
}

fn result_member(member: &MemberDoc) -> String {
    let MemberDoc {
        name,
        value,
        description,
    } = member;
    let key = camel_case(name);
    let value = result_type(value);
    format!("/** `{name}`: {description} */\nreadonly {key}?: {value};\n")
}

fn result_type(value: &MemberType) -> String {
    let object = |members: &[MemberDoc]| {
        let members: String = members.iter().map(result_member).collect();
        format!("{{\n{members}}}")
    };
    match value {
        MemberType::Text => "string".into(),
        MemberType::Integer => "number".into(),
        MemberType::Words(words) => union(words.iter().map(|word| format!("{word:?}")), "Unlisted"),
        MemberType::Numbers(numbers) => union(numbers.iter().map(|(number, _)| number.to_string()), "(number & {})"),
        MemberType::Texts => "readonly string[]".into(),
        MemberType::Object(members) => object(members),
        MemberType::Objects(members) => format!("readonly ({})[]", object(members)),
    }
}

/// A union of the known values that stays open for values that the vendor adds.
fn union(known: impl Iterator<Item = String>, other: &str) -> String {
    known.chain([other.to_owned()]).collect::<Vec<_>>().join(" | ")
}

fn interface(reference: &Reference) -> String {
    let members: String = reference.parameters.iter().map(member).collect();
    let name = reference.name;
    format!("/** The parameters of `{name}`. */\nexport interface {name}Params {{\n{members}}}\n\n")
}

fn member(parameter: &ParameterDoc) -> String {
    let ParameterDoc { name, description, .. } = parameter;
    let value = match parameter.value {
        ValueType::Text => "string",
        ValueType::Integer64 => "string | bigint | number",
        _ => panic!("add the form of the new type of value"),
    };
    // With `exactOptionalPropertyTypes`, only a type that names `undefined` takes it.
    let (mark, absent) = if parameter.required {
        ("", "")
    } else {
        ("?", " | undefined")
    };
    let key = camel_case(name);
    format!("/** `{name}`: {description} */\nreadonly {key}{mark}: {value}{absent};\n")
}

#[cfg(test)]
mod tests {
    use apsara_live_core::operation::Effect;

    use super::*;

    #[test]
    fn optional_parameters_take_undefined() {
        let parameter = |required| ParameterDoc {
            name: "OwnerId",
            required,
            value: ValueType::Integer64,
            description: "the owner.",
        };
        assert_eq!(
            member(&parameter(false)),
            "/** `OwnerId`: the owner. */\nreadonly ownerId?: string | bigint | number | undefined;\n"
        );
        assert_eq!(
            member(&parameter(true)),
            "/** `OwnerId`: the owner. */\nreadonly ownerId: string | bigint | number;\n"
        );
    }

    #[test]
    fn the_structs_of_the_core_have_the_same_descriptions() {
        let sources = [
            include_str!("../../../src/core/operation/stop_rtc_cloud_recording.rs"),
            include_str!("../../../src/core/operation/stop_live_stream_monitor.rs"),
        ]
        .concat();
        let stops = REFERENCES.iter().filter(|reference| {
            let has_struct = sources.contains(&format!("pub struct {}<", reference.name));
            reference.effect == Effect::Stops && has_struct
        });
        for ParameterDoc { name, description, .. } in stops.flat_map(|reference| reference.parameters) {
            let doc = format!("/// `{name}`: {description}\n");
            assert!(sources.contains(&doc), "{doc}");
        }
    }
}
