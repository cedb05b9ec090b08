// Members of a JSON reply that the core knows, and whether it speaks of an error in any other way.
import type { ReplyFields } from "../wasm/boundary.ts";

/** The known members, by their names in lower case: the vendor's SDKs take `Code` and `code` alike. */
const KNOWN = {
  requestid: "requestId",
  taskid: "taskId",
  code: "code",
  message: "message",
  recommend: "recommend",
} as const;

/** Names that speak of an error, without `_` and `-`, in lower case. */
const ERROR_NAMES = /^(?:code|err|errors?|err(?:or)?(?:code|msg|message))$/;

export function fieldsOfJson(body: Record<string, unknown>): ReplyFields {
  const values = new Map<string, unknown[]>();
  let mentionsError = false;
  let nested = false;
  for (const [name, value] of Object.entries(body)) {
    const key = name.toLowerCase();
    if (Object.hasOwn(KNOWN, key)) values.set(key, [...(values.get(key) ?? []), value]);
    else if (speaksOfError(name, value)) mentionsError = true;
    if (key === "success" && isFalse(value)) mentionsError = true;
    if (nestsError(value)) nested = true;
  }
  const fields: Record<string, string | undefined> = {};
  for (const [key, field] of Object.entries(KNOWN)) {
    // A member that is there under two spellings does not say anything.
    const [value, ...others] = (values.get(key) ?? []).filter((value) => value !== null);
    const isText = typeof value === "string" && others.length === 0;
    // Also where it is missing: the core would read a member of a polluted Object.prototype.
    fields[field] = isText ? value : undefined;
    if (key === "code" && value !== undefined && !isText) mentionsError = true;
  }
  return { ...(fields as Omit<ReplyFields, "mentionsError" | "nestsError">), mentionsError, nestsError: nested };
}

const isFalse = (value: unknown): boolean =>
  value === false || (typeof value === "string" && value.trim().toLowerCase() === "false");

function speaksOfError(name: string, value: unknown): boolean {
  const isEmpty = value === null || value === false || value === "";
  return !isEmpty && ERROR_NAMES.test(name.toLowerCase().replace(/[_-]/g, ""));
}

/** Whether a member holds an object that speaks of an error. By a list, not by recursion: a body may nest 32,000 levels. */
function nestsError(member: unknown): boolean {
  const pending = [member];
  for (let value = pending.pop(); pending.length > 0 || value !== undefined; value = pending.pop()) {
    if (typeof value !== "object" || value === null) continue;
    for (const [name, inner] of Object.entries(value)) {
      if (speaksOfError(name, inner)) return true;
      if (typeof inner === "object" && inner !== null) pending.push(inner);
    }
  }
  return false;
}
