//! Parses demangled names of functions, to find functions of the standard library.

/// The crates of the standard library. `__rustc` holds the symbols that the compiler itself defines.
const CRATES: [&str; 4] = ["core", "alloc", "std", "__rustc"];

/// A function of the standard library.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct LibraryFunction {
    /// The path without hashes and generic arguments. For a method: the path of its type, and its name.
    pub(super) path: String,
    /// The path of the trait, if this is a method of a trait.
    pub(super) of_trait: Option<String>,
}

impl LibraryFunction {
    /// Returns `None` for a function of another crate. Paths in its generic arguments do not count.
    ///
    /// A method belongs to the crate of its type. An impl for a type without a path (`u32`, `&str`, `T`) belongs to the crate of the trait.
    pub(super) fn parse(name: &str) -> Option<Self> {
        let name = without_hashes(name);
        let Some((inside, method)) = angle_brackets(&name) else {
            return of_library(without_generics(&name)).map(|path| Self { path, of_trait: None });
        };
        let (of_type, of_trait) = match split_at_depth_0(inside, " as ") {
            Some((of_type, of_trait)) => (of_type, Some(without_generics(of_trait))),
            None => (inside, None),
        };
        let of_type = of_type.trim_start_matches(['&', '*', '[', '(']);
        let of_type = ["mut ", "const ", "dyn "]
            .iter()
            .fold(of_type, |rest, word| rest.trim_start_matches(word));
        let method = without_generics(method);
        let path = if of_type.starts_with('<') {
            Self::parse(of_type)?.path + &method
        } else if of_type.contains("::") {
            of_library(without_generics(of_type))? + &method
        } else {
            let home = of_trait.clone().unwrap_or_else(|| "core".to_owned());
            of_library(home)? + &method
        };
        Some(Self { path, of_trait })
    }

    /// Returns the last segment of the path.
    pub(super) fn name(&self) -> &str {
        self.path.rsplit("::").next().unwrap_or(&self.path)
    }
}

fn of_library(path: String) -> Option<String> {
    CRATES.contains(&path.split("::").next()?).then_some(path)
}

/// Removes the hash of each crate, `core[0123456789abcdef]`, the hash of a symbol, `::h0123456789abcdef`, and the number of a copy, `[1]`.
fn without_hashes(name: &str) -> String {
    let mut parts = name.split('[');
    let mut plain = String::from(parts.next().unwrap_or_default());
    for part in parts {
        match part.split_once(']') {
            Some((hash, rest)) if is_hash(hash) || (rest.is_empty() && is_number(hash)) => plain.push_str(rest),
            _ => plain.extend(["[", part]),
        }
    }
    match plain.rsplit_once("::h") {
        Some((path, hash)) if is_hash(hash) => path.to_owned(),
        _ => plain,
    }
}

fn is_hash(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Splits `<inside>::method` into `inside` and the rest.
fn angle_brackets(name: &str) -> Option<(&str, &str)> {
    let rest = name.strip_prefix('<')?;
    let (end, _) = depths(rest).find(|(_, depth)| *depth < 0)?;
    Some((&rest[..end], &rest[end + 1..]))
}

fn split_at_depth_0<'a>(text: &'a str, separator: &str) -> Option<(&'a str, &'a str)> {
    let (at, _) = depths(text).find(|(at, depth)| *depth == 0 && text[*at..].starts_with(separator))?;
    Some((&text[..at], &text[at + separator.len()..]))
}

fn without_generics(path: &str) -> String {
    let outside = depths(path).filter(|(at, depth)| *depth == 0 && !closes(path, *at));
    let plain: String = outside.filter_map(|(at, _)| path[at..].chars().next()).collect();
    // `push::<u8>` leaves `push::`.
    plain.trim_end_matches("::").to_owned()
}

/// Returns the position of each character and its depth in angle brackets. An opening bracket is inside, a closing one outside.
fn depths(text: &str) -> impl Iterator<Item = (usize, i32)> {
    text.char_indices().scan(0, move |depth, (at, character)| {
        if character == '<' {
            *depth += 1;
        } else if closes(text, at) {
            *depth -= 1;
        }
        Some((at, *depth))
    })
}

/// Whether the character closes a bracket. The `>` of `->` does not.
fn closes(text: &str, at: usize) -> bool {
    text[at..].starts_with('>') && !text[..at].ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(name: &str) -> Option<String> {
        LibraryFunction::parse(name).map(|function| function.path)
    }

    #[test]
    fn paths_of_the_standard_library() {
        for (name, expected) in [
            (
                "core[75e3c1e0a3d4b8f1]::panicking::panic_fmt",
                "core::panicking::panic_fmt",
            ),
            (
                "core::slice::index::slice_index_fail::h17434ef0775e54a0",
                "core::slice::index::slice_index_fail",
            ),
            (
                "<alloc[75e3c1e0a3d4b8f1]::vec::Vec<_, _>>::insert_mut::assert_failed",
                "alloc::vec::Vec::insert_mut::assert_failed",
            ),
            (
                "<alloc::alloc::Global>::alloc_impl_runtime[2]",
                "alloc::alloc::Global::alloc_impl_runtime",
            ),
            ("<&str as core::fmt::Display>::fmt", "core::fmt::Display::fmt"),
            (
                "<[u8]>::copy_from_slice::len_mismatch_fail",
                "core::copy_from_slice::len_mismatch_fail",
            ),
            (
                "<<alloc::vec::Vec<T> as core::ops::Drop>::drop::Guard<T> as core::ops::Drop>::drop",
                "alloc::vec::Vec::drop::Guard::drop",
            ),
            (
                "<core::iter::Map<I, fn() -> T> as core::iter::Iterator>::fold",
                "core::iter::Map::fold",
            ),
            (
                "core::ptr::drop_in_place::<apsara_live_core::error::Failure>",
                "core::ptr::drop_in_place",
            ),
        ] {
            assert_eq!(path(name).as_deref(), Some(expected), "{name}");
        }
    }

    #[test]
    fn other_crates_are_not_the_standard_library() {
        for name in [
            "apsara_live_core::call::failed",
            "apsara_live_core::core::panicking::panic_fmt",
            "user_fail",
            "corelib::panicking::panic_fmt",
            "<apsara_live_core::error::Failure as core::fmt::Display>::fmt",
            "<&apsara_live_core::error::Failure as core::fmt::Debug>::fmt",
            "<T as apsara_live_core::Read>::handle_error",
            "serde_core::ser::Serializer::collect_seq::<alloc::vec::Vec<core::panicking::Panic>>",
        ] {
            assert_eq!(path(name), None, "{name}");
        }
    }

    #[test]
    fn a_method_names_its_trait() {
        let function = LibraryFunction::parse("<std::thread::local::AccessError as core::fmt::Debug>::fmt").unwrap();
        assert_eq!(function.path, "std::thread::local::AccessError::fmt");
        assert_eq!(function.of_trait.as_deref(), Some("core::fmt::Debug"));
        assert_eq!(function.name(), "fmt");
    }
}
