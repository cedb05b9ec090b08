// Validators of the options of clients and calls, and the resulting settings.

import type { LiveEvent } from "../api/events.ts";
import { DEFAULTS, LIMITS } from "../generated/limits.ts";
import type { CoreCallSettings, CoreClientSettings, RetryPolicy } from "../generated/records.ts";
import { abortSignal } from "./abort-signal.ts";
import { type CheckedSource, credentialsSource } from "./credentials.ts";
import { defined } from "./defined.ts";
import { endpoint, originOf, type PlainHttp, region } from "./endpoint.ts";
import { clientQuota, methodQuota } from "./quota.ts";
import {
  boolean,
  type Callable,
  callable,
  integer,
  isCallable,
  lazily,
  type Members,
  members,
  object,
  oneOf,
  optional,
  satisfying,
  type Validator,
} from "./validate.ts";

/** A span of time, in milliseconds. */
export const span = (min: number): Validator<number> => integer(min, LIMITS.maxSpanMs);

const retryFields = /* @__PURE__ */ object(
  {
    maxAttempts: optional(integer(1, LIMITS.maxAttempts)),
    baseDelayMs: optional(span(0)),
    maxDelayMs: optional(span(0)),
  },
  { expected: "false, or an object with maxAttempts, baseDelayMs, maxDelayMs" },
);

const retry: Validator<Partial<RetryPolicy>> = (value, path) =>
  value === false ? { maxAttempts: 1 } : defined(retryFields(value, path));

const userAgent = satisfying(
  (value): value is string => typeof value === "string" && /^(?=.*[\x21-\x7e])[\x20-\x7e]{1,256}$/.test(value),
  "1 to 256 visible ASCII characters",
);

const anything: Validator<unknown> = (value) => value;

const SHARED = {
  timeoutMs: optional(span(1)),
  attemptTimeoutMs: optional(span(1)),
  retry: optional(retry),
  onEvent: optional(callable),
};

const CLIENT = {
  ...SHARED,
  credentials: optional(credentialsSource),
  region: optional(region),
  network: optional(oneOf("public", "vpc")),
  endpoint: optional(endpoint),
  dangerouslyAllowPlainHttp: optional(boolean),
  signatureMethod: optional(oneOf("ACS3-HMAC-SHA256", "HMAC-SHA1")),
  fetch: optional(callable),
  alreadyStopped: optional(oneOf("resolve", "throw")),
  quota: methodQuota,
  userAgent: optional(userAgent),
};

/** Options of a call that stops no task. */
export const ACTION_CALL = { ...SHARED, signal: abortSignal, context: anything };

const verifyWord = satisfying(
  (value): value is boolean | "always" => typeof value === "boolean" || value === "always",
  'true, false or "always"',
);

/** When to ask for the state of a task: `true` means in doubt. */
export const verify: Validator<CoreCallSettings["verify"]> = (value, path) => {
  const given = verifyWord(value, path);
  return given === "always" ? given : given ? "in-doubt" : "never";
};

/** The time of a wait until a task has stopped, in milliseconds. */
export const WAIT_MS = 60_000;

const waitFields = /* @__PURE__ */ object(
  { timeoutMs: optional(span(1)) },
  { expected: "true, false, or an object with timeoutMs" },
);

const waitUntilStopped: Validator<number | undefined> = (value, path) => {
  if (value === false) return undefined;
  return (value === true ? {} : waitFields(value, path)).timeoutMs ?? WAIT_MS;
};

/** The options of a call that ask for the state of the task. */
const STATE = { verify: optional(verify), waitUntilStopped: optional(waitUntilStopped) };

const CALL = { ...ACTION_CALL, ...STATE };

const belongs = (others: object, where: string) => (key: string) =>
  Object.hasOwn(others, key) ? `"${key}" is an option of ${where}` : undefined;

// A bundler removes the quotas of further actions from programs without a client.
const clientFields = /* @__PURE__ */ lazily(() =>
  object({ ...CLIENT, quota: clientQuota }, { hint: belongs(CALL, "a call") }),
);
const callFields = /* @__PURE__ */ lazily(() => object(CALL, { hint: belongs(CLIENT, "createClient") }));

/** Returns the message for an option of a client or of a stop that is given to a call which stops no task. */
export const actionHint = (key: string): string | undefined =>
  (Object.hasOwn(STATE, key) ? belongs(STATE, "a stop") : belongs(CLIENT, "createClient"))(key);

const readFields = /* @__PURE__ */ lazily(() => object(ACTION_CALL, { hint: actionHint }));
const standaloneFields = /* @__PURE__ */ object({ ...CLIENT, ...CALL });

/** A listener of events. */
export type Listener = (event: LiveEvent) => unknown;

/** The validated options of a client. */
export interface ClientSettings {
  readonly core: CoreClientSettings;
  readonly plainHttp: PlainHttp;
  /** The settings of a call without options of its own. */
  readonly call: CoreCallSettings;
  readonly credentials: CheckedSource | undefined;
  readonly fetch: Callable | undefined;
  readonly userAgent: string | undefined;
  readonly onEvent: Listener | undefined;
}

/** The validated options of one call. */
export interface CallSettings {
  readonly core: CoreCallSettings;
  readonly signal: AbortSignal | undefined;
  readonly context: unknown;
  readonly onEvent: Listener | undefined;
}

/** Reads the options of a client. */
export const clientSettings = (options: unknown): ClientSettings =>
  clientOf(clientFields(options === undefined ? {} : options, "options"));

/** Reads the options of a call. The client's options replace missing ones. */
export function callSettings(client: ClientSettings, options: unknown): CallSettings {
  if (options === undefined) return { core: client.call, signal: undefined, context: undefined, onEvent: undefined };
  return callOf(client.call, callFields(options, "options"));
}

/** Reads the options of a reading call. The client's options replace missing ones. */
export const readSettings = (client: ClientSettings, options: unknown): CallSettings =>
  callOf(client.call, readFields(options === undefined ? {} : options, "options"));

/** Reads the options of a call without a client. */
export function standaloneSettings(options: unknown): [ClientSettings, CallSettings] {
  const fields = standaloneFields(options === undefined ? {} : options, "options");
  const client = clientOf(fields);
  return [client, { ...callOf(client.call, fields), onEvent: undefined }];
}

/** Returns the listener and the context among refused options, if they are usable. */
export function listeningOf(options: unknown): Pick<CallSettings, "onEvent" | "context"> {
  const onEvent = own(options, "onEvent");
  return {
    onEvent: isCallable(onEvent) ? onEvent : undefined,
    context: own(options, "context"),
  };
}

function own(value: unknown, key: string): unknown {
  try {
    return members(Object(value), "options", { [key]: anything })[key];
  } catch {
    return undefined;
  }
}

function clientOf(fields: Members<typeof CLIENT>): ClientSettings {
  const plainHttp = fields.dangerouslyAllowPlainHttp === true ? "everywhere" : "loopback";
  return {
    plainHttp,
    core: {
      origin: originOf(fields.endpoint, plainHttp),
      region: fields.region,
      network: fields.network ?? "public",
      signatureMethod: fields.signatureMethod ?? "ACS3-HMAC-SHA256",
      quotas: fields.quota,
    },
    call: settled({ ...DEFAULTS, run: undefined, credentialsSource: sourceOf(fields.credentials) }, fields),
    credentials: fields.credentials,
    fetch: fields.fetch,
    userAgent: fields.userAgent,
    onEvent: fields.onEvent,
  };
}

/** Environment variables may change, so they count as a function. */
const sourceOf = (credentials: CheckedSource | undefined): CoreCallSettings["credentialsSource"] =>
  typeof credentials === "object" ? "constant" : "function";

/** The settings of a call. */
export function callOf(defaults: CoreCallSettings, fields: Partial<Members<typeof CALL>>): CallSettings {
  const { signal, context, onEvent } = fields;
  return { core: settled(defaults, fields), signal, context, onEvent };
}

/** Given options override the defaults one by one, also inside `retry`. */
function settled(defaults: CoreCallSettings, given: Partial<Members<typeof CLIENT & typeof CALL>>): CoreCallSettings {
  const { timeoutMs, attemptTimeoutMs, retry, alreadyStopped, verify, waitUntilStopped: waitMs } = given;
  return {
    ...defaults,
    ...defined({ timeoutMs, attemptTimeoutMs, alreadyStopped, verify, waitMs }),
    retry: { ...defaults.retry, ...retry },
  };
}
