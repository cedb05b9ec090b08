// Checks the parameters of a request against the vendor's types: unknown and missing names, and values of another type.
import { type MemberFact, type MemberFacts, SERVED_PARAMS, type ValueFact } from "../../generated/served-params.ts";
import { suggestion } from "../../options/suggest.ts";
import { isObject } from "../../options/validate.ts";
import { type ParameterTree, unflatten } from "./flattened.ts";
import { jsonParameter, malformed, type Parameters } from "./operations/operation.ts";

/** A parameter is text, and so is each value of a flattened one. In JSON, a number has to be a number. */
type Form = "text" | "json";

/** Whether a value has a scalar type. Any other scalar may be anything. */
const SCALARS: Readonly<Record<string, (value: unknown, form: Form) => boolean>> = {
  string: (value) => typeof value === "string",
  int: (value, form) => (form === "json" ? Number.isInteger(value) : /^-?\d{1,19}$/.test(String(value))),
  float: (value, form) => (form === "json" ? typeof value === "number" : /^-?\d+(\.\d+)?$/.test(String(value))),
  bool: (value, form) => (form === "json" ? typeof value === "boolean" : /^(true|false)$/.test(String(value))),
};

/**
 * Throws the {@link ServiceError} for the first parameter of an action that the vendor's types do not have, or have otherwise.
 *
 * The real gateway ignores a name that it does not know: the task then runs without what the caller wanted.
 */
export function checkTypes(action: string, parameters: Parameters): void {
  const facts = SERVED_PARAMS[action] ?? {};
  for (const [name, value] of Object.entries(treeOf(parameters))) {
    const fact = ownFact(facts, name);
    if (fact === undefined) throw malformed(withHint(name, facts));
    // The gateway takes an empty text for a parameter that is not there.
    if (value === "") continue;
    const given = fact.style === "json" ? jsonParameter(parameters, name) : value;
    const wrong = wrongPath(fact.type, given, name, fact.style === "json" ? "json" : "text");
    if (wrong !== undefined) throw malformed(wrong);
  }
}

/** The parameters before the flattening. */
function treeOf(parameters: Parameters): Record<string, ParameterTree> {
  const trees: Record<string, ParameterTree> = {};
  for (const name of new Set(Object.keys(parameters).map((key) => key.replace(/\..*/s, "")))) {
    const own = Object.entries(parameters).filter(([key]) => key === name || key.startsWith(`${name}.`));
    try {
      Object.assign(trees, unflatten(Object.fromEntries(own)));
    } catch {
      throw malformed(name);
    }
  }
  return trees;
}

const ownFact = (facts: MemberFacts, name: string): MemberFact | undefined =>
  Object.hasOwn(facts, name) ? facts[name] : undefined;

const withHint = (name: string, facts: MemberFacts): string => {
  const hint = suggestion(name, Object.keys(facts));
  return hint ? `${name} (${hint})` : name;
};

/** One value on the way through a parameter. */
interface Step {
  readonly type: ValueFact;
  readonly value: unknown;
  readonly path: string;
}

/** Returns the path of the first value of another type. Not recursive: JSON may nest deeply. */
function wrongPath(type: ValueFact, value: unknown, path: string, form: Form): string | undefined {
  const pending: Step[] = [{ type, value, path }];
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    const parts = partsOf(step, form);
    if (typeof parts === "string") return parts;
    pending.push(...parts);
  }
  return undefined;
}

/** Returns the values inside a value, or the path of what is wrong with it. */
function partsOf({ type, value, path }: Step, form: Form): readonly Step[] | string {
  if (typeof type === "string") {
    return SCALARS[type]?.(value, form) === false ? path : [];
  }
  if ("list" in type) {
    if (!Array.isArray(value)) return path;
    return value.map((item, index) => ({ type: type.list, value: item, path: `${path}.${index + 1}` }));
  }
  if (!isObject(value)) return path;
  const members = Object.entries(value);
  if ("map" in type) return members.map(([key, item]) => ({ type: type.map, value: item, path: `${path}.${key}` }));
  const missing = Object.keys(type.obj).find((key) => type.obj[key]?.required && !Object.hasOwn(value, key));
  if (missing !== undefined) return `${path}.${missing}`;
  const steps: Step[] = [];
  for (const [key, item] of members) {
    const fact = ownFact(type.obj, key);
    if (fact === undefined) return `${path}.${withHint(key, type.obj)}`;
    steps.push({ type: fact.type, value: item, path: `${path}.${key}` });
  }
  return steps;
}
