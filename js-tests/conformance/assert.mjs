// The assertions of the suite, for runtimes without node:assert.

const show = (value) =>
  JSON.stringify(value, (_, part) => (part === undefined ? "undefined" : typeof part === "bigint" ? `${part}n` : part));

const fail = (message) => {
  throw new Error(message);
};

export function ok(value, what = "a condition") {
  if (!value) fail(`${what} does not hold`);
}

export function equal(actual, expected, what = "value") {
  if (!Object.is(actual, expected)) fail(`${what}: expected ${show(expected)}, got ${show(actual)}`);
}

/** Every member that `expected` names is as there; others are not looked at. */
export function includes(actual, expected) {
  for (const [name, value] of Object.entries(expected)) {
    if (show(actual?.[name]) !== show(value)) fail(`${name}: expected ${show(value)}, got ${show(actual?.[name])}`);
  }
}

/** What `work` rejects with. */
export async function rejection(work) {
  let value;
  try {
    value = await work();
  } catch (error) {
    return error;
  }
  return fail(`expected a rejection, got ${show(value)}`);
}
