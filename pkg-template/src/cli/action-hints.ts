// Hints for names that the service's actions do not have. Nothing is refused: the service may be newer than this package.
import { ACTION_NAMES } from "../generated/action-names.ts";
import { suggestion } from "../options/suggest.ts";

/** Returns a hint for an unknown action, or for each unknown parameter of a known one, where a known name is close. */
export function actionHints(action: string, params: object): readonly string[] {
  const names = Object.hasOwn(ACTION_NAMES, action) ? ACTION_NAMES[action] : undefined;
  if (names === undefined) return hint(action, "no known action", Object.keys(ACTION_NAMES));
  const known = names.split(" ");
  // A flattened name is written as `Tag.1.Key`.
  const unknown = Object.keys(params).filter((name) => !known.includes(name.replace(/\..*/s, "")));
  return unknown.flatMap((name) => hint(name, `no known parameter of ${action}`, known));
}

function hint(name: string, what: string, known: readonly string[]): readonly string[] {
  const meant = suggestion(name, known);
  return meant === undefined ? [] : [`${name} is ${what}: ${meant}`];
}
