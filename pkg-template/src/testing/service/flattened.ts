// Reads flattened parameters, as the vendor's clients send lists and objects: `Name.1`, `Name.1.Key`.
import { Refusal } from "../../options/refusal.ts";

/** A parameter before the flattening. */
export type ParameterTree = string | readonly ParameterTree[] | { readonly [key: string]: ParameterTree };

/** A name on the way to the values below it. */
interface Branch {
  value: string | undefined;
  readonly children: Map<string, Branch>;
}

/** The deepest level. Each takes a place on the stack, and a name may have a million. */
const MAX_DEPTH = 64;

const branch = (): Branch => ({ value: undefined, children: new Map() });

/**
 * Returns flattened parameters as the lists and objects that they stand for. `Tag.1.Key` is the member `Key` of the
 * first item of `Tag`. All values stay strings.
 *
 * @param params - for example `params` of a {@link ReceivedRequest}
 * @throws TypeError where a name is both a value and a list or object or has more than 64 levels, and where a list does not count
 * from 1
 * @example
 * ```js
 * unflatten({ Id: "a", "Tag.1.Key": "k", "Tag.2.Key": "l" });  // { Id: "a", Tag: [{ Key: "k" }, { Key: "l" }] }
 * ```
 */
export function unflatten(params: Readonly<Record<string, string>>): Record<string, ParameterTree> {
  const root = branch();
  for (const [name, value] of Object.entries(params)) {
    const segments = name.split(".");
    if (segments.length > MAX_DEPTH) {
      throw new Refusal("ERR_INVALID_OPTION", "params", `names of at most ${MAX_DEPTH} levels`);
    }
    let at = root;
    for (const segment of segments) {
      const next = at.children.get(segment) ?? branch();
      at.children.set(segment, next);
      at = next;
    }
    at.value = value;
  }
  return membersOf(root, "params");
}

function treeOf(node: Branch, path: string): ParameterTree {
  const { value, children } = node;
  if (value !== undefined) {
    if (children.size > 0) throw new Refusal("ERR_INVALID_OPTION", path, "either a value, or a list or object");
    return value;
  }
  const isList = [...children.keys()].every((segment) => /^\d+$/.test(segment));
  return isList ? itemsOf(node, path) : membersOf(node, path);
}

function membersOf({ children }: Branch, path: string): Record<string, ParameterTree> {
  // Not an assignment: a member named `__proto__` must stay a member.
  return Object.fromEntries([...children].map(([segment, child]) => [segment, treeOf(child, `${path}.${segment}`)]));
}

function itemsOf({ children }: Branch, path: string): ParameterTree[] {
  return Array.from({ length: children.size }, (_, index) => {
    const segment = String(index + 1);
    const child = children.get(segment);
    if (child === undefined)
      throw new Refusal("ERR_INVALID_OPTION", path, `a list that counts from 1, with a ${segment}`);
    return treeOf(child, `${path}.${segment}`);
  });
}
