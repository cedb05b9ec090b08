//! Names in the body of a reply as TypeScript constants.

use anyhow::Result;
use apsara_live_core::reply::names::{ACCESS_DENIED_NAMES, ERROR_NAMES, FIELD_NAMES, SUCCESS_NAME};
use serde_json::json;

use super::typescript::{camel_case, module};
use crate::workspace::Workspace;

pub(super) const PATH: &str = "pkg-template/src/generated/reply-names.ts";

pub(super) fn text(workspace: &Workspace) -> Result<String> {
    let fields = FIELD_NAMES.map(|name| [name.to_ascii_lowercase(), camel_case(name)]);
    let code = format!(
        "/** The members that the core knows: names in lower case, with the names in JavaScript. */\n\
         export const FIELD_NAMES = {} as const;\n\n\
         /** The members of `AccessDeniedDetail` that the core knows, with their names in JavaScript. */\n\
         export const ACCESS_DENIED_NAMES = {} as const;\n\n\
         /** Names of members that contain an error, in lower case, without `_` and `-`. */\n\
         export const ERROR_NAMES = /^(?:{})$/;\n\n\
         /** The member that is false in an error, in lower case. */\n\
         export const SUCCESS_NAME = {SUCCESS_NAME:?};\n",
        json!(fields),
        json!(ACCESS_DENIED_NAMES),
        ERROR_NAMES.join("|"),
    );
    module(workspace, PATH, "src/core/reply/names.rs", &code)
}
