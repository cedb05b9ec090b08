//! `params` of a call, by the parameter table of its operation.

use apsara_live_core::ArgumentError;
use apsara_live_core::error::code;
use apsara_live_core::operation::{Invocation, OPERATIONS, Operation, ValueType};
use js_sys::Reflect;
use wasm_bindgen::JsValue;

use super::read::{is_plain, only, text};

const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

/// The operation of a name.
pub(crate) fn operation(name: &JsValue) -> Result<&'static Operation, ArgumentError> {
    let known = name.as_string().and_then(|name| Operation::named(&name));
    known.ok_or_else(|| {
        let names = OPERATIONS.map(|operation| operation.name).join("\" or \"");
        ArgumentError::new(code::UNKNOWN_OPERATION, "operation", ["\"", &names, "\""].concat())
    })
}

/// The operation with its parameters, checked.
pub(crate) fn invocation(operation: &'static Operation, params: &JsValue) -> Result<Invocation, ArgumentError> {
    let keys: Vec<_> = operation.parameters.iter().map(|parameter| parameter.key).collect();
    if !is_plain(params) {
        let expected = ["an object with ", &keys.join(", ")].concat();
        return Err(ArgumentError::new(code::INVALID_PARAMETER, "params", expected));
    }
    only(params, "params", &keys)?;
    let mut values = Vec::with_capacity(keys.len());
    for parameter in operation.parameters {
        let refused = |expected: &str| {
            let path = ["params.", parameter.key].concat();
            ArgumentError::new(code::INVALID_PARAMETER, path, expected)
        };
        let value = Reflect::get(params, &parameter.key.into()).map_err(|_| refused("a member that can be read"))?;
        values.push(match parameter.value {
            _ if value.is_undefined() => None,
            ValueType::Text if !value.is_string() => return Err(refused("a string")),
            ValueType::Text => Some(text(&value).ok_or_else(|| refused("a string without lone surrogates"))?),
            // What is no number ends as text that the core refuses with the right words.
            ValueType::Integer64 => Some(integer(&value)),
        });
    }
    Invocation::new(operation, values)
}

/// The decimal digits of an integer, without loss; an empty string for what is none.
fn integer(value: &JsValue) -> String {
    match value.as_f64() {
        // Beyond 2^53 a number of JavaScript no longer says which integer was meant.
        Some(number) if number.fract() == 0.0 && number.abs() <= MAX_SAFE_INTEGER => (number as i64).to_string(),
        Some(_) => String::new(),
        None if value.is_bigint() => {
            let digits = js_sys::BigInt::from(value.clone()).to_string(10);
            digits.map_or_else(|_| String::new(), Into::into)
        }
        None => text(value).unwrap_or_default(),
    }
}
