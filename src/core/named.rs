//! Enums whose variants have names.

/// Declares an enum with the name of each variant: `ALL`, `as_str` and `Display`.
macro_rules! named {
    (
        $(#[$meta:meta])*
        $enum:ident {
            $($(#[$variant_meta:meta])* $variant:ident = $name:expr,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $enum {
            $($(#[$variant_meta])* $variant,)*
        }

        impl $enum {
            /// All variants.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name, the same in every language.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }

        impl core::fmt::Display for $enum {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

pub(crate) use named;
