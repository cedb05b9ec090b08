// A task in a queue: read from a message, and written as JSON.

import type { Task } from "../api/stop-operations.ts";
import { asLiveError } from "../call/failures.ts";
import { LIMITS } from "../generated/limits.ts";
import { OPERATIONS, type StopName } from "../generated/operations.ts";
import type { Operations } from "../generated/params.ts";
import type { Params } from "../generated/records.ts";
import { STOP_NAMES, STOPS } from "../generated/stops.ts";
import { defined } from "../options/defined.ts";
import { keyOf } from "../options/params.ts";
import { Refusal } from "../options/refusal.ts";
import { simplified } from "../options/suggest.ts";
import { oddIn } from "../options/visible.ts";
import { checkedTask, copyOf, isNamed, split, type TaskParts } from "../stop-all/task.ts";

/** A task to stop: the parameters of its operation and its context, as the body of a message or the data of a job. */
export type StopTask = Task;

/** The operations that stop a task. */
export type StopOperation = StopName;

/** A task that was read from a message: its operation, a unique text, and parameters that JSON can hold. */
export type ReadTask = { readonly key: string; readonly context?: unknown } & {
  [Name in StopName]: { readonly operation: Name; readonly params: Operations[Name] };
}[StopName];

/**
 * Reads a task, as the consumers of this package read a message: also before it is sent. The name of its ID determines the operation.
 * Members that are no parameter are its `context`. A parameter in another spelling is refused: as a part of the context, it would
 * count for nothing.
 *
 * @throws LiveError of kind `argument`
 * @example
 * ```js
 * const { operation, params, context } = readTask(JSON.parse(body));
 * ```
 */
export function readTask(task: unknown): ReadTask {
  try {
    const { operation, params, id, key, context } = checkedTask(task, withContext(split(task)));
    if (id.trim() === "") throw new Refusal("ERR_INVALID_PARAMETER", "task", "a non-empty ID");
    checkParams(operation, params);
    // biome-ignore lint/plugin: the validators of this operation have read the parameters
    return { operation, params: defined(params), key, ...defined({ context }) } as unknown as ReadTask;
  } catch (error) {
    throw asLiveError(error);
  }
}

const HIDDEN = /[\p{Cc}\p{Cf}\p{Z}]/u;

const LARGEST = 2n ** 63n - 1n;

/** Refuses what the core would refuse when the task is due, and nothing would be stopped. A test holds the two together. */
function checkParams(operation: StopName, params: Params): void {
  for (const name of STOPS[operation].beside) {
    if (!params[name]?.trim())
      throw new Refusal("ERR_MISSING_PARAMETER", `params.${name}`, "a string that is not blank");
  }
  for (const [wireName, type] of Object.entries(OPERATIONS[operation].parameters)) {
    const name = keyOf(wireName);
    const value = params[name];
    const expected = value !== undefined && EXPECTED[type](value);
    if (expected) throw new Refusal("ERR_INVALID_PARAMETER", `params.${name}`, expected);
  }
}

/** What is expected in place of an unusable value, by the type of the parameter. */
const EXPECTED: { readonly [Type in "text" | "integer64"]: (value: string) => string | undefined } = {
  text: (value) => {
    if (value === "") return "a string that is not blank";
    const odd = oddIn(value, HIDDEN);
    if (odd !== "") return `a string without white space and invisible characters${odd}`;
    const isLong = Array.from(value).length > LIMITS.maxTextChars;
    return isLong ? `a string of at most ${LIMITS.maxTextChars} characters` : undefined;
  },
  integer64: (value) =>
    /^(?:0|[1-9]\d*)$/.test(value) && BigInt(value) <= LARGEST ? undefined : `a whole number from 0 to ${LARGEST}`,
};

/** Names that another member may only resemble by mistake. A task with two IDs has none. */
const RESERVED = ["operation", "context", ...STOP_NAMES.map((name) => STOPS[name].id)];

/** Moves the members that are no parameter into the context. */
function withContext({ operation, given, context }: TaskParts): TaskParts {
  const known = Object.keys(OPERATIONS[operation].parameters).map(keyOf);
  const spellings = [...RESERVED, ...known].map(simplified);
  const isOwn = (name: string): boolean => !known.includes(name) && !spellings.includes(simplified(name));
  const members = Object.entries(copyOf(given));
  const own = members.filter(([name]) => isOwn(name));
  if (own.length === 0) return { operation, given, context };
  return {
    operation,
    given: Object.fromEntries(members.filter(([name]) => !isOwn(name))),
    context: { ...Object.fromEntries(own), ...defined({ context }) },
  };
}

/** Returns the task as data of a job or a message: its parameters as JSON can hold them, its operation where the ID needs it, its context. */
export function taskData({ operation, params, context }: ReadTask): StopTask {
  const named = { ...params, ...defined({ operation: isNamed(operation) ? operation : undefined, context }) };
  // biome-ignore lint/plugin: a union of operations does not say that the name belongs to the parameters
  return named as StopTask;
}
