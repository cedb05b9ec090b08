//! Builds the documentation site: the package for its playground, the API reference, and the pages.

use anyhow::{Result, bail};

use crate::workspace::Workspace;
use crate::{package, process, setup};

/// The folder of the pages; `VitePress` writes the site into `.vitepress/dist` below it.
const DOCS: &str = "docs";

/// Builds the site; with `--serve`, serves it on a loopback port, which `VitePress` prints, until it is interrupted.
pub(crate) fn run(workspace: &Workspace, args: &[String]) -> Result<()> {
    let serves = match args {
        [] => false,
        [only] if only == "--serve" => true,
        _ => bail!("`docs` takes no argument but --serve"),
    };
    build(workspace)?;
    if serves {
        npm(workspace, "serve")?;
    }
    Ok(())
}

/// Builds the site. A dead link, a type error and a code without advice fail.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    // The API reference reads the sources, and resolves their imports.
    setup::npm_ci(&workspace.root)?;
    package::build(workspace)?;
    setup::npm_ci(&workspace.root.join(DOCS))?;
    for script in ["api", "check", "build"] {
        npm(workspace, script)?;
    }
    Ok(())
}

fn npm(workspace: &Workspace, script: &str) -> Result<()> {
    process::run(process::npm(&workspace.root.join(DOCS)).args(["run", "--silent", script]))
}
