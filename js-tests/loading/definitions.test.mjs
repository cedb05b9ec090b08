// The modules of the packed file do nothing as they are loaded but define things.
import assert from "node:assert/strict";
import { test } from "node:test";
import { packedFiles } from "../support/tarball.mjs";
import { deeds } from "./definitions.mjs";

/** What a definition may call: it makes a value of its arguments. That it reads nothing else is seen in import.test.mjs. */
const CALLS = [
  ...["Symbol.for", "Object.freeze", "Object.keys", "Object.entries", "Object.fromEntries", ".map", ".join"],
  // Of the package's own class of errors: its name, and its brand.
  "Object.defineProperty",
  // The functions of the entries.
  "createApi",
  // Readers of options.
  ...["whole", "span", "choice", "withDefault", "optional", "oneOf"],
  // Parts of the table of faults.
  ...["shape", "status", "executes"],
];

for (const [name, bytes] of packedFiles()) {
  if (!name.endsWith(".js")) continue;
  test(`${name} holds definitions only`, () => {
    assert.deepEqual(deeds(bytes.toString("utf8"), new Set(CALLS)), []);
  });
}

const definitions = `
import named, { other as renamed } from "./module.js";
import * as all from "./module.js";
export { named };
export * from "./module.js";
export default { named, renamed, ...all, method() { return process.env; } };
const text = "text", number = -1, list = [text, ...[1, 2]], pattern = /a/u, joined = \`\${text}!\`;
const { member = text, inner: [first] } = { inner: list };
const chosen = number === 1 ? text : undefined;
const later = () => fetch(process.env.URL);
const frozen = Object.freeze({ [text]: Symbol.for("brand"), mapped: list.map((each) => each + Date.now()) });
let state;
function declared() { return crypto.randomUUID(); }
async function waits() { await fetch("/"); }
class Base extends Error { static name = "Base"; field = Date.now(); static #count = 0; get [Symbol.toStringTag]() { return text; } }
`;

test("the check knows definitions", () => {
  assert.deepEqual(deeds(definitions, new Set(["Object.freeze", "Symbol.for", ".map"])), []);
});

const more = [
  'import "./module.js";',
  "await null;",
  "const value = await load();",
  "const { env } = process;",
  "const env = process.env;",
  "const id = crypto.randomUUID();",
  "const now = Date.now();",
  "const started = performance.now();",
  "const day = new Date();",
  "const send = globalThis.fetch;",
  "setTimeout(() => {}, 1);",
  "const module = new WebAssembly.Module(bytes);",
  'const kind = typeof process === "undefined";',
  "const { now = Date.now() } = {};",
  "const list = [Math.random()];",
  "const text = `on $".concat("{location}`;"),
  "const value = (() => 1)();",
  "const frozen = Object.freeze(process);",
  "const taken = unlisted.call(process);",
  "let count = 0; count = 1;",
  "let count = 0; const next = ++count;",
  "let count = 0; const next = (count = 1);",
  "class Timed { static at = Date.now(); }",
  "class Timed { static { start(); } }",
  "class Timed extends mixin() {}",
  "class Timed { [location.href]() {} }",
  "if (true) { var a = 1; }",
  "for (const a of []) a;",
  "export default Date.now();",
  "Object.defineProperty(globalThis, 'name', { value: 1 });",
];

for (const text of more) {
  test(`the check refuses ${text}`, () => {
    assert.equal(deeds(text, new Set(["Object.freeze", "Object.defineProperty"])).length, 1);
  });
}
