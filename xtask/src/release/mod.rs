//! Prepares a release: everything but the publishing, which only `.github/workflows/release.yml` does.

mod artifacts;
mod changelog;
mod publish;
mod versions;

use std::env;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::test::{self, Matrix};
use crate::workspace::Workspace;
use crate::{package, process, setup};

/// The arguments, and the tag that is released, if there is one.
struct Options {
    extent: Extent,
    tag: Option<String>,
    skip_tests: bool,
}

/// How much of a release is done.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// Only the files: no code of the tests, and of their dependencies, runs on the machine that makes them.
    Pack,
    /// Everything but the publishing.
    DryRun,
}

type Step = fn(&Workspace, &Options) -> Result<()>;

/// The steps that make the files.
const PACK: [(&str, Step); 6] = [
    ("Tag", |workspace, options| tag(workspace, options)),
    ("Versions", |workspace, _| versions::check(workspace)),
    ("Changelog", |workspace, options| {
        changelog::check(workspace, options.tag.is_some())
    }),
    ("Package", |workspace, _| {
        setup::wasm_target()?;
        setup::npm_ci(&workspace.root)?;
        package::build(workspace).map(drop)
    }),
    ("Crates", |workspace, options| {
        publish::package_crates(workspace, options.tag.is_none())
    }),
    ("Files of the release", |workspace, _| artifacts::gather(workspace)),
];

/// The steps that check the files.
const CHECK: [(&str, Step); 3] = [
    ("Tests", |workspace, options| tests(workspace, options)),
    ("API of the crates", |workspace, options| {
        publish::semver(workspace, options.tag.is_some())
    }),
    ("Dry runs of publishing", |workspace, options| {
        publish::dry_runs(workspace, options.tag.is_none())
    }),
];

/// Runs all steps and stops at the first that fails.
pub(crate) fn run(workspace: &Workspace, args: &[String]) -> Result<()> {
    let options = parse(args)?;
    let checks = if options.extent == Extent::Pack {
        &[][..]
    } else {
        &CHECK
    };
    let steps = [&PACK[..], checks].concat();
    for (number, (name, step)) in steps.iter().enumerate() {
        println!("\n== {}/{} {name}", number + 1, steps.len());
        step(workspace, &options).with_context(|| format!("the step \"{name}\" failed"))?;
    }
    println!("\n== version {} is ready; nothing was published", workspace.version);
    Ok(())
}

fn parse(args: &[String]) -> Result<Options> {
    let mut tag = None;
    let mut skip_tests = false;
    let mut extent = None;
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--dry-run" => extent = Some(Extent::DryRun),
            "--pack" => extent = Some(Extent::Pack),
            "--skip-tests" => skip_tests = true,
            "--tag" => tag = Some(args.next().context("`--tag` needs a tag")?.clone()),
            other => bail!("`release` takes --dry-run or --pack, --skip-tests and --tag TAG, not {other}"),
        }
    }
    let extent = extent
        .context("only the release workflow publishes, when a tag is pushed: run `cargo xtask release --dry-run`")?;
    Ok(Options {
        extent,
        tag: tag.or_else(pushed_tag),
        skip_tests,
    })
}

/// Returns the tag for which GitHub started the workflow.
fn pushed_tag() -> Option<String> {
    let is_tag = env::var("GITHUB_REF_TYPE").is_ok_and(|kind| kind == "tag");
    env::var("GITHUB_REF_NAME").ok().filter(|_| is_tag)
}

/// A release is made from a commit, by a tag that names its version.
fn tag(workspace: &Workspace, options: &Options) -> Result<()> {
    let Some(tag) = &options.tag else {
        println!("no tag is given, so that none is compared, and uncommitted changes are allowed");
        return Ok(());
    };
    let expected = format!("v{}", workspace.version);
    ensure!(*tag == expected, "the tag is {tag}, and the version needs {expected}");
    let mut status = Command::new("git");
    status.current_dir(&workspace.root).args(["status", "--porcelain"]);
    let changes = process::output(&mut status)?;
    ensure!(changes.is_empty(), "there are uncommitted changes:\n{changes}");
    println!("{tag} names the version");
    Ok(())
}

fn tests(workspace: &Workspace, options: &Options) -> Result<()> {
    if options.skip_tests {
        println!("not run (--skip-tests): `cargo xtask test --all` must have passed");
        return Ok(());
    }
    test::run(workspace, Matrix::Whole)
}

#[cfg(test)]
mod tests_of_arguments {
    use super::*;

    fn parsed(args: &[&str]) -> Result<Options> {
        parse(&args.iter().map(|arg| (*arg).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn nothing_is_published_from_here() {
        assert!(parsed(&[]).is_err());
        assert!(parsed(&["--tag", "v1.0.0"]).is_err());
        assert!(parsed(&["--dry-run", "--tag"]).is_err());
        assert!(parsed(&["--dry-run", "--fast"]).is_err());
        let options = parsed(&["--dry-run", "--skip-tests", "--tag", "v1.0.0"]).unwrap();
        assert_eq!(options.tag.as_deref(), Some("v1.0.0"));
        assert!(options.skip_tests);
    }
}
