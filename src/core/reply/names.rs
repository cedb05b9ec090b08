//! Names and values in the body of a reply: for every reader of bodies. `vectors/replies.json` tests the readers.

/// The members that [`Fields`](super::Fields) holds, in any letter case.
pub const FIELD_NAMES: [&str; 6] = [
    "RequestId",
    "TaskId",
    "Code",
    "Message",
    "Recommend",
    "AccessDeniedDetail",
];

/// The members of `AccessDeniedDetail` that [`FieldParts::access_denied_detail`](super::FieldParts::access_denied_detail) holds, with their
/// names in JavaScript.
///
/// Source: <https://www.alibabacloud.com/help/en/ram/user-guide/access-denied-errors>.
pub const ACCESS_DENIED_NAMES: [(&str, &str); 5] = [
    ("AuthAction", "action"),
    ("AuthPrincipalDisplayName", "principal"),
    ("AuthPrincipalType", "principalType"),
    ("NoPermissionType", "denial"),
    ("PolicyType", "policyType"),
];

/// Names of members that contain an error, in lower case, without `_` and `-`.
pub const ERROR_NAMES: [&str; 10] = [
    "code",
    "err",
    "errcode",
    "errmessage",
    "errmsg",
    "error",
    "errorcode",
    "errormessage",
    "errormsg",
    "errors",
];

/// The member that is false in an error, in lower case. Its value may be a text, in any letter case.
pub const SUCCESS_NAME: &str = "success";

/// Values of `Code` that the vendor's own clients treat as a success.
pub const SUCCESS_CODES: [&str; 4] = ["200", "OK", "Success", "success"];

/// Whether a member with this name contains an error, under any spelling.
#[must_use]
pub fn is_error_name(name: &str) -> bool {
    let letters = name.chars().filter(|character| !matches!(character, '_' | '-'));
    let plain: String = letters.flat_map(char::to_lowercase).collect();
    ERROR_NAMES.contains(&plain.as_str())
}

#[cfg(test)]
mod tests {
    #[cfg(target_family = "wasm")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn error_names_have_any_spelling() {
        for name in ["Code", "ERR-CODE", "error_message", "Errors", "err"] {
            assert!(is_error_name(name), "{name}");
        }
        for name in ["", "_", "codes", "Err Code", "terror", "errorcodes"] {
            assert!(!is_error_name(name), "{name}");
        }
    }
}
