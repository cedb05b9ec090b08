//! Objects that come in, and the core types that they become. TypeScript has validated them.

use core::num::NonZeroU32;
use std::borrow::Cow;

use apsara_live_core::call::{AlreadyStopped, CallOptions, CredentialsSource, Run, Verify};
use apsara_live_core::endpoint::{DEFAULT_REGION, Endpoint, Network, Scheme};
use apsara_live_core::error::code;
use apsara_live_core::http::Method;
use apsara_live_core::operation::{Action, Effect, Invocation, Operation};
use apsara_live_core::pacer::Quota;
use apsara_live_core::policy::{RetryPolicy, Timeout};
use apsara_live_core::sign::SignatureMethod;
use apsara_live_core::{ArgumentError, Credentials, Failure};

use crate::declare::{declarations, incoming, words};
use crate::members::Members;
use crate::record::{Js, Member, Read, Record};
use crate::typescript::{Declared, Typed};

words! {
    /// The scheme of an endpoint.
    Scheme { Http = "http", Https = "https", }
}

words! {
    /// The network of an endpoint.
    Network by as_str
}

words! {
    /// The signature methods of the service.
    SignatureMethod by as_str
}

words! { Method by as_str }

words! {
    /// The effect of a request. One that changes something each time is not sent again while its fate is unknown.
    Effect { Stops = "stops", Reads = "reads", ChangesOnce = "changes-once", ChangesEachTime = "changes-each-time", }
}

words! {
    /// Whether a task that was already stopped is a result or an error.
    AlreadyStopped { Resolve = "resolve", Throw = "throw", }
}

words! { Verify { Never = "never", InDoubt = "in-doubt", Always = "always", } }

words! { CredentialsSource { Function = "function", Constant = "constant", } }

incoming! {
    /// Scheme and host of an endpoint that the caller names.
    struct Origin {
        scheme: Scheme = "scheme",
        /// In lower case, with a port unless it is the scheme's default.
        host: String = "host",
    }
}

incoming! {
    /// The quota of an action: the most attempts in any period.
    impl Quota as Quota {
        action: String = "action",
        attempts: NonZeroU32 = "attempts",
        period_ms: NonZeroU32 = "periodMs",
    }
}

incoming! {
    /// The settings of a client that Rust reads.
    struct CoreClientSettings {
        /// Overrides the region and the network.
        origin: Option<Origin> = "origin",
        region: Option<String> = "region",
        network: Network = "network",
        signature_method: SignatureMethod = "signatureMethod",
        /// An attempt of an action that is not in this list waits for no quota.
        quotas: Vec<Quota> = "quotas",
    }
}

incoming! {
    /// Number of attempts, and the delays between them.
    impl RetryPolicy as RetryPolicy from default {
        max_attempts: NonZeroU32 = "maxAttempts",
        base_delay_ms: u64 = "baseDelayMs",
        max_delay_ms: u64 = "maxDelayMs",
    }
}

incoming! {
    /// The run that a call belongs to.
    impl Run as Run from default {
        number: u32 = "number",
        max_outage: Timeout = "maxOutageMs",
        /// Attempts of earlier calls for the task.
        attempts: u32 = "attempts",
    }
}

incoming! {
    /// The settings of one call that Rust reads, with the options of its client and the defaults filled in.
    impl CallOptions as CoreCallSettings from default {
        timeout: Timeout = "timeoutMs",
        attempt_timeout: Timeout = "attemptTimeoutMs",
        retry: RetryPolicy = "retry",
        already_stopped: AlreadyStopped = "alreadyStopped",
        /// Without it, waits for the quota count against `timeoutMs`.
        run: Option<Run> = "run",
        /// When to ask for the state of the task.
        verify: Verify = "verify",
        /// The time of the wait after a stop, in which the call asks for the state of the task until it is stopped.
        wait_until_stopped: Option<Timeout> = "waitMs",
        /// Whether there may be other credentials, so that an expired token is worth another attempt.
        credentials_source: CredentialsSource = "credentialsSource",
    }
}

incoming! {
    /// An operation of the table, with its parameters.
    struct OperationRequest {
        operation: &'static Operation = "operation",
        params: Params = "params",
    }
}

incoming! {
    /// Any other action.
    struct ActionRequest {
        action: Action = "action",
        /// Overrides the address of the client.
        origin: Option<Origin> = "origin",
    }
}

incoming! {
    /// An action, with its parameters as they are sent.
    impl Action as Action {
        name: String = "name",
        version: String = "version",
        method: Method = "method",
        effect: Effect = "effect",
        parameters: Vec<(Cow<'static, str>, String)> = "parameters",
        /// The number of the last parameters that a `POST` carries in a form body.
        in_form: u32 = "inForm",
    }
}

incoming! {
    /// The credentials that Rust reads.
    struct CoreCredentials {
        id: String = "accessKeyId",
        secret: String = "accessKeySecret",
        security_token: Option<String> = "securityToken",
    }
}

incoming! {
    /// When and how to sign.
    struct CoreSignSettings {
        unix_ms: i64 = "unixMs",
        /// By the monotonic clock that all calls share.
        monotonic_ms: u64 = "monotonicMs",
        nonce: Option<String> = "nonce",
        method: Method = "method",
    }
}

/// Parameters of an operation, as strings by their names on the wire.
pub(crate) struct Params(pub(crate) Members);

impl Read for Params {
    fn read(object: &Members, name: &'static str) -> Option<Self> {
        object.object(name).map(Self)
    }
}

impl Typed for Params {
    fn type_name() -> String {
        "Params".into()
    }
}

/// Name and value of a parameter.
impl Record for (Cow<'static, str>, String) {
    fn of(object: &Members) -> Self {
        (String::member(object, "0").into(), String::member(object, "1"))
    }
}

impl Typed for (Cow<'static, str>, String) {
    fn type_name() -> String {
        "(readonly [name: string, value: string])".into()
    }
}

impl Declared for Params {
    fn declaration() -> String {
        "/** Parameters of an operation, as strings by their names in JavaScript, or on the wire where they cross to Rust. */\n\
         export type Params = Readonly<Record<string, string | undefined>>;\n\n"
            .into()
    }
}

/// The address of the service.
pub(crate) enum Address {
    Origin(Origin),
    Region(String, Network),
}

impl Address {
    pub(crate) fn new(origin: Option<Origin>, region: Option<String>, network: Network) -> Self {
        match origin {
            Some(origin) => Self::Origin(origin),
            None => Self::Region(region.unwrap_or_else(|| DEFAULT_REGION.into()), network),
        }
    }

    /// Returns the endpoint of an action.
    pub(crate) fn endpoint(&self, action: &str) -> Result<Endpoint, ArgumentError> {
        match self {
            Self::Origin(Origin { scheme, host }) => Endpoint::of_host(*scheme, host.clone()),
            Self::Region(region, network) => Endpoint::of_region(region, *network, action),
        }
    }
}

/// Returns a refusal with the path of the argument: the core knows only its name.
pub(crate) fn refusal(mut error: ArgumentError) -> Failure {
    let object = match error.code {
        code::INVALID_CREDENTIALS => "",
        code::INVALID_PARAMETER if error.path == "action" => "",
        code::INVALID_PARAMETER | code::MISSING_PARAMETER => "params.",
        _ => "options.",
    };
    error.path.insert_str(0, object);
    error.into()
}

pub(crate) fn invocation(operation: &'static Operation, params: &Params) -> Result<Invocation, ArgumentError> {
    Invocation::new(operation, &|parameter| params.0.text(parameter.name)).map_err(|mut error| {
        // The caller of an action writes the name on the wire; other callers write it in camel case.
        if let Some(first) = error.path.get_mut(..1) {
            first.make_ascii_lowercase();
        }
        error
    })
}

/// Reads an `OperationRequest` or an `ActionRequest`: the invocation, and the endpoint that an action may name.
pub(crate) fn call_request(request: &Members) -> Result<(Invocation, Option<Endpoint>), ArgumentError> {
    if request.object("params").is_some() {
        let OperationRequest { operation, params } = Record::of(request);
        return Ok((invocation(operation, &params)?, None));
    }
    let ActionRequest { action, origin } = Record::of(request);
    let endpoint = origin.map(|Origin { scheme, host }| Endpoint::of_host(scheme, host));
    Ok((Invocation::of_action(action)?, endpoint.transpose()?))
}

pub(crate) fn credentials(given: &Js<CoreCredentials>) -> Result<Credentials, ArgumentError> {
    let CoreCredentials {
        id,
        secret,
        security_token,
    } = Record::of(&given.0);
    Credentials::new(&id, &secret, security_token.as_deref())
}

declarations! {
    Scheme Network SignatureMethod Effect AlreadyStopped Run Origin Quota CoreClientSettings RetryPolicy CallOptions Params
    OperationRequest ActionRequest Action CoreCredentials CoreSignSettings
}
