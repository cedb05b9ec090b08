//! TypeScript declarations of the objects that cross the boundary.

use core::num::NonZeroU32;

use apsara_live_core::operation::Operation;
use apsara_live_core::policy::Timeout;

use crate::record::Words;

/// Type of members, with its name in TypeScript.
pub(crate) trait Typed {
    /// Returns the type in TypeScript.
    fn type_name() -> String;
}

/// Type that TypeScript declares.
pub(crate) trait Declared {
    /// Returns the declaration in TypeScript.
    fn declaration() -> String;
}

/// Returns the declaration of an interface.
pub(crate) fn interface(doc: &[&str], name: &str, members: &[String]) -> String {
    format!("{}export interface {name} {}\n\n", comment(doc), object(members))
}

/// Returns the declaration of a union.
pub(crate) fn union(doc: &[&str], name: &str, types: &[String]) -> String {
    format!("{}export type {name} = {};\n\n", comment(doc), types.join(" | "))
}

/// Returns the union of the names of an enum.
pub(crate) fn words<T: Words>() -> String {
    let names: Vec<_> = T::NAMES.iter().map(|name| format!("{name:?}")).collect();
    names.join(" | ")
}

/// Returns the type of an object with these members.
pub(crate) fn object(members: &[String]) -> String {
    format!("{{\n{}}}", members.concat())
}

/// Returns a member. Each must be there: JavaScript would look a missing one up in `Object.prototype`, which may be polluted.
pub(crate) fn member<T: Typed>(doc: &[&str], name: &str) -> String {
    format!("{}readonly {name}: {};\n", comment(doc), T::type_name())
}

/// Returns a member, which is missing where there is no value.
pub(crate) fn optional_member<T: Typed>(doc: &[&str], name: &str) -> String {
    let type_name = T::type_name();
    match type_name.strip_suffix(" | undefined") {
        Some(type_name) => format!("{}readonly {name}?: {type_name};\n", comment(doc)),
        None => member::<T>(doc, name),
    }
}

fn comment(doc: &[&str]) -> String {
    match doc {
        [] => String::new(),
        [line] => format!("/**{line} */\n"),
        lines => {
            let lines: String = lines.iter().flat_map(|line| [" *", line, "\n"]).collect();
            format!("/**\n{lines} */\n")
        }
    }
}

impl<T: Typed> Typed for Option<T> {
    fn type_name() -> String {
        [&T::type_name(), " | undefined"].concat()
    }
}

/// Implements [`Typed`] for types with a fixed name in TypeScript.
macro_rules! typed {
    ($($type:ty => $name:literal;)*) => {
        $(impl Typed for $type {
            fn type_name() -> String {
                $name.into()
            }
        })*
    };
}

typed! {
    bool => "boolean";
    u16 => "number";
    u32 => "number";
    u64 => "number";
    NonZeroU32 => "number";
    Timeout => "number";
    i64 => "number";
    f64 => "number";
    String => "string";
    &str => "string";
    &'static Operation => "OperationName";
}

impl<T: Typed> Typed for Vec<T> {
    fn type_name() -> String {
        ["readonly ", &T::type_name(), "[]"].concat()
    }
}
