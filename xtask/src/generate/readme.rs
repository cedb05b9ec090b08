//! Tables of error codes in the README.

use std::fs;

use anyhow::{Context, Result};
use apsara_live_core::classify::{GATEWAY_ERRORS, Meaning};
use apsara_live_core::operation::OPERATIONS;
use apsara_live_core::operation::reference::{Advice, GATEWAY_ADVICE, REFERENCES};

use crate::workspace::Workspace;

const BEGIN: &str = "<!-- codes: written by `cargo xtask generate`, checked by the tests -->\n";
const END: &str = "<!-- /codes -->";

pub(super) const PATH: &str = "README.md";

/// Returns the README with tables from the core.
pub(super) fn text(workspace: &Workspace) -> Result<String> {
    let readme = fs::read_to_string(workspace.root.join(PATH)).context("cannot read README.md")?;
    with_tables(&readme)
}

fn with_tables(readme: &str) -> Result<String> {
    let (before, rest) = readme
        .split_once(BEGIN)
        .context("README.md lacks the beginning of the tables")?;
    let (_, after) = rest.split_once(END).context("README.md lacks the end of the tables")?;
    Ok([before, BEGIN, &tables(), END, after].concat())
}

/// A table of codes for each operation, and one for the gateway's codes.
fn tables() -> String {
    let operations = OPERATIONS.iter().zip(REFERENCES).map(|(operation, reference)| {
        let rows = operation.errors.iter().zip(reference.errors);
        let rows: String = rows.map(|(error, advice)| row(advice, error.meaning)).collect();
        section(&format!("[`{}`]({})", operation.name, reference.page), &rows)
    });
    let gateway: String = GATEWAY_ERRORS
        .iter()
        .zip(&GATEWAY_ADVICE)
        .map(|(error, advice)| row(advice, error.meaning))
        .collect();
    let gateway = section("every operation", &gateway);
    operations.chain([gateway]).collect()
}

fn section(title: &str, rows: &str) -> String {
    format!("\nCodes of {title}:\n\n| `code` | HTTP | handling | remedy |\n| --- | --- | --- | --- |\n{rows}")
}

fn row(advice: &Advice, meaning: Meaning) -> String {
    let status = advice.status.map_or_else(String::new, |status| status.to_string());
    format!(
        "| `{}` | {status} | {} | {} |\n",
        advice.code,
        handling(meaning),
        advice.advice
    )
}

const fn handling(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::AlreadyStopped => "`already-stopped`",
        Meaning::NotFound | Meaning::Refused => "error, no retry",
        Meaning::Throttled => "waits, then retries",
        Meaning::Ambiguous | Meaning::NonceUsed => "retries; `outcomeUnknown` if the retries do not settle it",
        Meaning::ClockSkewed => "learns the clock offset, then retries once",
        Meaning::TokenExpired => "calls the credentials function again, then retries once",
    }
}
