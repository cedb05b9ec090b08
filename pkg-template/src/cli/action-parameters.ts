// The parameters of an action: Key=Value words, and a JSON object.

import type { ActionParams } from "../api/options.ts";
import { OPERATIONS } from "../generated/operations.ts";
import { withExactNumbers } from "../http/whole-numbers.ts";
import { isOperation, keyOf } from "../options/params.ts";
import { isObject } from "../options/validate.ts";
import type { Arguments } from "./arguments.ts";
import { UsageError } from "./usage-error.ts";

/** Returns the name of the action and its parameters. */
export function actionOf(args: Arguments): { action: string; params: ActionParams } {
  const [action, ...words] = args.words;
  if (action === undefined) {
    throw new UsageError("no action is given", `Write apsara-live ${args.command.name} <Action> Key=Value.`);
  }
  const params = new Map<string, unknown>(Object.entries(jsonParams(args.value("params"))));
  for (const word of words) {
    const equals = word.indexOf("=");
    if (equals < 1) throw new UsageError(`"${word}" is no parameter`, "Write parameters as Key=Value.");
    const key = word.slice(0, equals);
    if (params.has(key)) throw new UsageError(`the parameter ${key} is given twice`, "Give it once.");
    params.set(key, word.slice(equals + 1));
  }
  // biome-ignore lint/plugin: JSON has no other values than parameters, but `null`, which the client refuses
  return { action, params: Object.fromEntries(params) as ActionParams };
}

function jsonParams(text: string | undefined): object {
  if (text === undefined) return {};
  let value: unknown;
  try {
    value = JSON.parse(withExactNumbers(text));
  } catch {
    throw new UsageError("--params is no JSON", 'Write it in quotes of the shell: --params \'{"Key":"Value"}\'.');
  }
  if (isObject(value)) return value;
  throw new UsageError("--params is no JSON object", 'Write it as --params \'{"Key":"Value"}\'.');
}

/** The operations of the package take names of JavaScript. The command line takes the vendor's names, as for any other action. */
export function byKey(action: string, params: ActionParams): ActionParams {
  const known = isOperation(action) ? OPERATIONS[action].parameters : {};
  const entries = Object.entries(params);
  return Object.fromEntries(entries.map(([name, value]) => [Object.hasOwn(known, name) ? keyOf(name) : name, value]));
}
