//! Dry runs of each way of publishing, and the comparison of the crates with the last release.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::files::{empty, replace_folder};
use crate::workspace::Workspace;
use crate::{process, setup, tools};

/// Version of cargo-semver-checks that knows the pinned compiler.
const CARGO_SEMVER_CHECKS: &str = "0.51.0";

/// The crates that are published.
pub(super) const CRATES: [&str; 2] = ["apsara-live-encoding", "apsara-live-core"];

/// Publishes nowhere. Without a tag, uncommitted changes are allowed.
pub(super) fn dry_runs(workspace: &Workspace, allow_dirty: bool) -> Result<()> {
    crates(workspace, allow_dirty)?;
    npm(workspace)?;
    jsr(workspace)
}

/// Packs the crates, and compiles nothing.
pub(super) fn package_crates(workspace: &Workspace, allow_dirty: bool) -> Result<()> {
    // Files of an earlier version would be gathered, too.
    empty(&workspace.target.join("package"))?;
    let mut cargo = Command::new(process::cargo());
    cargo
        .current_dir(&workspace.root)
        .args(["package", "--locked", "--no-verify"])
        .args(CRATES.iter().flat_map(|name| ["--package", name]));
    if allow_dirty {
        cargo.arg("--allow-dirty");
    }
    process::run(&mut cargo)
}

fn crates(workspace: &Workspace, allow_dirty: bool) -> Result<()> {
    let mut cargo = Command::new(process::cargo());
    cargo
        .current_dir(&workspace.root)
        .args(["publish", "--workspace", "--dry-run", "--locked"]);
    if allow_dirty {
        cargo.arg("--allow-dirty");
    }
    process::run(&mut cargo)?;
    for name in CRATES {
        let file = format!("{name}-{}.crate", workspace.version);
        let packaged = workspace.target.join("package");
        ensure!(
            fs::read(packaged.join("tmp-crate").join(&file))? == fs::read(packaged.join(&file))?,
            "{file} is not the file that cargo would publish"
        );
    }
    Ok(())
}

fn npm(workspace: &Workspace) -> Result<()> {
    let mut npm = process::npm(&workspace.root);
    npm.args(["publish", "--dry-run", "--access", "public", "--tag", "dry-run"])
        .arg(workspace.tarball());
    let output = npm.output().context("cannot start npm")?;
    let said = String::from_utf8_lossy(&output.stderr);
    print!("{said}");
    ensure!(output.status.success(), "`npm publish --dry-run` failed");
    // npm mends some mistakes of package.json silently but for a warning.
    ensure!(!said.contains("auto-corrected"), "npm corrects package.json");
    Ok(())
}

fn jsr(workspace: &Workspace) -> Result<()> {
    let tests = workspace.root.join("js-tests");
    setup::npm_ci(&tests)?;
    // In a folder of its own: Deno looks for a configuration in all folders above.
    let folder = std::env::temp_dir().join(format!("apsara-live-jsr-{}", std::process::id()));
    replace_folder(&workspace.jsr(), &folder)?;
    let program = fs::canonicalize(tests.join("node_modules").join("deno-linux-x64").join("deno"))
        .context("Deno is a package for Linux on x64 here")?;
    let mut deno = Command::new(program);
    deno.current_dir(&folder)
        .args(["publish", "--dry-run", "--allow-dirty"])
        .env("DENO_DIR", workspace.target.join("deno"))
        .env("NO_COLOR", "1");
    let output = deno.output().context("cannot start deno")?;
    fs::remove_dir_all(&folder)?;
    let said = String::from_utf8_lossy(&output.stderr);
    print!("{said}");
    ensure!(output.status.success(), "`deno publish --dry-run` failed");
    // Deno only warns about types that JSR cannot read.
    ensure!(!said.contains("warning["), "JSR cannot read all types");
    Ok(())
}

/// Compares the crates with the last release, if there is one. Only for a tag: cargo-semver-checks takes long to compile.
pub(super) fn semver(workspace: &Workspace, tagged: bool) -> Result<()> {
    if !tagged {
        println!("not compared: only for a tag");
        return Ok(());
    }
    let mut git = Command::new("git");
    git.current_dir(&workspace.root).args([
        "tag",
        "--list",
        "v*",
        "--sort=-version:refname",
        "--no-contains",
        "HEAD",
    ]);
    let tags = process::output(&mut git)?;
    let Some(last) = tags.lines().next() else {
        println!("there is no earlier tag to compare with");
        return Ok(());
    };
    let program = tools::install_quickly(workspace, "cargo-semver-checks", CARGO_SEMVER_CHECKS, &[])?;
    for name in CRATES {
        let mut checks = Command::new(&program);
        checks
            .current_dir(&workspace.root)
            .args(["semver-checks", "--package", name, "--baseline-rev", last]);
        process::run(&mut checks)?;
    }
    Ok(())
}
