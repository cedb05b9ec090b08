// The ID of a new task in a reply whose form is not known for sure.
import { plainName } from "../../http/json-fields.ts";
import { isObject } from "../../options/validate.ts";

/** As deep as an ID may stand. */
const MAX_DEPTH = 16;

/** Returns the text or the whole number in a member `word`, in any case, with or without `_` and `-`, at any depth. */
export function madeId(value: unknown, word: string, depth = 0): string | undefined {
  if (!isObject(value) && !Array.isArray(value)) return undefined;
  if (depth > MAX_DEPTH) return undefined;
  for (const [name, member] of Object.entries(value)) {
    const isId = (typeof member === "string" && member !== "") || Number.isSafeInteger(member);
    const id = plainName(name) === word && isId ? String(member) : madeId(member, word, depth + 1);
    if (id !== undefined) return id;
  }
  return undefined;
}
