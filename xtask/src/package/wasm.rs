//! Builds the wasm: cargo compiles it, wasm-bindgen (linked into xtask) binds it, panics become traps, names get short,
//! wasm-opt shrinks it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use walrus::ModuleConfig;
use wasm_bindgen_cli_support::{Bindgen, EncodeInto};

use super::{imports, names, panics};
use crate::process;
use crate::setup::WASM_TARGET;
use crate::workspace::Workspace;

/// Features that rustc's wasm32 target emits and every supported runtime has. wasm-opt assumes none of them.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Module name from which the wasm imports the glue.
pub(super) const IMPORT_MODULE: &str = "./apsara_live_bg.js";

/// The two outputs of wasm-bindgen.
pub(super) struct Bindings {
    pub(super) wasm: PathBuf,
    pub(super) glue: PathBuf,
}

/// Compiles the release wasm and returns its path.
pub(super) fn compile(workspace: &Workspace) -> Result<PathBuf> {
    let mut cargo = Command::new(process::cargo());
    cargo
        .current_dir(&workspace.root)
        .args([
            "build",
            "--locked",
            "--release",
            "--package",
            "apsara-live-wasm",
            "--target",
            WASM_TARGET,
        ])
        .env("CARGO_ENCODED_RUSTFLAGS", flags(workspace).join("\x1f"));
    process::run(&mut cargo)?;
    Ok(workspace
        .target
        .join(WASM_TARGET)
        .join("release")
        .join("apsara_live_wasm.wasm"))
}

/// Flags of rustc, besides the release profile.
fn flags(workspace: &Workspace) -> Vec<String> {
    let small = [
        // The rounds of SHA-256 as a loop: 5 % of the compressed wasm, for about 0.4 µs a signature.
        "--cfg=sha2_backend_soft=\"compact\"",
        // LLVM inlines functions up to this size: 1.2 % of the compressed wasm. Below 10 the wasm grows again.
        "-Cllvm-args=-inline-threshold=10",
    ];
    small.into_iter().map(Into::into).chain(remap(workspace)).collect()
}

/// Panic messages contain paths of source files. The paths of two machines would make the bytes differ.
fn remap(workspace: &Workspace) -> Vec<String> {
    let dependencies = workspace.dependency_roots.iter().map(|root| (root, "/deps"));
    dependencies
        .chain([(&workspace.root, "/apsara-live")])
        .map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display()))
        .collect()
}

/// Runs wasm-bindgen into a folder.
pub(super) fn bind(compiled: &Path, folder: &Path) -> Result<Bindings> {
    Bindgen::new()
        .bundler(true)?
        .input_path(compiled)
        .out_name("apsara_live")
        .typescript(false)
        .remove_producers_section(true)
        // Every supported runtime has `encodeInto`, so wasm-bindgen's test for the method is dead code.
        .encode_into(EncodeInto::Always)
        .generate(folder)?;
    Ok(Bindings {
        wasm: folder.join("apsara_live_bg.wasm"),
        glue: folder.join("apsara_live_bg.js"),
    })
}

/// Makes panics trap, checks the imports of the wasm, and shortens the names that the wasm and the glue share, in place.
pub(super) fn refine(bindings: &Bindings, allowed_imports: &str) -> Result<()> {
    let mut module = ModuleConfig::new()
        .generate_producers_section(false)
        .parse_file(&bindings.wasm)
        .with_context(|| format!("cannot read {}", bindings.wasm.display()))?;
    panics::trap(&mut module)?;
    imports::check(&module, allowed_imports)?;
    let glue =
        fs::read_to_string(&bindings.glue).with_context(|| format!("cannot read {}", bindings.glue.display()))?;
    fs::write(&bindings.glue, names::shorten(&mut module, glue))?;
    fs::write(&bindings.wasm, module.emit_wasm()).with_context(|| format!("cannot write {}", bindings.wasm.display()))
}

/// Shrinks the wasm with wasm-opt.
pub(super) fn optimize(workspace: &Workspace, from: &Path, to: &Path) -> Result<()> {
    let mut wasm_opt = process::npm_tool(&workspace.root, "wasm-opt");
    wasm_opt
        .args([
            // Together 1.2 % of the compressed wasm. No valid address is below 1024: rustc puts the end of the stack there.
            "--flatten",
            "--rereloop",
            "--low-memory-unused",
            "-Os",
            // wasm-opt inlines functions with one caller up to this size: 1.8 % of the compressed wasm.
            "--one-caller-inline-max-function-size=80",
            "--strip-debug",
            "--strip-producers",
            "--strip-target-features",
        ])
        .args(FEATURES);
    wasm_opt.arg(from).arg("--output").arg(to);
    process::run(&mut wasm_opt)
}
