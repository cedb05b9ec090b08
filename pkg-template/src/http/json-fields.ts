// Members of a JSON reply that the core knows, and signs of an error in any other form.
import type { ReplyFields } from "../generated/records.ts";
import { ACCESS_DENIED_NAMES, ERROR_NAMES, FIELD_NAMES, SUCCESS_NAME } from "../generated/reply-names.ts";
import { isObject } from "../options/validate.ts";
import { quoted } from "./quoted.ts";

type Known = Exclude<keyof ReplyFields, "mentionsError" | "nestsError" | "taskStatus">;

/** The known members, by their names in lower case: the vendor's SDKs accept both `Code` and `code`. */
const KNOWN: ReadonlyMap<string, Known> = /* @__PURE__ */ new Map(FIELD_NAMES);

/** Replaces the value of a member that occurs under two spellings: such a member has no meaning. */
const AMBIGUOUS = {};

/** Reads the members. Only the reply to a stop, which is short, is searched for nested errors: a long body counts as one with such an error. */
export function fieldsOfJson(body: Record<string, unknown>, isLong: boolean): ReplyFields {
  // Sets every member: the core would read a missing member from a polluted Object.prototype.
  const values: Record<Known, unknown> = {
    requestId: undefined,
    taskId: undefined,
    code: undefined,
    message: undefined,
    recommend: undefined,
    accessDeniedDetail: undefined,
  };
  let mentionsError = false;
  let nested = isLong;
  for (const name of Object.keys(body)) {
    const value = body[name];
    const key = name.toLowerCase();
    const field = KNOWN.get(key);
    if (field === undefined) {
      if (speaksOfError(key, value) || (key === SUCCESS_NAME && isFalse(value))) mentionsError = true;
    } else if (value !== null) {
      values[field] = values[field] === undefined ? value : AMBIGUOUS;
    }
    if (!nested && isNonNull(value)) nested = nestsError(value);
  }
  if (values.code !== undefined && typeof values.code !== "string") mentionsError = true;
  const { requestId, taskId, code, message, recommend, accessDeniedDetail } = values;
  return {
    requestId: text(requestId),
    taskId: text(taskId),
    code: text(code),
    message: text(message),
    recommend: text(recommend),
    accessDeniedDetail:
      isObject(accessDeniedDetail) && accessDeniedDetail !== AMBIGUOUS ? linesOf(accessDeniedDetail) : undefined,
    mentionsError,
    nestsError: nested,
    taskStatus: undefined,
  };
}

const text = (value: unknown): string | undefined => (typeof value === "string" ? quoted(value) : undefined);

/** The texts of `AccessDeniedDetail`, each on its line. */
function linesOf(detail: Record<string, unknown>): string {
  const texts = ACCESS_DENIED_NAMES.map(([name]) => {
    const text = Object.hasOwn(detail, name) ? detail[name] : undefined;
    return typeof text === "string" ? text.replaceAll("\n", " ") : "";
  });
  return quoted(texts.join("\n"));
}

const isFalse = (value: unknown): boolean =>
  value === false || (typeof value === "string" && value.trim().toLowerCase() === "false");

function speaksOfError(name: string, value: unknown): boolean {
  const isEmpty = value === null || value === false || value === "";
  return !isEmpty && ERROR_NAMES.test(plainName(name));
}

/** The name of a member in lower case, without `_` and `-`. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[_-]/g, "");

const isNonNull = (value: unknown): value is object => typeof value === "object" && value !== null;

/** Whether an object, or an object within it, contains an error. Not recursive: a body may nest 32,000 levels. */
function nestsError(member: object): boolean {
  const pending = [member];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    for (const [name, inner] of Object.entries(value)) {
      if (speaksOfError(name, inner)) return true;
      if (isNonNull(inner)) pending.push(inner);
    }
  }
  return false;
}
