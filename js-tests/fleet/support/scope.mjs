// A test whose hooks run in the reverse order: clients close before their server ends.

/** @param {import("node:test").TestContext} t */
export function scope(t) {
  const hooks = [];
  t.after(async () => {
    for (const hook of hooks.reverse()) await hook();
  });
  return {
    after: (hook) => hooks.push(hook),
    skip: (message) => t.skip(message),
    diagnostic: (message) => t.diagnostic(message),
  };
}
