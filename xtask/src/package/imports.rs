//! Compares the imports of the wasm with `src/wasm/imports.txt`, so that a new import is deliberate.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use walrus::Module;

use super::names::plain;
use super::wasm::IMPORT_MODULE;

/// Fails if the imports of the wasm differ from the list.
pub(super) fn check(module: &Module, list: &str) -> Result<()> {
    for import in module.imports.iter() {
        ensure!(
            import.module == IMPORT_MODULE,
            "the wasm imports {} from {}, not from the glue",
            import.name,
            import.module
        );
    }
    let names = module.imports.iter().map(|import| import.name.as_str());
    let imports: BTreeSet<&str> = names.map(|name| plain(name).unwrap_or(name)).collect();
    let allowed: BTreeSet<&str> = list
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    let more: Vec<_> = imports.difference(&allowed).collect();
    let fewer: Vec<_> = allowed.difference(&imports).collect();
    ensure!(
        more.is_empty() && fewer.is_empty(),
        "the wasm imports {more:?}, which are not in src/wasm/imports.txt, and not {fewer:?}, which are"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use walrus::{Module, ValType};

    use super::*;

    fn importing(module: &str, name: &str) -> Module {
        let mut wasm = Module::default();
        let ty = wasm.types.add(&[ValType::I32], &[]);
        wasm.add_import_func(module, name, ty);
        wasm
    }

    #[test]
    fn the_list_and_the_imports_are_the_same() {
        let wasm = importing(IMPORT_MODULE, "__wbg_now_0123456789abcdef");
        assert!(check(&wasm, "# a comment\n__wbg_now\n").is_ok());
        assert!(check(&wasm, "").is_err());
        assert!(check(&wasm, "__wbg_now\n__wbg_then\n").is_err());
        assert!(check(&importing("env", "__wbg_now"), "__wbg_now\n").is_err());
    }
}
