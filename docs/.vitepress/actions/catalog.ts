// All actions of the service, from the facts that the types of the package are made of.
import { readFileSync } from "node:fs";

export interface ListedAction {
  readonly name: string;
  readonly method: string;
  readonly reads: boolean;
  /** Calls a second or a minute, for an account; the vendor states none for some actions. */
  readonly quota: { readonly n: number; readonly per: "second" | "minute" } | undefined;
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** The vendor's page in English. */
  readonly page: string;
}

interface Facts {
  readonly method: string;
  readonly params: { readonly [Name in string]: { readonly required?: boolean } };
  readonly quota?: ListedAction["quota"];
}

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

/** The comment of each action in the types has what follows from its name. */
const COMMENT = /^ {2}\/\*\* \w+, (reads|changes), .*@see (\S+) \*\/\n {2}(\w+):/gm;

export function allActions(): ListedAction[] {
  const { actions }: { actions: { [Name in string]: Facts } } = JSON.parse(read("xtask/actions/facts.json"));
  const comments = new Map(
    [...read("pkg-template/src/generated/action-types.d.cts").matchAll(COMMENT)].map(([, effect, page, name]) => [
      name,
      { reads: effect === "reads", page: page ?? "" },
    ]),
  );
  return Object.entries(actions).map(([name, { method, params, quota }]) => {
    const comment = comments.get(name);
    if (comment === undefined) throw new Error(`the types lack ${name}: run cargo xtask generate`);
    const names = Object.keys(params);
    const isRequired = (param: string): boolean => params[param]?.required === true;
    return {
      name,
      method,
      quota,
      ...comment,
      required: names.filter(isRequired),
      optional: names.filter((param) => !isRequired(param)),
    };
  });
}
