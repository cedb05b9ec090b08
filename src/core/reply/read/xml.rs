//! `Code`, `RequestId` and `Message` of an XML error. XML is never a success, so nothing else of it is read.
//!
//! A document is whole, its root is `Error`, and it has elements and text alone. A member is a direct child of the root, without
//! attributes, with text alone, and occurs once. Any further element with the name of `Code`, in any case, contradicts the code.

use std::collections::BTreeMap;

use super::{is_space, quoted, trim};
use crate::http::MAX_BODY_BYTES;
use crate::reply::FieldParts;

/// Members by their names; `None` where one occurs more than once or is contradicted.
type Members<'a> = BTreeMap<&'a str, Option<String>>;

pub(super) fn fields(text: &str) -> FieldParts {
    // No error of the service is longer than a reply to a stop. npm's reader counts UTF-16 code units, too.
    let is_short = text.len() <= MAX_BODY_BYTES || text.encode_utf16().count() <= MAX_BODY_BYTES;
    let mut members = is_short.then(|| members(text)).flatten().unwrap_or_default();
    let mut member = |name: &str| members.remove(name).flatten();
    FieldParts {
        request_id: member("RequestId"),
        code: member("Code"),
        message: member("Message"),
        ..FieldParts::UNKNOWN
    }
}

/// Returns `None` for anything else than a whole document.
fn members(text: &str) -> Option<Members<'_>> {
    let mut members = Members::new();
    let mut tags = without_declaration(text).split('<');
    let before = tags.next()?;
    let mut open = Vec::new();
    let mut codes = 0;
    // The text of a direct child, if the next tag is its end.
    let mut member = None;
    for (index, tag) in tags.map(Tag::parse).enumerate() {
        let Tag {
            closes,
            name,
            rest,
            content,
        } = tag?;
        let is_root = index == 0;
        if is_root && (closes || name != "Error") || !is_root && open.is_empty() {
            return None;
        }
        if closes {
            if !trim(rest).is_empty() || open.pop() != Some(name) {
                return None;
            }
            if let Some(text) = member.take() {
                let value = (!members.contains_key(name)).then(|| quoted(&plain(text)).into());
                members.insert(name, value);
            }
        } else {
            if is_code(name) {
                codes += 1;
            }
            member = (open.len() == 1 && rest.is_empty()).then_some(content);
            if !rest.ends_with('/') {
                open.push(name);
            }
        }
    }
    // Cut, or with text around the root.
    if !before.is_empty() || !open.is_empty() || !text.ends_with('>') {
        return None;
    }
    if codes > 1 {
        members.insert("Code", None);
    }
    Some(members)
}

/// A tag without its `<`, and the text behind it.
struct Tag<'a> {
    closes: bool,
    name: &'a str,
    /// The attributes, or the `/` of an empty element.
    rest: &'a str,
    content: &'a str,
}

impl<'a> Tag<'a> {
    /// Returns `None` for comments, CDATA, document types and instructions.
    fn parse(text: &'a str) -> Option<Self> {
        let (tag, content) = text.split_once('>')?;
        let (closes, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
        let end = tag.find(|c| c == '/' || is_space(c)).unwrap_or(tag.len());
        let (name, rest) = tag.split_at(end);
        let is_name = !name.is_empty() && !name.starts_with(['!', '?']);
        is_name.then_some(Self {
            closes,
            name,
            rest,
            content,
        })
    }
}

fn without_declaration(text: &str) -> &str {
    let declared = || {
        let (declaration, rest) = text.strip_prefix("<?xml")?.split_once('>')?;
        let is_declaration = declaration.ends_with('?') && !declaration.contains('<');
        is_declaration.then(|| rest.trim_start_matches(is_space))
    };
    declared().unwrap_or(text)
}

/// Whether a name is `Code`, in any case and any namespace.
fn is_code(name: &str) -> bool {
    let local = name.rsplit_once(':').map_or(name, |(_, local)| local);
    local.eq_ignore_ascii_case("code")
}

const ENTITIES: [(&str, char); 5] = [
    ("lt;", '<'),
    ("gt;", '>'),
    ("quot;", '"'),
    ("apos;", '\''),
    ("amp;", '&'),
];

fn plain(text: &str) -> String {
    let mut parts = text.split('&');
    let mut plain = String::from(parts.next().unwrap_or_default());
    for part in parts {
        let entity = ENTITIES
            .iter()
            .find_map(|&(entity, character)| Some((character, part.strip_prefix(entity)?)));
        let (character, rest) = entity.unwrap_or(('&', part));
        plain.push(character);
        plain.push_str(rest);
    }
    plain
}
