//! Requests that go out: a signed request, and the place of a task in the reply to a question.

use std::borrow::Cow;

use apsara_live_core::HttpRequest;
use apsara_live_core::call::DescribedTask as Task;
use apsara_live_core::http::Method;

use crate::declare::{declarations, outgoing};
use crate::members::{Members, constant};
use crate::record::{Word, Write};
use crate::typescript::Typed;

outgoing! {
    /// A signed request, ready to be sent as it is; `Host` follows from the URL.
    struct SignedRequest<'a> {
        method: Word<Method> = "method",
        url: &'a str = "url",
        headers: Headers<'a> = "headers",
        /// Missing where there is no body.
        body: Option<&'a str> = "body",
    }
}

outgoing! {
    /// Place of a task in a reply.
    struct DescribedTask<'a> {
        /// The operation that describes the task.
        operation: &'a str = "operation",
        /// The member of the reply that contains the task, or a list with the task; empty if the reply is the task.
        member: &'a str = "member",
        /// The member of the task that is its ID.
        id_name: &'a str = "idName",
        /// The member of the task that is its state.
        status_name: &'a str = "statusName",
        id: &'a str = "id",
    }
}

/// Headers by their names.
struct Headers<'a>(&'a [(&'static str, Cow<'static, str>)]);

impl Write for Headers<'_> {
    fn write(&self, object: &Members, name: &'static str) {
        let headers = Members::new();
        for (name, value) in self.0 {
            match value {
                Cow::Borrowed(value) => headers.set(name, constant(value)),
                Cow::Owned(value) => headers.set_text(name, value),
            }
        }
        object.set(name, &headers);
    }
}

impl Typed for Headers<'_> {
    fn type_name() -> String {
        "Record<string, string>".into()
    }
}

pub(crate) fn signed_request(request: &HttpRequest) -> Members {
    let object = SignedRequest {
        method: request.method.into(),
        url: &request.url,
        headers: Headers(&request.headers),
        body: request.body.as_deref(),
    };
    object.write()
}

pub(crate) fn described_task(task: &Task) -> Members {
    let object = DescribedTask {
        operation: task.operation,
        member: task.member,
        id_name: task.id_name,
        status_name: task.status_name,
        id: &task.id,
    };
    object.write()
}

declarations! { SignedRequest DescribedTask }
