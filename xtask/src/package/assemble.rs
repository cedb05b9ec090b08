//! Fills `pkg/` from the staged sources: bundled modules, their declarations, and copied files.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use super::documents;
use crate::files::copy;
use crate::process;
use crate::workspace::Workspace;

/// Files of the repository that are part of the package.
pub(super) const DOCUMENTS: [&str; 6] = [
    "README.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "LICENSE-MIT",
    "LICENSE-APACHE",
    "THIRD-PARTY-LICENSES.md",
];

/// Scripts that write modules and declarations; `modules.mjs` beside them lists both.
const BUNDLERS: [&str; 2] = ["javascript.mjs", "declarations.mjs"];

/// Completes `pkg/`, which already holds the wasm.
pub(super) fn write(workspace: &Workspace, staged: &Path) -> Result<()> {
    let pkg = workspace.pkg();
    copy(&staged.join("package.json"), &pkg.join("package.json"))?;
    let wasm = staged.join("src").join("wasm");
    copy(&wasm.join("glue.js"), &pkg.join("glue.js"))?;
    copy(&wasm.join("apsara_live.wasm.d.ts"), &pkg.join("apsara_live.wasm.d.ts"))?;
    for bundler in BUNDLERS {
        let script = workspace.root.join("xtask").join("bundle").join(bundler);
        process::run(Command::new("node").arg(script).arg(staged).arg(&pkg))?;
    }
    for document in DOCUMENTS {
        documents::write(&workspace.root.join(document), &pkg.join(document))?;
    }
    Ok(())
}
