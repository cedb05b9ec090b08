//! The entry of a version in CHANGELOG.md: present, dated, and the text of the release.

use std::fs;

use anyhow::{Context, Result, ensure};

use crate::workspace::Workspace;

/// The date of a version that is not released.
const UNRELEASED: &str = "Unreleased";

/// Fails if the topmost entry names another version, or, for a tag, has no date.
pub(super) fn check(workspace: &Workspace, tagged: bool) -> Result<()> {
    let version = &workspace.version;
    let changelog = fs::read_to_string(workspace.root.join("CHANGELOG.md"))?;
    let (named, date) = topmost(&changelog).context("CHANGELOG.md has no `## [VERSION] - DATE`")?;
    ensure!(
        named == version,
        "the topmost entry of CHANGELOG.md is {named}, and the version is {version}"
    );
    if date == UNRELEASED {
        ensure!(
            !tagged,
            "the entry of CHANGELOG.md is not dated: write `## [{version}] - YYYY-MM-DD`"
        );
        println!("{version} has an entry; a tag will need its date instead of \"{UNRELEASED}\"");
    } else {
        ensure!(is_date(date), "{date} is no date of the form YYYY-MM-DD");
        println!("{version} has an entry of {date}");
    }
    ensure!(!entry(&changelog).is_empty(), "the entry of {version} is empty");
    Ok(())
}

/// Returns the text of the topmost entry, without its heading.
pub(super) fn entry(changelog: &str) -> &str {
    let Some((_, rest)) = changelog.split_once("\n## ") else {
        return "";
    };
    let body = rest.split_once('\n').map_or("", |(_, body)| body);
    body.split_once("\n## ").map_or(body, |(entry, _)| entry).trim()
}

/// Returns version and date of the topmost entry.
fn topmost(changelog: &str) -> Option<(&str, &str)> {
    let (_, rest) = changelog.split_once("\n## [")?;
    rest.lines().next()?.split_once("] - ")
}

fn is_date(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    let number = |part: &str, digits: usize| {
        let is_number = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| part.parse::<u32>().unwrap_or_default())
    };
    number(year, 4).is_some_and(|year| year >= 2026)
        && number(month, 2).is_some_and(|month| (1..=12).contains(&month))
        && number(day, 2).is_some_and(|day| (1..=31).contains(&day))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHANGELOG: &str = "# Changelog\n\n## [1.1.0] - 2026-11-21\n\n### Added\n\n- One.\n\n## 1.0.0\n\n- Two.\n";

    #[test]
    fn the_topmost_entry_is_that_of_the_release() {
        assert_eq!(topmost(CHANGELOG), Some(("1.1.0", "2026-11-21")));
        assert_eq!(entry(CHANGELOG), "### Added\n\n- One.");
        assert_eq!(topmost("# Changelog\n\n## Unreleased\n"), None);
        assert_eq!(entry("# Changelog\n"), "");
    }

    #[test]
    fn dates_are_checked() {
        assert!(is_date("2026-11-21"));
        for text in [
            "2026-13-01",
            "2026-1-01",
            "21-11-2026",
            "2026-11-32",
            "2026-11",
            "Unreleased",
        ] {
            assert!(!is_date(text), "{text}");
        }
    }
}
