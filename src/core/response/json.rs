//! Reads replies in JSON: the members of the outermost object.

use hifijson::SliceLexer;
use hifijson::num::LexWrite as _;
use hifijson::str::LexAlloc as _;
use hifijson::token::{Expect, Lex as _};

use super::Fields;

/// How deep values may be nested. Replies of the service are flat; what is deeper came from elsewhere.
const MAX_DEPTH: usize = 128;

/// The members whose values are strings, or numbers as they are written.
pub(super) fn read(body: &[u8]) -> Option<Fields> {
    let (mut fields, mut lexer) = (Fields::default(), SliceLexer::new(body));
    let read = lexer.exactly_one(SliceLexer::ws_peek, |first, lexer| match first {
        b'{' => value(first, lexer, MAX_DEPTH, Some(&mut fields)),
        _ => Err(Unreadable),
    });
    read.ok().map(|_| fields)
}

/// What is wrong does not matter: the message of the error shows the body.
struct Unreadable;

impl From<Expect> for Unreadable {
    fn from(_: Expect) -> Self {
        Self
    }
}

/// Reads a value; `None` for what is neither a string nor a number. Of an object, keeps the members that are `fields`.
fn value(
    first: u8,
    lexer: &mut SliceLexer<'_>,
    depth: usize,
    mut fields: Option<&mut Fields>,
) -> Result<Option<String>, Unreadable> {
    let depth = depth.checked_sub(1).ok_or(Unreadable)?;
    let end = match first {
        b'"' => return Ok(Some(string(lexer)?)),
        b'-' | b'0'..=b'9' => return Ok(Some(lexer.num_string().validated().map_err(|_| Unreadable)?.0.into())),
        b'{' => b'}',
        b'[' => b']',
        _ => return lexer.null_or_bool().map(|_| None).ok_or(Unreadable),
    };
    lexer.discarded().seq(end, SliceLexer::ws_peek, |first, lexer| {
        if end == b']' {
            return value(first, lexer, depth, None).map(drop);
        }
        if first != b'"' {
            return Err(Unreadable);
        }
        let name = string(lexer)?;
        lexer.expect(SliceLexer::ws_peek, b':').ok_or(Unreadable)?;
        let text = value(lexer.ws_peek().ok_or(Unreadable)?, lexer, depth, None)?;
        if let (Some(text), Some(slot)) = (text, fields.as_mut().and_then(|fields| fields.slot(&name))) {
            *slot = Some(text);
        }
        Ok(())
    })?;
    Ok(None)
}

fn string(lexer: &mut SliceLexer<'_>) -> Result<String, Unreadable> {
    lexer.discarded().str_string().map(Into::into).map_err(|_| Unreadable)
}
