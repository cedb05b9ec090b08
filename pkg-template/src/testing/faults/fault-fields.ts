// Validators of the fields of each fault, and their defaults.
import { record } from "../../options/collections.ts";
import {
  boolean,
  integer,
  nonEmptyString,
  oneOf,
  optional,
  satisfying,
  string,
  type Validator,
  withDefault,
} from "../../options/validate.ts";
import { LONGEST_TIMER_MS } from "../wire/abortable-delay.ts";
import { JSON_CONTENT_TYPE } from "../wire/service-response.ts";

const MAX_CHARACTERS = 65_536;

const text = nonEmptyString(MAX_CHARACTERS);
const headerValue = satisfying(
  (value): value is string | number => typeof value === "string" || Number.isFinite(value),
  "a string or a number",
);
const isBytes = (value: unknown): value is Uint8Array =>
  Object.prototype.toString.call(value) === "[object Uint8Array]";

const httpStatus: Validator<number> = integer(200, 599);

/** Not limited in length: a test of oversized replies needs a long text. */
const body = satisfying((value) => typeof value === "string" || isBytes(value), "a string or a Uint8Array");

const milliseconds = satisfying(
  (value): value is number => typeof value === "number" && value >= 0 && value <= LONGEST_TIMER_MS,
  `a number of milliseconds from 0 to ${LONGEST_TIMER_MS}`,
);

const headerOrNull = satisfying(
  (value) => typeof value === "string" || value === null,
  "a string, or null to leave the header out",
);

/** Response headers that any fault can change. */
export const headers = withDefault<Readonly<Record<string, string | null>>>(record(headerOrNull), {});

const executes = (byDefault: boolean) => ({ executes: withDefault(boolean, byDefault) });
const status = (byDefault: number) => ({ status: withDefault(httpStatus, byDefault) });
const contentType = { contentType: withDefault(text, JSON_CONTENT_TYPE) };
const retryAfter = { retryAfterMs: optional(headerValue), retryAfter: optional(headerValue) };
const part = { part: withDefault(oneOf("headers", "body"), "headers") };
const delay = { delay: withDefault(oneOf("after-execution", "before-execution"), "after-execution") };

export const serviceError = (code: string) => ({
  code: withDefault(text, code),
  message: optional(string(MAX_CHARACTERS)),
  status: optional(httpStatus),
  ...retryAfter,
  ...executes(false),
});
export const anyError = { ...serviceError("InternalError"), body: optional(body), ...contentType };
export const htmlPage = { ...status(503), ...retryAfter, ...executes(false) };
export const redirect = { location: text, ...status(302) };
export const empty = { ...status(200), ...executes(true) };
export const garbage = { body, ...contentType, ...status(200), ...executes(true) };
export const truncated = executes(true);
export const slow = { ms: milliseconds, ...part, ...delay };
export const hang = { ...part, ...executes(true) };
