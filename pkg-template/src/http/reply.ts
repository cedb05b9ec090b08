// Reader of responses: takes any status and any bytes, and returns the facts that the core judges.

import { LIMITS } from "../generated/limits.ts";
import type { Reply } from "../generated/records.ts";
import { isObject } from "../options/validate.ts";
import { bodyBytes } from "./body-bytes.ts";
import { httpDateMs } from "./http-date.ts";
import { fieldsOfJson } from "./json-fields.ts";
import { hasTooManyValues } from "./json-values.ts";
import { quoted } from "./quoted.ts";
import { withExactNumbers } from "./whole-numbers.ts";
import { fieldsOfXml } from "./xml-fields.ts";

/** A response that has been read. */
export interface ReadReply {
  readonly reply: Reply;
  /** The body, parsed, where it is JSON. */
  readonly json: unknown;
  /** The same for the caller: whole numbers beyond 2^53 are texts. */
  readonly exact: unknown;
}

/** Reads the response to an attempt, with a body of at most `maxBodyBytes`. */
export async function readReply(
  response: Response,
  nowMs: number,
  maxBodyBytes: number,
  attempt: AbortSignal,
): Promise<ReadReply> {
  const head = checkedHead(response);
  return replyOf(head, await bodyBytes(response, maxBodyBytes, attempt), nowMs, maxBodyBytes);
}

/** Reads a response from its head and its body, of which at most one byte more than the limit is there. */
export function replyOf({ status, headers }: Head, bytes: Uint8Array, nowMs: number, maxBodyBytes: number): ReadReply {
  const requestId = header(headers, "x-acs-request-id");
  const { text, body, json, exact } = readBody(bytes, maxBodyBytes);
  const isSuccess = status < 300 && body.form === "json";
  const { dateMs, retryAfterMs } = isSuccess ? NO_TIMES : readTimes(status, headers, nowMs);
  return { reply: { status, requestId, retryAfterMs, dateMs, text, body }, json, exact };
}

/** The used part of the head of a response. */
export interface Head {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
}

/** Checks the members, not the class: a `fetch` of the caller may come from another realm, or from a package. */
function checkedHead(response: Response): Head {
  const { status, headers }: Response = Object(response);
  if (!(Number.isInteger(status) && status >= 0 && status < 1000 && typeof headers?.get === "function")) {
    throw new TypeError("options.fetch returned something that is not a Response");
  }
  return { status, headers };
}

function header(headers: Head["headers"], name: string): string | undefined {
  const value: unknown = headers.get(name);
  return typeof value === "string" ? quoted(value.trim()) : undefined;
}

type Times = Pick<Reply, "dateMs" | "retryAfterMs">;

/** Headers of a success: no caller uses them, and parsing a date takes half the time of a signature. */
const NO_TIMES: Times = { dateMs: undefined, retryAfterMs: undefined };

function readTimes(status: number, headers: Head["headers"], nowMs: number): Times {
  const dateMs = status < 300 ? undefined : httpDateMs(header(headers, "date") ?? "", nowMs);
  const retryAfterMs =
    positive(header(headers, "x-acs-retry-after")) ??
    standardRetryAfterMs(header(headers, "retry-after") ?? "", dateMs ?? nowMs);
  return { dateMs, retryAfterMs };
}

/** In seconds or as a date: RFC 9110, section 10.2.3. */
function standardRetryAfterMs(text: string, nowMs: number): number | undefined {
  const seconds = positive(text);
  if (seconds !== undefined) return seconds * 1000;
  const ms = (httpDateMs(text, nowMs) ?? nowMs) - nowMs;
  return ms > 0 ? ms : undefined;
}

/** A whole number above 0; the vendor's clients ignore any other value. */
const positive = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,15}$/.test(text) && Number(text) > 0 ? Number(text) : undefined;

type Body = Pick<Reply, "text" | "body"> & { readonly json?: unknown; readonly exact?: unknown };

/** Reads a body of at most one byte more than the limit. */
export function readBody(bytes: Uint8Array, maxBytes: number): Body {
  // A character has at most 4 bytes.
  const loose = (): string => quoted(new TextDecoder().decode(bytes.subarray(0, 4 * LIMITS.maxQuotedChars)));
  if (bytes.length > maxBytes) return { text: loose(), body: { form: "oversized" } };
  let trimmed: string;
  try {
    trimmed = decoder().decode(bytes).trim();
  } catch {
    return { text: loose(), body: { form: "foreign" } };
  }
  const text = quoted(trimmed);
  if (trimmed === "") return { text, body: { form: "empty" } };
  // By the first character, not by the content type: proxies change the content type, and not the body.
  if (trimmed.startsWith("<")) return { text, body: { form: "xml", fields: fieldsOfXml(trimmed) } };
  if (hasTooManyValues(bytes)) return { text, body: { form: "oversized" } };
  const value = parsed(trimmed);
  if (!isObject(value)) return { text, body: { form: "foreign" } };
  const isLong = bytes.length > LIMITS.maxBodyBytes;
  const exact = withExactNumbers(trimmed);
  return {
    text,
    body: { form: "json", fields: fieldsOfJson(value, isLong) },
    json: value,
    exact: exact === trimmed ? value : parsed(exact),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

let utf8: TextDecoder | undefined;

/** Cached: creating a decoder takes as long as reading a reply. */
function decoder(): TextDecoder {
  utf8 ??= new TextDecoder("utf-8", { fatal: true });
  return utf8;
}
