//! Makes the standard library's panics trap at once, without their messages.
//!
//! On wasm32-unknown-unknown a panic prints nothing: it formats its message and traps. The formatting is 8 % of the compressed wasm.

use std::collections::{HashMap, HashSet};

use anyhow::{Context, Result, ensure};
use walrus::ir::{Call, Visitor, dfs_in_order};
use walrus::{FunctionBuilder, FunctionId, FunctionKind, ImportKind, Module};

use super::library::LibraryFunction;

/// Modules whose functions all belong to panics.
const MODULES: [&str; 2] = ["core::panicking::", "std::panicking::"];

/// Names of functions that panic, in other modules of the standard library.
const NAMES: [&str; 7] = [
    "capacity_overflow",
    "handle_alloc_error",
    "handle_error",
    "panic_access_error",
    "panic_poisoned",
    "rust_oom",
    "rust_panic",
];

/// Prefixes and suffixes of such names.
const PREFIXES: [&str; 1] = ["panic_already_"];
const SUFFIXES: [&str; 3] = ["_fail", "_failed", "_panicked"];

/// Panics that receive their whole message, as an address and a length. They throw it as a JavaScript error.
const SPEAKING: [&str; 3] = [
    "core::panicking::panic",
    "core::option::expect_failed",
    "core::result::unwrap_failed",
];

/// Import that throws a text, without its hash.
const THROW: &str = "__wbg___wbindgen_throw_";

/// Module that formats values.
const FORMATTING: &str = "core::fmt::";

/// Function of every wasm with a panic. If it is missing, the names of the standard library have changed.
const ALWAYS: &str = "core::panicking::panic_fmt";

/// Replaces the panics and drops functions that only they call. Fails if live code formats text, which would trap.
pub(super) fn trap(module: &mut Module) -> Result<()> {
    let library: HashMap<FunctionId, LibraryFunction> = module
        .funcs
        .iter_local()
        .filter_map(|(id, _)| Some((id, LibraryFunction::parse(module.funcs.get(id).name.as_deref()?)?)))
        .collect();
    ensure!(
        library.values().any(|function| function.path == ALWAYS),
        "the wasm has no function {ALWAYS}: the standard library, or how its names are written, has changed"
    );
    let throw = throw(module).context("the wasm imports nothing that throws a text")?;
    let mut formatting = HashSet::new();
    for (id, function) in &library {
        if formats(function) {
            formatting.insert(*id);
        }
        if formats(function) || panics(function) {
            let speaks = SPEAKING.contains(&function.path.as_str());
            replace(module, *id, speaks.then_some(throw));
        }
    }
    walrus::passes::gc::run(module);
    refuse_calls(module, &formatting)
}

fn panics(function: &LibraryFunction) -> bool {
    let name = function.name();
    MODULES.iter().any(|module| function.path.starts_with(module))
        || NAMES.contains(&name)
        || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
        || SUFFIXES.iter().any(|suffix| name.ends_with(suffix))
}

fn formats(function: &LibraryFunction) -> bool {
    let of_trait = function.of_trait.as_deref();
    function.path.starts_with(FORMATTING) || of_trait.is_some_and(|path| path.starts_with(FORMATTING))
}

fn throw(module: &Module) -> Option<FunctionId> {
    let import = module.imports.iter().find(|import| import.name.starts_with(THROW))?;
    match import.kind {
        ImportKind::Function(id) => Some(id),
        _ => None,
    }
}

/// Replaces the body of a function by a trap, or by a throw of the text in its first two parameters.
fn replace(module: &mut Module, id: FunctionId, throw: Option<FunctionId>) {
    let FunctionKind::Local(function) = &module.funcs.get(id).kind else {
        return;
    };
    let (params, results) = module.types.params_results(function.ty());
    let (params, results) = (params.to_vec(), results.to_vec());
    let mut body = FunctionBuilder::new(&mut module.types, &params, &results);
    let params: Vec<_> = params.into_iter().map(|param| module.locals.add(param)).collect();
    if let (Some(throw), [address, length, ..]) = (throw, &params[..]) {
        body.func_body().local_get(*address).local_get(*length).call(throw);
    }
    body.func_body().unreachable();
    module.funcs.get_mut(id).kind = FunctionKind::Local(body.local_func(params));
}

/// Fails if a remaining function calls one of the refused functions.
fn refuse_calls(module: &Module, refused: &HashSet<FunctionId>) -> Result<()> {
    let name = |id: FunctionId| {
        module
            .funcs
            .get(id)
            .name
            .as_deref()
            .unwrap_or("a function without a name")
    };
    for (caller, function) in module.funcs.iter_local() {
        let mut calls = Calls::default();
        dfs_in_order(&mut calls, function, function.entry_block());
        let called = calls.0.iter().find(|id| refused.contains(id));
        ensure!(
            called.is_none(),
            "{} formats text, by {}: that would trap",
            name(caller),
            name(*called.unwrap_or(&caller)),
        );
    }
    Ok(())
}

/// Returns the functions that a function calls.
#[derive(Default)]
struct Calls(Vec<FunctionId>);

impl Visitor<'_> for Calls {
    fn visit_call(&mut self, call: &Call) {
        self.0.push(call.func);
    }
}

#[cfg(test)]
mod tests {
    use walrus::ValType;
    use walrus::ir::Instr;

    use super::*;

    /// A wasm with the import that throws, and an exported function of each name that returns 1, or calls the function before it.
    fn wasm(names: &[(&str, bool)]) -> Module {
        let mut module = Module::default();
        let ty = module.types.add(&[ValType::I32, ValType::I32], &[]);
        module.add_import_func("./glue.js", "__wbg___wbindgen_throw_0123456789abcdef", ty);
        let mut before = None;
        for (name, calls) in names {
            let mut function = FunctionBuilder::new(&mut module.types, &[], &[ValType::I32]);
            function.name((*name).to_owned());
            match before.filter(|_| *calls) {
                Some(id) => function.func_body().call(id),
                None => function.func_body().i32_const(1),
            };
            let id = function.finish(Vec::new(), &mut module.funcs);
            module.exports.add(name, id);
            before = Some(id);
        }
        module
    }

    fn traps(module: &Module, name: &str) -> bool {
        let id = module.funcs.by_name(name).unwrap();
        let body = module.funcs.get(id).kind.unwrap_local();
        let block = &body.block(body.entry_block()).instrs;
        block.iter().any(|(instr, _)| matches!(instr, Instr::Unreachable(_)))
    }

    #[test]
    fn panics_of_the_standard_library_trap_and_no_others() {
        let panics = [
            "core[75e3c1e0a3d4b8f1]::panicking::panic_fmt",
            "core[75e3c1e0a3d4b8f1]::slice::index::slice_index_fail",
            "<alloc[75e3c1e0a3d4b8f1]::vec::Vec<_, _>>::insert_mut::assert_failed",
            "alloc::raw_vec::handle_error::h17434ef0775e54a0",
            "core[75e3c1e0a3d4b8f1]::fmt::write",
        ];
        let others = [
            "apsara_live_core::call::failed",
            "apsara_live_core::call::send_failed::h17434ef0775e54a0",
            "apsara_live_core::core::panicking::panic_fmt",
            "<apsara_live_core::call::Call>::handle_error",
            "user_fail",
            "core[75e3c1e0a3d4b8f1]::str::count::do_count_chars",
        ];
        let all: Vec<_> = panics.iter().chain(&others).map(|name| (*name, false)).collect();
        let mut module = wasm(&all);
        trap(&mut module).unwrap();
        for name in panics {
            assert!(traps(&module, name), "{name}");
        }
        for name in others {
            assert!(!traps(&module, name), "{name}");
        }
    }

    #[test]
    fn live_code_that_formats_text_fails_the_build() {
        let mut module = wasm(&[
            ("core::panicking::panic_fmt", false),
            ("core::fmt::write", false),
            ("apsara_live_core::call::failed", true),
        ]);
        let error = trap(&mut module).unwrap_err().to_string();
        assert!(
            error.starts_with("apsara_live_core::call::failed formats text"),
            "{error}"
        );
    }

    #[test]
    fn changed_names_fail_the_build() {
        let error = trap(&mut wasm(&[("core::panic::panic_fmt", false)])).unwrap_err();
        assert!(error.to_string().contains(ALWAYS), "{error}");
    }
}
