//! Tables of error codes in the guides, in English and in Chinese.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use apsara_live_core::operation::reference::Reference;
use apsara_live_core::operation::{Meaning, REFERENCES, ServiceError, gateway};

use super::between;
use crate::workspace::Workspace;

const BEGIN: &str = "<!-- codes: written by `cargo xtask generate`, checked by the tests -->\n";
const END: &str = "<!-- /codes -->";

pub(super) const ENGLISH_PATH: &str = "docs/guide/codes.md";
pub(super) const CHINESE_PATH: &str = "docs/zh/guide/codes.md";

/// Chinese remedies by code. The core has the English remedies.
const CHINESE_ADVICE: &str = "docs/advice.zh.json";

/// Words of a table, and its remedies.
struct Language {
    /// The line above the codes of an operation.
    heading: fn(operation: &str) -> String,
    /// The line above the codes of the gateway.
    every_operation: &'static str,
    header: &'static str,
    page: fn(&Reference) -> String,
    handling: fn(Meaning) -> &'static str,
    /// Remedies that replace the remedies of the core, by code.
    remedies: Option<BTreeMap<String, String>>,
}

/// Returns the English page with tables from the core.
pub(super) fn english(workspace: &Workspace) -> Result<String> {
    let language = Language {
        heading: |operation| format!("Codes of {operation}:"),
        every_operation: "Codes of every operation:",
        header: "| `code` | HTTP | handling | remedy |",
        page: Reference::page,
        handling: english_handling,
        remedies: None,
    };
    page(workspace, ENGLISH_PATH, &language)
}

/// Returns the Chinese page with tables from the core and from the file of remedies.
pub(super) fn chinese(workspace: &Workspace) -> Result<String> {
    let advice = fs::read_to_string(workspace.root.join(CHINESE_ADVICE))
        .with_context(|| format!("cannot read {CHINESE_ADVICE}"))?;
    let language = Language {
        heading: |operation| format!("{operation} 的错误码："),
        every_operation: "所有接口共有的错误码：",
        header: "| `code` | HTTP | 本包的处理 | 怎么办 |",
        page: Reference::chinese_page,
        handling: chinese_handling,
        remedies: Some(serde_json::from_str(&advice).with_context(|| format!("cannot read {CHINESE_ADVICE}"))?),
    };
    page(workspace, CHINESE_PATH, &language)
}

fn page(workspace: &Workspace, path: &str, language: &Language) -> Result<String> {
    let text = fs::read_to_string(workspace.root.join(path)).with_context(|| format!("cannot read {path}"))?;
    between(path, &text, BEGIN, END, &tables(language)?)
}

/// A table of codes for each operation, and one for the gateway's codes.
fn tables(language: &Language) -> Result<String> {
    let mut text = String::new();
    for reference in &REFERENCES {
        let page = (language.page)(reference);
        let heading = (language.heading)(&format!("[`{}`]({page})", reference.name));
        text += &language.section(&heading, reference.errors)?;
    }
    Ok(text + &language.section(language.every_operation, &gateway::ERRORS)?)
}

impl Language {
    fn section(&self, heading: &str, rows: &[ServiceError]) -> Result<String> {
        let rows: Result<String> = rows.iter().map(|row| self.row(row)).collect();
        Ok(format!(
            "\n{heading}\n\n{}\n| --- | --- | --- | --- |\n{}",
            self.header, rows?
        ))
    }

    fn row(&self, error: &ServiceError) -> Result<String> {
        let status = error.status.map_or_else(String::new, |status| status.to_string());
        let code = error.code;
        let remedy = match &self.remedies {
            None => error.remedy,
            Some(remedies) => remedies
                .get(code)
                .with_context(|| format!("{CHINESE_ADVICE} lacks {code}"))?,
        };
        let handling = (self.handling)(error.meaning);
        Ok(format!("| `{code}` | {status} | {handling} | {remedy} |\n"))
    }
}

const fn english_handling(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::AlreadyStopped => "`already-stopped`",
        Meaning::MaybeStopped => "error, no retry; with `verify`, the state decides whether it is `already-stopped`",
        Meaning::NotFound | Meaning::Refused => "error, no retry",
        Meaning::Throttled => "waits, then retries",
        Meaning::Ambiguous | Meaning::NonceUsed => "retries; `outcomeUnknown` if the retries do not settle it",
        Meaning::ClockSkewed => "learns the clock offset, then retries once",
        Meaning::TokenExpired => "calls the credentials function again, then retries once",
        Meaning::KeyNotFound => "as an expired token if the credentials are temporary; else error, no retry",
        _ => panic!("add the words for the new meaning"),
    }
}

const fn chinese_handling(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::AlreadyStopped => "`already-stopped`",
        Meaning::MaybeStopped => "报错，不重试；使用 `verify` 时，由任务状态决定是否为 `already-stopped`",
        Meaning::NotFound | Meaning::Refused => "报错，不重试",
        Meaning::Throttled => "等待后重试",
        Meaning::Ambiguous | Meaning::NonceUsed => "重试；仍无法确定结果时，`outcomeUnknown` 为 `true`",
        Meaning::ClockSkewed => "从服务端得知时钟偏差，重试一次",
        Meaning::TokenExpired => "重新调用凭证函数，重试一次",
        Meaning::KeyNotFound => "临时凭证按 Token 过期处理；否则报错，不重试",
        _ => panic!("add the words for the new meaning"),
    }
}
