// The behaviour tests over node:http: every call without a `fetch` of its own goes through createHttpFetch, by its own protocol; and those
// about aborts and replies also as through a function like `fetch`.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { tests } from "../support/paths.mjs";
import { runNode } from "../support/run-program.mjs";

const folder = join(tests, "behaviour");
const preloads = {
  "own protocol": ["global-fetch.mjs", /(?:)/],
  "as fetch": ["wrapped-fetch.mjs", /abort|deadlines|^reply/],
};
// Otherwise the test runner of the child reports to the test runner of this file.
const { NODE_TEST_CONTEXT: _, ...env } = process.env;

/** It has a `fetch` of its own, and takes long. */
const OTHER = "time-and-memory.test.mjs";

const files = readdirSync(folder, { recursive: true }).filter(
  (name) => name.endsWith(".test.mjs") && !name.endsWith(OTHER),
);

// Many wait for timers most of their time.
describe("behaviour over node:http", { concurrency: 2 }, () => {
  for (const [way, [preload, chosen]] of Object.entries(preloads)) {
    for (const file of files.filter((name) => chosen.test(name))) {
      test(`${way}: ${file}`, { timeout: 180_000 }, async ({ signal }) => {
        await runNode(["--import", join(import.meta.dirname, preload), join(folder, file)], {
          cwd: tests,
          env,
          signal,
        });
      });
    }
  }
});
