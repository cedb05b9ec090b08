//! Tables of error codes in the guides, in English and in Chinese.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use apsara_live_core::classify::{GATEWAY_ERRORS, Meaning};
use apsara_live_core::operation::OPERATIONS;
use apsara_live_core::operation::reference::{Advice, GATEWAY_ADVICE, REFERENCES};

use crate::workspace::Workspace;

const BEGIN: &str = "<!-- codes: written by `cargo xtask generate`, checked by the tests -->\n";
const END: &str = "<!-- /codes -->";

pub(super) const ENGLISH_PATH: &str = "docs/guide/codes.md";
pub(super) const CHINESE_PATH: &str = "docs/zh/guide/codes.md";

/// Chinese remedies by code. The core has the English remedies.
const CHINESE_ADVICE: &str = "docs/advice.zh.json";

/// The vendor's Chinese pages of the operations. Their addresses do not follow from the English ones.
const CHINESE_PAGES: [(&str, &str); 4] = [
    ("StopRtcCloudRecording", "api-live-2016-11-01-stoprtccloudrecording"),
    ("StopLiveStreamMonitor", "api-stop-monitoring"),
    (
        "DescribeRtcCloudRecordingFiles",
        "api-live-2016-11-01-describertccloudrecordingfiles",
    ),
    (
        "DescribeLiveStreamMonitorList",
        "api-query-the-list-of-surveillance-rooms",
    ),
];

/// Words of a table, and its remedies.
struct Language {
    /// The line above the codes of an operation.
    heading: fn(operation: &str) -> String,
    /// The line above the codes of the gateway.
    every_operation: &'static str,
    header: &'static str,
    page: fn(operation: &str, english: &str) -> Result<String>,
    handling: fn(Meaning) -> &'static str,
    /// Remedies that replace those of the core, by code.
    remedies: Option<BTreeMap<String, String>>,
}

/// Returns the English page with tables from the core.
pub(super) fn english(workspace: &Workspace) -> Result<String> {
    let language = Language {
        heading: |operation| format!("Codes of {operation}:"),
        every_operation: "Codes of every operation:",
        header: "| `code` | HTTP | handling | remedy |",
        page: |_, english| Ok(english.to_owned()),
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
        page: chinese_page,
        handling: chinese_handling,
        remedies: Some(serde_json::from_str(&advice).with_context(|| format!("cannot read {CHINESE_ADVICE}"))?),
    };
    page(workspace, CHINESE_PATH, &language)
}

fn page(workspace: &Workspace, path: &str, language: &Language) -> Result<String> {
    let text = fs::read_to_string(workspace.root.join(path)).with_context(|| format!("cannot read {path}"))?;
    let (before, rest) = text
        .split_once(BEGIN)
        .with_context(|| format!("{path} lacks the beginning of the tables"))?;
    let (_, after) = rest
        .split_once(END)
        .with_context(|| format!("{path} lacks the end of the tables"))?;
    Ok([before, BEGIN, &tables(language)?, END, after].concat())
}

/// A table of codes for each operation, and one for the gateway's codes.
fn tables(language: &Language) -> Result<String> {
    let mut text = String::new();
    for (operation, reference) in OPERATIONS.iter().zip(REFERENCES) {
        let rows = operation.errors.iter().zip(reference.errors);
        let rows: Result<String> = rows
            .map(|(error, advice)| language.row(advice, error.meaning))
            .collect();
        let page = (language.page)(operation.name, reference.page)?;
        let heading = (language.heading)(&format!("[`{}`]({page})", operation.name));
        text += &language.section(&heading, &rows?);
    }
    let gateway = GATEWAY_ERRORS.iter().zip(&GATEWAY_ADVICE);
    let gateway: Result<String> = gateway
        .map(|(error, advice)| language.row(advice, error.meaning))
        .collect();
    Ok(text + &language.section(language.every_operation, &gateway?))
}

impl Language {
    fn section(&self, heading: &str, rows: &str) -> String {
        format!("\n{heading}\n\n{}\n| --- | --- | --- | --- |\n{rows}", self.header)
    }

    fn row(&self, advice: &Advice, meaning: Meaning) -> Result<String> {
        let status = advice.status.map_or_else(String::new, |status| status.to_string());
        let code = advice.code;
        let remedy = match &self.remedies {
            None => advice.advice,
            Some(remedies) => remedies
                .get(code)
                .with_context(|| format!("{CHINESE_ADVICE} lacks {code}"))?,
        };
        let handling = (self.handling)(meaning);
        Ok(format!("| `{code}` | {status} | {handling} | {remedy} |\n"))
    }
}

fn chinese_page(operation: &str, _: &str) -> Result<String> {
    let (_, page) = CHINESE_PAGES
        .iter()
        .find(|(name, _)| *name == operation)
        .with_context(|| format!("no Chinese page of {operation} is known"))?;
    Ok(format!("https://help.aliyun.com/zh/live/developer-reference/{page}"))
}

const fn english_handling(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::AlreadyStopped => "`already-stopped`",
        Meaning::NotFound | Meaning::Refused => "error, no retry",
        Meaning::Throttled => "waits, then retries",
        Meaning::Ambiguous | Meaning::NonceUsed => "retries; `outcomeUnknown` if the retries do not settle it",
        Meaning::ClockSkewed => "learns the clock offset, then retries once",
        Meaning::TokenExpired => "calls the credentials function again, then retries once",
    }
}

const fn chinese_handling(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::AlreadyStopped => "`already-stopped`",
        Meaning::NotFound | Meaning::Refused => "报错，不重试",
        Meaning::Throttled => "等待后重试",
        Meaning::Ambiguous | Meaning::NonceUsed => "重试；重试后仍无定论则 `outcomeUnknown`",
        Meaning::ClockSkewed => "从服务端得知时钟偏差，重试一次",
        Meaning::TokenExpired => "重新调用凭证函数，重试一次",
    }
}
