//! Members of a body that the core knows.

use super::names::SUCCESS_CODES;
use super::{Answer, present};
use crate::error::code;
use crate::operation::Effect;

/// Members of a body that the core knows.
///
/// The default means that nothing is known: it is neither a success nor an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fields {
    parts: FieldParts,
    /// The whole body, if `Reply::read` has read it.
    #[cfg(feature = "json")]
    pub(super) json: serde_json::Map<String, serde_json::Value>,
}

/// All [`Fields`], from a reader of its own. It has no default: a reader that finds a request ID has also looked for errors.
///
/// The texts are strings of the body that occur once, under any spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldParts {
    /// `RequestId`.
    pub request_id: Option<String>,
    /// `TaskId`; in the reply to [`SendStep::described_task`](crate::call::SendStep::described_task), the ID of the task that the reply is about:
    /// the ID of that task if the reply describes it or has an empty list, else the ID of the first task that it describes.
    pub task_id: Option<String>,
    /// `Code`.
    pub code: Option<String>,
    /// `Message`.
    pub message: Option<String>,
    /// `Recommend`: the vendor's page on this error.
    pub recommend: Option<String>,
    /// The texts of `AccessDeniedDetail`, in the order of [`ACCESS_DENIED_NAMES`](super::names::ACCESS_DENIED_NAMES): each on its line, which
    /// is empty if there is none.
    pub access_denied_detail: Option<String>,
    /// Whether the body itself contains an error in any form but a string `Code`: `Success: false`, an `ErrorCode`, or a `Code`
    /// that is no string or occurs twice.
    pub mentions_error: bool,
    /// Whether an object within the body contains an error. In the reply to a stop, such an error contradicts a success and also a
    /// code; the description of a task may contain one.
    pub nests_error: bool,
    /// The `Status` of the task that [`SendStep::described_task`](crate::call::SendStep::described_task) returns, as text; empty if
    /// the reply has an empty list.
    pub task_status: Option<String>,
}

impl FieldParts {
    pub(crate) const UNKNOWN: Self = Self {
        request_id: None,
        task_id: None,
        code: None,
        message: None,
        recommend: None,
        access_denied_detail: None,
        mentions_error: false,
        nests_error: false,
        task_status: None,
    };
}

impl Fields {
    /// `RequestId`.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.parts.request_id.as_deref()
    }

    /// `TaskId`.
    #[must_use]
    pub fn task_id(&self) -> Option<&str> {
        self.parts.task_id.as_deref()
    }

    /// `Code`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.parts.code.as_deref()
    }

    /// `Message`.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.parts.message.as_deref()
    }

    /// `Recommend`: the vendor's page on this error.
    #[must_use]
    pub fn recommend(&self) -> Option<&str> {
        self.parts.recommend.as_deref()
    }

    /// See [`FieldParts::access_denied_detail`].
    #[must_use]
    pub fn access_denied_detail(&self) -> Option<&str> {
        self.parts.access_denied_detail.as_deref()
    }

    /// See [`FieldParts::task_status`].
    #[must_use]
    pub fn task_status(&self) -> Option<&str> {
        self.parts.task_status.as_deref()
    }

    /// Returns all fields.
    #[must_use]
    pub fn into_parts(self) -> FieldParts {
        self.parts
    }

    /// Returns the service error, if the body has an error code and no error within it contradicts the code.
    pub(super) fn error(&self, effect: Effect) -> Option<Answer<'_>> {
        let code = self.code()?;
        let is_error = is_code(code) && !is_success(code) && !self.nests_contradiction(effect);
        is_error.then_some(Answer::ServiceError(self))
    }

    /// Whether an object within the reply to a stop contains an error: the code of the body and the error are of different requests.
    fn nests_contradiction(&self, effect: Effect) -> bool {
        self.parts.nests_error && effect == Effect::Stops
    }

    pub(super) fn success(&self, effect: Effect) -> Answer<'_> {
        let contradicts =
            self.parts.mentions_error || self.nests_contradiction(effect) || !self.code().is_none_or(is_success);
        match present(self.request_id()) {
            _ if contradicts => Answer::Unreadable(code::UNREADABLE_REPLY),
            None => Answer::Unreadable(code::INCOMPLETE_REPLY),
            Some(_) => Answer::Success(self),
        }
    }
}

impl From<FieldParts> for Fields {
    fn from(parts: FieldParts) -> Self {
        Self {
            parts,
            #[cfg(feature = "json")]
            json: serde_json::Map::new(),
        }
    }
}

impl Default for Fields {
    fn default() -> Self {
        FieldParts::UNKNOWN.into()
    }
}

/// Maximum length of a code. The longest of the vendor's public codes has 60 characters.
pub(super) const MAX_CODE_CHARS: usize = 128;

/// Whether a text has the form of the vendor's codes, such as `InvalidTimeStamp.Expired`: errors repeat them verbatim.
fn is_code(text: &str) -> bool {
    let allowed = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    !text.is_empty() && text.len() <= MAX_CODE_CHARS && text.as_bytes().iter().all(allowed)
}

fn is_success(code: &str) -> bool {
    SUCCESS_CODES.contains(&code)
}
