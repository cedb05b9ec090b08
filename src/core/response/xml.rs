//! Reads replies in XML: the text of the elements right below the root, which is how the service writes the members of a JSON reply.
//!
//! By hand: the smallest XML library that was tried is ten times as large, for document types and namespaces that no reply has.

use super::Fields;
use crate::text::{number, split, split_once};

/// What is not well-formed, or has a document type (and so, maybe, entities of its own), is no reply.
pub(super) fn read(body: &[u8]) -> Option<Fields> {
    let (mut fields, mut open, mut text) = (Fields::default(), Vec::new(), String::new());
    let mut rest = core::str::from_utf8(body).ok()?;
    loop {
        let (before, markup) = split_once(rest, "<")?;
        unescape(before, &mut text)?;
        if let Some(cdata) = markup.strip_prefix("![CDATA[") {
            let (part, behind) = split_once(cdata, "]]>")?;
            text.push_str(part);
            rest = behind;
        } else if let Some(comment) = markup.strip_prefix("!--") {
            rest = split_once(comment, "-->")?.1;
        } else if let Some(instruction) = markup.strip_prefix('?') {
            rest = split_once(instruction, "?>")?.1;
        } else if let Some(end) = markup.strip_prefix('/') {
            let (name, behind) = split_once(end, ">")?;
            if open.pop()? != name.trim_ascii_end() {
                return None;
            }
            let local = split(name, ":").pop()?.trim_ascii_end();
            match (open.len(), fields.slot(local)) {
                (0, _) => return is_reply(local).then_some(fields),
                (1, Some(slot)) => *slot = Some(core::mem::take(&mut text)),
                _ => {}
            }
            rest = behind;
        } else {
            let (tag, behind) = markup.split_at_checked(tag_end(markup)?)?;
            let end = tag
                .as_bytes()
                .iter()
                .position(|byte| byte.is_ascii_whitespace() || *byte == b'/');
            let name = tag.get(..end.unwrap_or(tag.len()))?;
            // The names of replies are in ASCII.
            if !name.bytes().next()?.is_ascii_alphabetic() {
                return None;
            }
            if !tag.ends_with('/') {
                open.push(name);
                text.clear();
            }
            rest = behind.get(1..)?;
        }
    }
}

/// Where the `>` of a start tag is: the first one that is not within the value of an attribute.
fn tag_end(markup: &str) -> Option<usize> {
    let mut quote = None;
    markup.as_bytes().iter().position(|&byte| {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
        quote.is_none() && byte == b'>'
    })
}

/// `Error`, or `StopLiveStreamMonitorResponse`; an HTML page that happens to be well-formed is neither.
fn is_reply(root: &str) -> bool {
    root == "Error" || root.ends_with("Response")
}

/// Appends `raw` with its references resolved: the five predefined entities, and characters by number.
fn unescape(raw: &str, out: &mut String) -> Option<()> {
    let parts = split(raw, "&");
    let (first, referring) = parts.split_first()?;
    out.push_str(first);
    for part in referring {
        let (name, behind) = split_once(part, ";")?;
        out.push(match name {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "apos" => '\'',
            "quot" => '"',
            _ => {
                let digits = name.strip_prefix('#')?;
                let code = match digits.strip_prefix('x') {
                    Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                    None => u32::try_from(number(digits)?).ok()?,
                };
                char::from_u32(code)?
            }
        });
        out.push_str(behind);
    }
    Some(())
}
