//! Reads and writes members by their types.

use core::marker::PhantomData;
use core::num::NonZeroU32;

use apsara_live_core::operation::Operation;
use apsara_live_core::policy::Timeout;
use js_sys::Array;
use serde::{Serialize, Serializer};
use wasm_bindgen::{JsCast, throw_str};

use crate::members::{Members, constant};
use crate::typescript::Typed;

/// Type of members that are read.
pub(crate) trait Read: Sized {
    /// Reads a member, if there is one.
    fn read(object: &Members, name: &'static str) -> Option<Self>;
}

/// Struct or enum that is read from an object.
pub(crate) trait Record: Sized {
    /// Reads the object. Throws the name of a missing member: then TypeScript and Rust disagree on the object.
    fn of(object: &Members) -> Self;
}

/// Member of a record: a type that is read, or an `Option` of one.
pub(crate) trait Member: Sized {
    fn member(object: &Members, name: &'static str) -> Self;
}

impl<T: Read> Member for T {
    fn member(object: &Members, name: &'static str) -> Self {
        T::read(object, name).unwrap_or_else(|| throw_str(name))
    }
}

impl<T: Read> Member for Option<T> {
    fn member(object: &Members, name: &'static str) -> Self {
        T::read(object, name)
    }
}

impl Read for bool {
    fn read(object: &Members, name: &'static str) -> Option<Self> {
        object.flag(name)
    }
}

impl Read for String {
    fn read(object: &Members, name: &'static str) -> Option<Self> {
        object.text(name)
    }
}

impl Read for &'static Operation {
    fn read(object: &Members, name: &'static str) -> Option<Self> {
        Operation::named(&object.text(name)?)
    }
}

/// Implements [`Read`] for types of numbers.
macro_rules! numbers {
    ($($type:ty)*) => {
        $(impl Read for $type {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "TypeScript has validated the number, or it is a clock, far below 2^53"
            )]
            #[allow(clippy::cast_sign_loss, reason = "not of i64")]
            fn read(object: &Members, name: &'static str) -> Option<Self> {
                object.number(name).map(|number| number as $type)
            }
        })*
    };
}

numbers! { u16 u32 u64 i64 }

impl Read for NonZeroU32 {
    fn read(object: &Members, name: &'static str) -> Option<Self> {
        u32::read(object, name).and_then(Self::new)
    }
}

impl Read for Timeout {
    fn read(object: &Members, name: &'static str) -> Option<Self> {
        u64::read(object, name).and_then(Self::from_ms)
    }
}

impl<T: Record> Read for Vec<T> {
    fn read(object: &Members, name: &'static str) -> Option<Self> {
        let list: Array = object.object(name)?.unchecked_into();
        let mut records = Vec::new();
        for index in 0..list.length() {
            records.push(T::of(list.get(index).unchecked_ref()));
        }
        Some(records)
    }
}

/// JavaScript object of which the record `T` is read later.
#[derive(Clone)]
pub(crate) struct Js<T>(pub(crate) Members, PhantomData<T>);

impl<T> Js<T> {
    pub(crate) fn new(object: Members) -> Self {
        Self(object, PhantomData)
    }
}

impl<T> Read for Js<T> {
    fn read(object: &Members, name: &'static str) -> Option<Self> {
        object.object(name).map(Self::new)
    }
}

impl<T: Typed> Typed for Js<T> {
    fn type_name() -> String {
        T::type_name()
    }
}

/// Enum with a name in JavaScript for each variant.
pub(crate) trait Words: Copy + 'static {
    /// The variants.
    const VARIANTS: &'static [Self];

    /// The names of the variants, in the same order.
    const NAMES: &'static [&'static str];

    /// The name of this variant.
    fn word(self) -> &'static str;
}

/// Returns the index of the name that a member has. JavaScript compares the strings: a copy of one would take longer.
pub(crate) fn index(object: &Members, name: &'static str, names: &[&'static str]) -> Option<usize> {
    let value = object.object(name)?;
    names
        .iter()
        .position(|known| value == *constant(known).unchecked_ref::<Members>())
}

/// A word that is written. By its name: so serde has the same code for all enums.
pub(crate) struct Word<T>(&'static str, PhantomData<T>);

impl<T: Words> From<T> for Word<T> {
    fn from(variant: T) -> Self {
        Self(variant.word(), PhantomData)
    }
}

impl<T> Serialize for Word<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl<T: Typed> Typed for Word<T> {
    fn type_name() -> String {
        T::type_name()
    }
}

/// Type of members that are written without serde, which takes longer.
pub(crate) trait Write {
    /// Writes a member.
    fn write(&self, object: &Members, name: &'static str);
}

impl<T> Write for Word<T> {
    fn write(&self, object: &Members, name: &'static str) {
        object.set(name, constant(self.0));
    }
}

impl Write for &str {
    fn write(&self, object: &Members, name: &'static str) {
        object.set_text(name, self);
    }
}

/// Without a value there is no member.
impl<T: Write> Write for Option<T> {
    fn write(&self, object: &Members, name: &'static str) {
        if let Some(value) = self {
            value.write(object, name);
        }
    }
}
