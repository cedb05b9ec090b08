// Parameters of any action: a tree of values becomes a list of names and texts, as the vendor's clients write it.
import { COMMA_PARAMETERS, JSON_PARAMETERS } from "../generated/action-wire.ts";
import type { Action } from "../generated/records.ts";
import { isListed } from "./names.ts";
import { Refusal } from "./refusal.ts";
import { requireGlobal } from "./supported-runtime.ts";

/** The deepest level; the parameters themselves are the first. */
const MAX_DEPTH = 8;

/** The maximum length of all names and values together, in UTF-8 bytes. */
const MAX_BYTES = 65_536;

/** The maximum number of values in all: objects may share members, so that a few objects can stand for billions of values. */
const MAX_VALUES = 65_536;

const CODE = "ERR_INVALID_PARAMETER";

const tooMany = (path: string): Refusal => new Refusal(CODE, path, `at most ${MAX_VALUES} values in all`);

/** The product of an action. Only `live` has parameters that are sent as JSON text, or as items with commas between them. */
type Product = "live" | "other";

/**
 * Flattens parameters: `{ Tag: [{ Key: "a" }] }` becomes `Tag.1.Key`. `undefined` is left out. Objects and lists for the parameters of
 * {@link JSON_PARAMETERS} become JSON text, lists for the parameters of {@link COMMA_PARAMETERS} text with commas.
 *
 * The vendor's clients do the same with `query` (https://github.com/aliyun/darabonba-openapi).
 */
export function actionParameters(params: unknown, product: Product): Action["parameters"] {
  const flat = new Flat(product);
  if (params !== undefined) flat.add(params, "", "params", []);
  // The core sorts them by insertion, which takes long for thousands in another order.
  return flat.parameters.sort(([a], [b]) => (a < b ? -1 : 1));
}

class Flat {
  readonly parameters: [name: string, value: string][] = [];
  readonly #product: Product;
  readonly #names = new Set<string>();
  #bytes = 0;
  #values = 0;

  constructor(product: Product) {
    this.#product = product;
  }

  add(value: unknown, name: string, path: string, ancestors: readonly unknown[]): void {
    this.#countValue(path);
    if (value === undefined) return;
    const written = this.#written(value, name, path, ancestors);
    if (written === undefined && typeof value === "object" && value !== null) {
      this.#addMembers(value, name, path, ancestors);
      return;
    }
    if (name === "") throw new Refusal(CODE, path, "an object with the parameters of the action");
    const text = written ?? textOf(value, path);
    this.#count(name, path);
    this.#count(text, path);
    if (this.#names.has(name)) throw new Refusal(CODE, path, "a name that no other path makes");
    this.#names.add(name);
    this.parameters.push([name, text]);
  }

  /** Returns the text of an object or a list for a parameter that is one text on the wire. */
  #written(value: unknown, name: string, path: string, ancestors: readonly unknown[]): string | undefined {
    if (this.#product === "other" || ancestors.length !== 1 || value !== Object(value)) return undefined;
    if (isListed(JSON_PARAMETERS, name)) return this.#json(value, path, ancestors);
    if (!Array.isArray(value) || !isListed(COMMA_PARAMETERS, name)) return undefined;
    return this.#members(value, name, path, ancestors)
      .map(([key, item]) => itemOf(textOf(item, `${path}.${key}`), `${path}.${key}`))
      .join();
  }

  /** Not `JSON.stringify`, which writes `null` for what cannot be sent, and no bigint. */
  #json(value: unknown, path: string, ancestors: readonly unknown[]): string {
    this.#countValue(path);
    if (typeof value === "string") return JSON.stringify(value);
    if (typeof value !== "object" || value === null) return textOf(value, path);
    const isList = Array.isArray(value);
    const texts: string[] = [];
    for (const [key, member] of this.#members(value, "-", path, ancestors)) {
      if (member === undefined && !isList) continue;
      const text = this.#json(member, `${path}.${shown(key)}`, [...ancestors, value]);
      texts.push(isList ? text : `${JSON.stringify(key)}:${text}`);
    }
    return isList ? `[${texts}]` : `{${texts}}`;
  }

  #countValue(path: string): void {
    this.#values++;
    if (this.#values > MAX_VALUES) throw tooMany(path);
  }

  #addMembers(value: object, name: string, path: string, ancestors: readonly unknown[]): void {
    for (const [key, member] of this.#members(value, name, path, ancestors)) {
      const memberName = name === "" ? key : `${name}.${key}`;
      this.add(member, memberName, `${path}.${shown(key)}`, [...ancestors, value]);
    }
  }

  #members(value: object, name: string, path: string, ancestors: readonly unknown[]): [string, unknown][] {
    if (ancestors.includes(value)) throw new Refusal(CODE, path, "no object that contains itself");
    if (ancestors.length >= MAX_DEPTH) throw new Refusal(CODE, path, `at most ${MAX_DEPTH} levels of objects`);
    return membersOf(value, name, path);
  }

  #count(text: string, path: string): void {
    requireGlobal("TextEncoder");
    // Checked first: a string may have 500 million characters.
    this.#bytes += text.length > MAX_BYTES ? text.length : new TextEncoder().encode(text).length;
    if (this.#bytes > MAX_BYTES) throw new Refusal(CODE, path, `at most ${MAX_BYTES} bytes of parameters in all`);
    if (/\p{Surrogate}/u.test(text)) throw new Refusal(CODE, path, "text without lone surrogates");
  }
}

/** The members of an array, from 1, or of a plain object. */
function membersOf(value: object, name: string, path: string): [string, unknown][] {
  try {
    if (Array.isArray(value) && name !== "") {
      // Checked first: an array may have 4 billion holes.
      if (value.length > MAX_VALUES) throw tooMany(path);
      return Array.from(value, (item, index) => [String(index + 1), item]);
    }
    const prototype: object | null = Object.getPrototypeOf(value);
    // By the shape of its prototype, not by its identity: an object may come from another realm.
    const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
    if (isPlain && !Array.isArray(value)) {
      return Object.keys(value).map((key) => [checkedKey(key, path), Reflect.get(value, key)]);
    }
  } catch (error) {
    // A getter or a proxy that throws.
    if (!(error instanceof Refusal)) throw new Refusal(CODE, path, "a value that can be read");
    throw error;
  }
  const expected =
    name === ""
      ? "an object with the parameters of the action"
      : "text, a number, true or false, an array or a plain object";
  throw new Refusal(CODE, path, expected);
}

function checkedKey(key: string, path: string): string {
  const isName = key !== "" && key !== "__proto__" && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(key);
  if (isName) return key;
  throw new Refusal(CODE, `${path}.${shown(key)}`, "the name of a parameter: not empty, and on one line");
}

/** Returns a name in the form for messages. */
const shown = (key: string): string => key.slice(0, 64).replace(/[^\x20-\x7e]/g, "?");

/** An item that stands between commas. */
function itemOf(text: string, path: string): string {
  if (text === "" || text.includes(",")) throw new Refusal(CODE, path, "text without a comma, and not empty");
  return text;
}

function textOf(value: unknown, path: string): string {
  const isText = typeof value === "string" || typeof value === "bigint" || typeof value === "boolean";
  if (isText || (typeof value === "number" && Number.isFinite(value))) return String(value);
  throw new Refusal(CODE, path, "text, a finite number, true or false, an array or a plain object");
}
