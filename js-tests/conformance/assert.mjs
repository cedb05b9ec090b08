// Assertions of the suite, for runtimes without node:assert.

const show = (value) =>
  JSON.stringify(value, (_, part) => (part === undefined ? "undefined" : typeof part === "bigint" ? `${part}n` : part));

const fail = (message) => {
  throw new Error(message);
};

/** Fails unless `value` is truthy. */
export function ok(value, what = "a condition") {
  if (!value) fail(`${what} does not hold`);
}

/** Fails unless both values are the same. */
export function equal(actual, expected, what = "value") {
  if (!Object.is(actual, expected)) fail(`${what}: expected ${show(expected)}, got ${show(actual)}`);
}

/** Fails unless `actual` has the members of `expected`, with their values; ignores other members. */
export function includes(actual, expected) {
  for (const [name, value] of Object.entries(expected)) {
    if (show(actual?.[name]) !== show(value)) fail(`${name}: expected ${show(value)}, got ${show(actual?.[name])}`);
  }
}
