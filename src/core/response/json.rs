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
    lexer
        .exactly_one(SliceLexer::ws_peek, |first, lexer| {
            let outer = if first == b'{' { Some(&mut fields) } else { None };
            outer.map_or(Err(Unreadable), |fields| object(lexer, MAX_DEPTH, Some(fields)))
        })
        .ok()?;
    Some(fields)
}

/// What is wrong does not matter: the message of the error shows the body.
struct Unreadable;

impl From<Expect> for Unreadable {
    fn from(_: Expect) -> Self {
        Self
    }
}

/// Reads an object, and keeps the members that are `fields`.
fn object(lexer: &mut SliceLexer<'_>, depth: usize, mut fields: Option<&mut Fields>) -> Result<(), Unreadable> {
    lexer.discarded().seq(b'}', SliceLexer::ws_peek, |first, lexer| {
        lexer.expect(|_| Some(first), b'"').ok_or(Unreadable)?;
        let name = lexer.str_string().map_err(|_| Unreadable)?;
        lexer.expect(SliceLexer::ws_peek, b':').ok_or(Unreadable)?;
        let text = value(lexer.ws_peek().ok_or(Unreadable)?, lexer, depth)?;
        if let (Some(text), Some(slot)) = (text, fields.as_mut().and_then(|fields| fields.slot(&name))) {
            *slot = Some(text);
        }
        Ok(())
    })
}

/// Reads a value; `None` for what is neither a string nor a number.
fn value(first: u8, lexer: &mut SliceLexer<'_>, depth: usize) -> Result<Option<String>, Unreadable> {
    let depth = depth.checked_sub(1).ok_or(Unreadable)?;
    match first {
        b'"' => Ok(Some(
            lexer.discarded().str_string().map_err(|_| Unreadable)?.into_owned(),
        )),
        b'-' | b'0'..=b'9' => Ok(Some(lexer.num_string().validated().map_err(|_| Unreadable)?.0.into())),
        b'{' => object(lexer, depth, None).map(|()| None),
        b'[' => {
            let element = |first, lexer: &mut SliceLexer<'_>| value(first, lexer, depth).map(drop);
            lexer.discarded().seq(b']', SliceLexer::ws_peek, element).map(|()| None)
        }
        _ => lexer.null_or_bool().map(|_| None).ok_or(Unreadable),
    }
}
