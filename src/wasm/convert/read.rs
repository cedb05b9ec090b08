//! Reads objects, strings and numbers out of JavaScript values.

use apsara_live_core::ArgumentError;
use apsara_live_core::error::code;
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

/// The members of an object, in the order of `keys`; `undefined` for those that are missing.
pub(super) fn members<const N: usize>(
    value: &JsValue,
    path: &str,
    keys: &[&str; N],
) -> Result<[JsValue; N], ArgumentError> {
    let refused = || ArgumentError::new(code::INVALID_OPTION, path, "an object");
    if !value.is_object() {
        return Err(refused());
    }
    let mut members = [const { JsValue::UNDEFINED }; N];
    for (member, key) in members.iter_mut().zip(keys) {
        *member = Reflect::get(value, &(*key).into()).map_err(|_| refused())?;
    }
    Ok(members)
}

/// Refuses every own key that is not among `known`.
pub(super) fn only(value: &JsValue, path: &str, known: &[&str]) -> Result<(), ArgumentError> {
    let Some(object) = value.dyn_ref::<Object>() else {
        return Ok(());
    };
    for key in Object::keys(object) {
        let name = key.as_string().unwrap_or_default();
        if !known.contains(&name.as_str()) {
            let shown: String = name.chars().take(64).collect();
            let expected = ["no such key; known are ", &known.join(", ")].concat();
            return Err(ArgumentError::new(code::UNKNOWN_KEY, [path, ".", &shown].concat(), expected));
        }
    }
    Ok(())
}

/// A string with a UTF-8 form.
pub(super) fn text(value: &JsValue) -> Option<String> {
    let text = value.as_string()?;
    // A lone surrogate has no UTF-8 form and comes across as U+FFFD: sent so, it would be another string than the caller's.
    let exact = !text.contains('\u{fffd}') || JsValue::from_str(&text) == *value;
    exact.then_some(text)
}

/// A string, of an option.
pub(super) fn option_text(value: &JsValue, path: &str) -> Result<Option<String>, ArgumentError> {
    if value.is_undefined() {
        return Ok(None);
    }
    match text(value) {
        Some(text) => Ok(Some(text)),
        None => Err(ArgumentError::new(code::INVALID_OPTION, path, "a string")),
    }
}

/// A whole number from `min` to `max`.
pub(super) fn whole(value: &JsValue, path: &str, min: u64, max: u64) -> Result<Option<u64>, ArgumentError> {
    if value.is_undefined() {
        return Ok(None);
    }
    let in_range = |number: &f64| number.fract() == 0.0 && *number >= min as f64 && *number <= max as f64;
    match value.as_f64().filter(in_range) {
        Some(number) => Ok(Some(number as u64)),
        None => {
            let expected = ["a whole number from ", &min.to_string(), " to ", &max.to_string()].concat();
            Err(ArgumentError::new(code::INVALID_OPTION, path, expected))
        }
    }
}

/// A function.
pub(super) fn function(value: &JsValue, path: &str) -> Result<Option<js_sys::Function>, ArgumentError> {
    if value.is_undefined() {
        return Ok(None);
    }
    match value.dyn_ref::<js_sys::Function>() {
        Some(function) => Ok(Some(function.clone())),
        None => Err(ArgumentError::new(code::INVALID_OPTION, path, "a function")),
    }
}

/// One of some words, by its place among them.
pub(super) fn choice(value: &JsValue, path: &str, words: &[&str]) -> Result<Option<usize>, ArgumentError> {
    if value.is_undefined() {
        return Ok(None);
    }
    let place = text(value).and_then(|text| words.iter().position(|word| *word == text));
    place.map(Some).ok_or_else(|| {
        let expected = ["one of \"", &words.join("\", \""), "\""].concat();
        ArgumentError::new(code::INVALID_OPTION, path, expected)
    })
}

/// Whether a value is an array, which `typeof` calls an object.
pub(super) fn is_plain(value: &JsValue) -> bool {
    value.is_object() && !Array::is_array(value)
}
