//! JavaScript objects with named members, read by name.
//!
//! There is one import for each type of member. An import for each member would cost about 60 bytes of the package, compressed.

use std::cell::RefCell;

use js_sys::{JsString, Object};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// An object with named members.
    #[derive(Clone, PartialEq)]
    pub type Members;

    #[wasm_bindgen(method, indexing_getter)]
    fn get_text(this: &Members, name: &JsString) -> Option<String>;
    #[wasm_bindgen(method, indexing_getter)]
    fn get_number(this: &Members, name: &JsString) -> f64;
    #[wasm_bindgen(method, indexing_getter)]
    fn get_flag(this: &Members, name: &JsString) -> Option<bool>;
    #[wasm_bindgen(method, indexing_getter)]
    fn get_object(this: &Members, name: &JsString) -> Option<Members>;
    #[wasm_bindgen(method, indexing_setter)]
    fn set_value(this: &Members, name: &JsString, value: &JsValue);
    #[wasm_bindgen(method, indexing_setter)]
    fn set_string(this: &Members, name: &JsString, value: &str);
}

impl Members {
    /// Returns an object without members.
    pub(crate) fn new() -> Self {
        Object::new().unchecked_into()
    }

    /// Writes a text.
    pub(crate) fn set_text(&self, name: &'static str, text: &str) {
        self.set_string(constant(name), text);
    }

    /// Writes a value of JavaScript as a member.
    pub(crate) fn set(&self, name: &'static str, value: &JsValue) {
        self.set_value(constant(name), value);
    }

    /// Returns a string member, if there is one.
    pub(crate) fn text(&self, name: &'static str) -> Option<String> {
        self.get_text(constant(name))
    }

    /// Returns a number member, if there is one: JavaScript converts a missing one to NaN.
    pub(crate) fn number(&self, name: &'static str) -> Option<f64> {
        Some(self.get_number(constant(name))).filter(|number| !number.is_nan())
    }

    /// Returns a boolean member, if there is one.
    pub(crate) fn flag(&self, name: &'static str) -> Option<bool> {
        self.get_flag(constant(name))
    }

    /// Returns a member that is an object, if there is one.
    pub(crate) fn object(&self, name: &'static str) -> Option<Members> {
        self.get_object(constant(name))
    }
}

/// More than there are constants.
const SLOTS: usize = 256;

thread_local! {
    /// JavaScript's copies of the constants, each in the first free slot after its address: a search is faster than a new copy.
    static CONSTANTS: RefCell<[Option<(&'static str, &'static JsString)>; SLOTS]> = const { RefCell::new([None; SLOTS]) };
}

/// Returns JavaScript's copy of a constant, found by its address. The copies are kept for ever, like the constants.
pub(crate) fn constant(text: &'static str) -> &'static JsString {
    CONSTANTS.with_borrow_mut(|slots| {
        let mut at = text.as_ptr() as usize;
        loop {
            at %= SLOTS;
            match slots[at] {
                Some((known, copy)) if core::ptr::eq(known, text) => return copy,
                Some(_) => at += 1,
                None => {
                    let copy: &JsString = Box::leak(Box::new(JsString::from(text)));
                    slots[at] = Some((text, copy));
                    return copy;
                }
            }
        }
    })
}
