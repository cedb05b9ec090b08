// Validators of the option `quota`: of the methods, and of further actions for the calls of a client.

import { ACTION_QUOTAS } from "../generated/action-quotas.ts";
import { LIMITS } from "../generated/limits.ts";
import { OPERATIONS } from "../generated/operations.ts";
import type { Quota } from "../generated/records.ts";
import { isListed } from "./names.ts";
import { Refusal } from "./refusal.ts";
import { misspelling } from "./suggest.ts";
import { type Fields, integer, isObject, object, type Validator } from "./validate.ts";

/** Reads the quotas of the methods. `undefined` stands for the documented ones, `false` for none. */
export const methodQuota: Validator<readonly Quota[]> = (value, path) => quotas(value, path, {}, () => []);

/** Reads the quotas of the methods, and of further actions. */
export const clientQuota: Validator<readonly Quota[]> = (value, path) => {
  const names = actionsIn(value).map((action): [string, Validator<Quota | undefined>] => [action, actionQuota(action)]);
  return quotas(value, path, Object.fromEntries(names), actionsWithQuota);
};

const actionsWithQuota = (): string[] => ACTION_QUOTAS.flatMap(([, , names]) => names.split(" "));

function quotas(value: unknown, path: string, actions: Fields, others: () => string[]): readonly Quota[] {
  if (value === false) return [];
  const methods = Object.entries(OPERATIONS).map(([action, { method, callsPerSecond }]) => {
    const ofMethod: Validator<Quota> = (given, at) =>
      perSecond(action, given === undefined || given === true ? callsPerSecond : given, at);
    return [method, ofMethod];
  });
  const fields: Record<string, Validator<Quota | undefined>> = { ...Object.fromEntries(methods), ...actions };
  const expected = "false, or an object with calls a second by methods and actions";
  const hint = (key: string): string | undefined => misspelling(key, [...Object.keys(fields), ...others()]);
  const all = Object.values(object(fields, { expected, hint })(value === undefined ? {} : value, path));
  return all.filter((quota) => quota !== undefined);
}

const actionQuota =
  (action: string): Validator<Quota | undefined> =>
  (value, path) => {
    if (value === undefined) return undefined;
    return value === true ? documented(action, path) : perSecond(action, value, path);
  };

const perSecond = (action: string, value: unknown, path: string): Quota => ({
  action,
  attempts: integer(1, LIMITS.maxQuota)(value, path),
  periodMs: 1000,
});

function documented(action: string, path: string): Quota {
  const row = ACTION_QUOTAS.find(([, , names]) => isListed(names, action));
  if (row) return { action, attempts: row[0], periodMs: row[1] };
  const meant = misspelling(action, actionsWithQuota());
  const expected = "a number of calls a second, because no quota of this action is known";
  throw new Refusal("ERR_INVALID_OPTION", path, meant === undefined ? expected : `${expected}; ${meant}`);
}

/** The keys that may name an action, which begins with a capital letter. An operation goes by its method: a key has one meaning. */
function actionsIn(value: unknown): string[] {
  const operations = Object.keys(OPERATIONS).map((name) => name.toLowerCase());
  try {
    const keys = isObject(value) ? Object.keys(value) : [];
    return keys.filter((key) => /^[A-Z][A-Za-z\d]{0,127}$/.test(key) && !operations.includes(key.toLowerCase()));
  } catch {
    // A proxy that throws is refused later.
    return [];
  }
}
