//! Shortens the names between the wasm and its glue. wasm-bindgen ends them with hashes of 16 digits, which do not compress.

use std::collections::HashMap;

use walrus::Module;

/// Removes the hashes from the names of imports and exports, and returns the glue with the same names. Of names that are the same
/// without their hashes, all but one get a number.
pub(super) fn shorten(module: &mut Module, glue: String) -> String {
    let mut uses = HashMap::new();
    let mut glue = glue;
    let imports = module.imports.iter_mut().map(|import| &mut import.name);
    for name in imports.chain(module.exports.iter_mut().map(|export| &mut export.name)) {
        let Some(plain) = plain(name) else { continue };
        let count = uses.entry(plain.to_owned()).or_insert(0);
        *count += 1;
        let short = if *count == 1 {
            plain.to_owned()
        } else {
            format!("{plain}_{count}")
        };
        glue = glue.replace(name.as_str(), &short);
        *name = short;
    }
    glue
}

/// Returns a name without the hash of crate, version or type at its end; `None` if it has none.
pub(super) fn plain(name: &str) -> Option<&str> {
    let (plain, hash) = name.rsplit_once('_')?;
    let hash = hash.strip_prefix('h').unwrap_or(hash);
    (hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| plain.trim_end_matches('_'))
}

#[cfg(test)]
mod tests {
    use walrus::ValType;

    use super::*;

    #[test]
    fn the_wasm_and_the_glue_get_the_same_names() {
        let mut wasm = Module::default();
        let ty = wasm.types.add(&[ValType::I32], &[]);
        for name in [
            "__wbg_new_0123456789abcdef",
            "__wbg_new_fedcba9876543210",
            "__wbg_set_wasm",
        ] {
            wasm.add_import_func("glue", name, ty);
        }
        let glue = "export function __wbg_new_fedcba9876543210() {}\nexport function __wbg_new_0123456789abcdef() {}\n";
        let short = shorten(&mut wasm, glue.into());
        assert_eq!(
            short,
            "export function __wbg_new_2() {}\nexport function __wbg_new() {}\n"
        );
        let names: Vec<_> = wasm.imports.iter().map(|import| import.name.as_str()).collect();
        assert_eq!(names, ["__wbg_new", "__wbg_new_2", "__wbg_set_wasm"]);
    }

    #[test]
    fn only_hashes_are_removed() {
        assert_eq!(
            plain("closures_____invoke__h0123456789abcdef"),
            Some("closures_____invoke")
        );
        for name in ["memory", "__wbg_client_free", "client_0123", "_0123456789abcdeg"] {
            assert_eq!(plain(name), None, "{name}");
        }
    }
}
