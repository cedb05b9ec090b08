//! Cuts out of the bound wasm what does nothing there: the messages of panics, and the hashes in the names of imports and exports.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use walrus::ir::{Call, Value, Visitor, dfs_in_order};
use walrus::{ConstExpr, Data, DataKind, FunctionBuilder, FunctionId, FunctionKind, ImportKind, Module, ModuleConfig};

use super::wasm::Bindings;

/// Functions of the standard library that panic, by a part of their names. On wasm32-unknown-unknown a panic prints nothing: it traps
/// when its message is made, so it may as well trap before. What the text is, JavaScript is told where that takes no making.
const PANICS: [&str; 13] = [
    "core::panicking::",
    "std::panicking::",
    "_panicked",
    "_fail",
    "unwrap_failed",
    "assert_failed",
    "handle_error",
    "handle_alloc_error",
    "capacity_overflow",
    "panic_already",
    "panic_access_error",
    "rust_panic",
    "rust_oom",
];

/// Those of them that are given their message as an address and a length: they throw it as an error of JavaScript.
const SPEAKING: [&str; 3] = [
    "core::panicking::panic",
    "core::option::expect_failed",
    "core::result::unwrap_failed",
];

/// What the module of all imports is called, here and in `loader.js`.
const IMPORTED_MODULE: &str = "apsara_live";

/// The import that throws a text.
const THROW: &str = "__wbindgen_throw";

/// What makes texts of values, which nothing but messages of panics needs.
const FORMATTING: &str = "core::fmt::";

/// Rewrites the wasm and the glue in place.
pub(super) fn shrink(bindings: &Bindings, allowed_imports: &str) -> Result<()> {
    let mut module = ModuleConfig::new()
        .generate_producers_section(false)
        .parse_file(&bindings.wasm)
        .with_context(|| format!("cannot read {}", bindings.wasm.display()))?;
    trap_at_once(&mut module)?;
    forget_locations(&mut module);
    forget_texts(&mut module);
    check_imports(&module, allowed_imports)?;
    let names = shorten(&mut module);
    fs::write(&bindings.wasm, module.emit_wasm())?;
    rename(&bindings.glue, &names)
}

/// Makes functions that panic, and those that only they call, trap without doing anything.
fn trap_at_once(module: &mut Module) -> Result<()> {
    let named = |parts: &[&str]| -> HashSet<FunctionId> {
        let named = module.funcs.iter_local().filter(|(id, _)| {
            let name = plain_name(module, *id);
            parts.iter().any(|part| name.contains(part))
        });
        named.map(|(id, _)| id).collect()
    };
    let panics = named(&PANICS);
    ensure!(
        panics.len() > 10,
        "the standard library has other names for its panics than those listed here"
    );
    let formatting = named(&[FORMATTING]);
    let throw = throw(module).context("the wasm imports nothing that throws a text")?;
    for id in panics.union(&formatting) {
        let speaks = SPEAKING.contains(&plain_name(module, *id).as_str());
        trap(module, *id, speaks.then_some(throw));
    }
    walrus::passes::gc::run(module);
    for (caller, function) in module.funcs.iter_local() {
        let mut calls = Calls::default();
        dfs_in_order(&mut calls, function, function.entry_block());
        let formats = calls.0.iter().find(|id| formatting.contains(id));
        ensure!(
            formats.is_none(),
            "{} formats text, by {}: that would trap",
            plain_name(module, caller),
            plain_name(module, *formats.unwrap_or(&caller)),
        );
    }
    Ok(())
}

fn throw(module: &Module) -> Option<FunctionId> {
    let import = module.imports.iter().find(|import| import.name.contains(THROW))?;
    match import.kind {
        ImportKind::Function(id) => Some(id),
        _ => None,
    }
}

/// Makes a function do nothing but trap, or throw the text that its first two parameters are.
fn trap(module: &mut Module, id: FunctionId, throw: Option<FunctionId>) {
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

/// The functions that a function calls.
#[derive(Default)]
struct Calls(Vec<FunctionId>);

impl Visitor<'_> for Calls {
    fn visit_call(&mut self, call: &Call) {
        self.0.push(call.func);
    }
}

/// A function's name without the hashes of crates.
fn plain_name(module: &Module, id: FunctionId) -> String {
    let name = module.funcs.get(id).name.as_deref().unwrap_or_default();
    let mut parts = name.split('[');
    let mut plain = String::from(parts.next().unwrap_or_default());
    for part in parts {
        match part.split_once(']') {
            Some((hash, rest)) if is_hash(hash) => plain.push_str(rest),
            _ => plain.extend(["[", part]),
        }
    }
    plain
}

fn is_hash(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Blanks the places of panics in the source, which nothing reads any more: a path that ends in `.rs` and a zero, and for each place
/// the path's address and length, a line and a column.
fn forget_locations(module: &mut Module) {
    let segments: Vec<_> = module.data.iter().map(Data::id).collect();
    for id in segments {
        let data = module.data.get_mut(id);
        let DataKind::Active {
            offset: ConstExpr::Value(Value::I32(start)),
            ..
        } = data.kind
        else {
            continue;
        };
        let bytes = &mut data.value;
        let mut blanks = Vec::new();
        for at in (0..bytes.len().saturating_sub(15)).step_by(4) {
            let word =
                |index: usize| u32::from_le_bytes([0, 1, 2, 3].map(|byte| bytes[at + 4 * index + byte])) as usize;
            let path = word(0)
                .checked_sub(start.cast_unsigned() as usize)
                .and_then(|path| Some(path..path.checked_add(word(1))?));
            if let Some(path) = path.filter(|path| is_path(bytes.get(path.clone()))) {
                blanks.extend([at..at + 16, path]);
            }
        }
        for blank in blanks {
            bytes[blank].fill(0);
        }
    }
}

/// Parts of messages that the standard library's panics make of values. Nothing makes them any more, and nothing reads the parts.
const PARTS_OF_MESSAGES: [&[u8]; 17] = [
    b"slice index starts at ",
    b" but ends at ",
    b"index out of bounds: the len is ",
    b" but the index is ",
    b"range start index ",
    b" out of range for slice of length ",
    b"range end index ",
    b"cannot access a Thread Local Storage value during or after destruction: ",
    b"copy_from_slice: source slice length (",
    b") does not match destination slice length (",
    b"insertion index (is ",
    b") should be <= len (is ",
    b"assertion `left ",
    b" right` failed",
    b"AccessError",
    b"attempt to join into collection with len > usize::MAX",
    // The digits that numbers are made of.
    b"0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849",
];

fn forget_texts(module: &mut Module) {
    let segments: Vec<_> = module.data.iter().map(Data::id).collect();
    for id in segments {
        let bytes = &mut module.data.get_mut(id).value;
        for text in PARTS_OF_MESSAGES {
            while let Some(at) = bytes.windows(text.len()).position(|window| window == text) {
                bytes[at..at + text.len()].fill(0);
            }
        }
    }
}

fn is_path(text: Option<&[u8]>) -> bool {
    let path = text.and_then(|text| text.strip_suffix(b".rs\0").or_else(|| text.strip_suffix(b".rs")));
    path.is_some_and(|path| path.len() < 256 && path.iter().all(u8::is_ascii_graphic))
}

/// Gives the exports names without hashes, and the imports, which nobody but the glue speaks of, a number each: text that cannot be
/// compressed, in the wasm and in the glue. Answers with the old names and the new ones.
fn shorten(module: &mut Module) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for (number, import) in module.imports.iter_mut().enumerate() {
        import.module = IMPORTED_MODULE.into();
        // No word of JavaScript, and in no other name.
        let short = format!("${number}");
        names.insert(std::mem::replace(&mut import.name, short.clone()), short);
    }
    let mut taken: Vec<String> = Vec::new();
    for export in module.exports.iter_mut() {
        let Some(plain) = without_hash(&export.name) else {
            continue;
        };
        // The same function of two types differs in its hash only.
        let same = taken.iter().filter(|name| *name == plain).count();
        taken.push(plain.into());
        let unique = if same == 0 {
            plain.into()
        } else {
            format!("{plain}_{same}")
        };
        names.insert(std::mem::replace(&mut export.name, unique.clone()), unique);
    }
    names
}

fn without_hash(name: &str) -> Option<&str> {
    let (plain, hash) = name.rsplit_once('_')?;
    is_hash(hash.strip_prefix('h').unwrap_or(hash)).then_some(plain)
}

/// Fails if the wasm asks anything of a runtime that is not in the list.
fn check_imports(module: &Module, list: &str) -> Result<()> {
    let plain = |name: &str| without_hash(name).unwrap_or(name).to_owned();
    let imports: BTreeSet<String> = module.imports.iter().map(|import| plain(&import.name)).collect();
    let allowed: BTreeSet<String> = list
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(Into::into)
        .collect();
    let more: Vec<_> = imports.difference(&allowed).collect();
    let fewer: Vec<_> = allowed.difference(&imports).collect();
    ensure!(
        more.is_empty() && fewer.is_empty(),
        "the wasm imports {more:?}, which are not in src/wasm/imports.txt, and not {fewer:?}, which are"
    );
    Ok(())
}

fn rename(glue: &Path, names: &BTreeMap<String, String>) -> Result<()> {
    let mut text = fs::read_to_string(glue).with_context(|| format!("cannot read {}", glue.display()))?;
    // Longest first: a name may be the beginning of another.
    let mut names: Vec<_> = names.iter().collect();
    names.sort_by_key(|(old, _)| std::cmp::Reverse(old.len()));
    for (old, new) in names {
        text = text.replace(old.as_str(), new);
    }
    fs::write(glue, text).with_context(|| format!("cannot write {}", glue.display()))
}
