//! Macros that declare the objects of the boundary: one line a member, with its name in JavaScript.
//!
//! The TypeScript types are written from the same lines.

/// Names the variants of an enum. `by as_str` takes the names that the core itself gives. With a comment, TypeScript gets a type with the
/// name of the enum, or with the name after `as`; without one, the names stand in place.
macro_rules! words {
    ($(#[doc = $doc:literal])* $enum:ident by as_str) => {
        $crate::declare::words! { $(#[doc = $doc])* $enum as $enum by as_str }
    };
    ($(#[doc = $doc:literal])* $enum:ident as $name:ident by as_str) => {
        $crate::declare::words! { @impl $enum, $enum::ALL, {
            let mut names = [""; $enum::ALL.len()];
            let mut index = 0;
            while index < names.len() {
                names[index] = $enum::ALL[index].as_str();
                index += 1;
            }
            &{ names }
        }, $enum::as_str }
        $crate::declare::words! { @type [$($doc)*] $enum, $name }
    };
    ($(#[doc = $doc:literal])* $enum:ident { $($variant:ident = $word:literal,)* }) => {
        $crate::declare::words! {
            @impl $enum, &[$($enum::$variant,)*], &[$($word,)*], |variant| match variant { $($enum::$variant => $word,)* }
        }
        $crate::declare::words! { @type [$($doc)*] $enum, $enum }
    };
    (@impl $enum:ident, $variants:expr, $names:expr, $word_of:expr) => {
        impl $crate::record::Words for $enum {
            const VARIANTS: &'static [Self] = $variants;

            const NAMES: &'static [&'static str] = $names;

            fn word(self) -> &'static str {
                let word_of: fn(Self) -> &'static str = $word_of;
                word_of(self)
            }
        }

        impl $crate::record::Read for $enum {
            fn read(object: &$crate::members::Members, name: &'static str) -> Option<Self> {
                let index = $crate::record::index(object, name, <Self as $crate::record::Words>::NAMES)?;
                <Self as $crate::record::Words>::VARIANTS.get(index).copied()
            }
        }
    };
    (@type [] $enum:ident, $name:ident) => {
        impl $crate::typescript::Typed for $enum {
            fn type_name() -> String {
                $crate::typescript::words::<Self>()
            }
        }
    };
    (@type [$($doc:literal)+] $enum:ident, $name:ident) => {
        impl $crate::typescript::Typed for $enum {
            fn type_name() -> String {
                stringify!($name).into()
            }
        }

        impl $crate::typescript::Declared for $enum {
            fn declaration() -> String {
                $crate::typescript::union(&[$($doc),*], stringify!($name), &[$crate::typescript::words::<Self>()])
            }
        }
    };
}

/// Declares what is read from a JavaScript object: a struct, a struct of the core (`impl`, `from default` where the core
/// may add members), or an enum by the word in one member.
macro_rules! incoming {
    (
        $(#[doc = $doc:literal])*
        struct $name:ident {
            $($(#[doc = $member_doc:literal])* $field:ident: $type:ty = $member:literal,)*
        }
    ) => {
        $(#[doc = $doc])*
        pub(crate) struct $name {
            $($(#[doc = $member_doc])* pub(crate) $field: $type,)*
        }

        $crate::declare::incoming! {
            $(#[doc = $doc])*
            impl $name as $name {
                $($(#[doc = $member_doc])* $field: $type = $member,)*
            }
        }
    };
    (
        $(#[doc = $doc:literal])*
        impl $struct:ident as $name:ident {
            $($(#[doc = $member_doc:literal])* $field:ident: $type:ty = $member:literal,)*
        }
    ) => {
        impl $crate::record::Record for $struct {
            fn of(object: &$crate::members::Members) -> Self {
                Self {
                    $($field: <$type as $crate::record::Member>::member(object, $member),)*
                }
            }
        }

        $crate::declare::incoming! { @declare [$($doc)*] $struct, $name, [$([$($member_doc)*] $type = $member,)*] }
    };
    (
        $(#[doc = $doc:literal])*
        impl $struct:ident as $name:ident from default {
            $($(#[doc = $member_doc:literal])* $field:ident: $type:ty = $member:literal,)*
        }
    ) => {
        impl $crate::record::Record for $struct {
            fn of(object: &$crate::members::Members) -> Self {
                let mut record = Self::default();
                $(record.$field = <$type as $crate::record::Member>::member(object, $member);)*
                record
            }
        }

        $crate::declare::incoming! { @declare [$($doc)*] $struct, $name, [$([$($member_doc)*] $type = $member,)*] }
    };
    (
        @declare [$($doc:literal)*] $struct:ident, $name:ident,
        [$([$($member_doc:literal)*] $type:ty = $member:literal,)*]
    ) => {
        $crate::declare::read_as_member! { $struct, $name }

        impl $crate::typescript::Declared for $struct {
            fn declaration() -> String {
                $crate::typescript::interface(&[$($doc),*], stringify!($name), &[
                    $($crate::typescript::member::<$type>(&[$($member_doc),*], $member),)*
                ])
            }
        }
    };
    (
        $(#[doc = $doc:literal])*
        enum $name:ident by $tag:literal {
            $(
                $(#[doc = $variant_doc:literal])*
                $variant:ident = $word:literal {
                    $($field:ident: $type:ty = $member:literal,)*
                }
            )*
        }
    ) => {
        $(#[doc = $doc])*
        #[allow(clippy::large_enum_variant, reason = "a call has one at a time")]
        pub(crate) enum $name {
            $($(#[doc = $variant_doc])* $variant { $($field: $type,)* },)*
        }

        $crate::declare::incoming! {
            $(#[doc = $doc])*
            impl enum $name as $name by $tag {
                $($variant = $word { $($field: $type = $member,)* })*
            }
        }
    };
    (
        $(#[doc = $doc:literal])*
        impl enum $enum:ident as $name:ident by $tag:literal {
            $(
                $variant:ident = $word:literal {
                    $($field:tt: $type:ty = $member:literal,)*
                }
            )*
        }
    ) => {
        impl $crate::record::Record for $enum {
            fn of(object: &$crate::members::Members) -> Self {
                match <String as $crate::record::Member>::member(object, $tag).as_str() {
                    $($word => Self::$variant {
                        $($field: <$type as $crate::record::Member>::member(object, $member),)*
                    },)*
                    _ => wasm_bindgen::throw_str($tag),
                }
            }
        }

        $crate::declare::read_as_member! { $enum, $name }

        impl $crate::typescript::Declared for $enum {
            fn declaration() -> String {
                $crate::typescript::union(&[$($doc),*], stringify!($name), &[
                    $($crate::typescript::object(&[
                        concat!("readonly ", $tag, ": ", stringify!($word), ";\n").into(),
                        $($crate::typescript::member::<$type>(&[], $member),)*
                    ]),)*
                ])
            }
        }
    };
}

/// Lets a record be a member of another.
macro_rules! read_as_member {
    ($record:ident, $name:ident) => {
        impl $crate::record::Read for $record {
            fn read(object: &$crate::members::Members, name: &'static str) -> Option<Self> {
                object.object(name).as_ref().map($crate::record::Record::of)
            }
        }

        impl $crate::typescript::Typed for $record {
            fn type_name() -> String {
                stringify!($name).into()
            }
        }
    };
}

/// Declares what is written as a JavaScript object: a struct, or an enum of ends, which serde writes.
macro_rules! outgoing {
    (
        $(#[doc = $doc:literal])*
        struct $name:ident<$lifetime:lifetime> {
            $($(#[doc = $member_doc:literal])* $field:ident: $type:ty = $member:literal,)*
        }
    ) => {
        $(#[doc = $doc])*
        struct $name<$lifetime> {
            $($(#[doc = $member_doc])* $field: $type,)*
        }

        impl $name<'_> {
            fn write(&self) -> $crate::members::Members {
                let object = $crate::members::Members::new();
                $($crate::record::Write::write(&self.$field, &object, $member);)*
                object
            }
        }

        impl<$lifetime> $crate::typescript::Declared for $name<$lifetime> {
            fn declaration() -> String {
                $crate::typescript::interface(&[$($doc),*], stringify!($name), &[
                    $($crate::typescript::optional_member::<$type>(&[$($member_doc),*], $member),)*
                ])
            }
        }
    };
    (
        $(#[doc = $doc:literal])*
        enum $name:ident<$lifetime:lifetime> {
            $(
                $(#[doc = $variant_doc:literal])*
                $variant:ident as $variant_name:ident = $word:literal {
                    $($(#[doc = $member_doc:literal])* $field:ident: $type:ty = $member:literal,)*
                }
            )*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(serde::Serialize)]
        enum $name<$lifetime> {
            $(
                $(#[doc = $variant_doc])*
                #[serde(rename = $word)]
                $variant {
                    $($(#[doc = $member_doc])* #[serde(rename = $member)] $field: $type,)*
                },
            )*
        }

        impl<$lifetime> $crate::typescript::Declared for $name<$lifetime> {
            fn declaration() -> String {
                let mut declarations = vec![$crate::typescript::union(&[$($doc),*], stringify!($name), &[
                    $(concat!("{ readonly ", $word, ": ", stringify!($variant_name), " }").into(),)*
                ])];
                $(declarations.push($crate::typescript::interface(&[$($variant_doc),*], stringify!($variant_name), &[
                    $($crate::typescript::member::<$type>(&[$($member_doc),*], $member),)*
                ]));)*
                declarations.concat()
            }
        }
    };
}

/// Returns the declarations of these types in TypeScript.
macro_rules! declarations {
    ($($type:ident)*) => {
        pub(crate) fn declarations() -> String {
            [$(<$type as $crate::typescript::Declared>::declaration()),*].concat()
        }
    };
}

pub(crate) use {declarations, incoming, outgoing, read_as_member, words};
