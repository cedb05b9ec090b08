// Examples of the README: those of these sections run as they stand, against the emulator.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createLiveEmulator } from "apsara-live/testing";
import { root } from "../support/paths.mjs";
import { runNode } from "../support/run-program.mjs";

const readme = readFileSync(join(root, "README.md"), "utf8");
const sections = ["Proof", "Describe tasks", "Any action", "Sign without sending"];

/** What the sections above them have defined. */
const prelude = (url) => `
import { createClient } from "apsara-live";
const credentials = { accessKeyId: "testid", accessKeySecret: "testsecret" };
const live = createClient({ credentials, endpoint: ${JSON.stringify(url)} });
const taskId = "task-1", monitorId = "monitor-1";
`;

/** The blocks of JavaScript in a section. */
function examplesOf(section) {
  const [, text] = new RegExp(`^##+ ${section}\n(.*?)(?=^## )`, "ms").exec(readme) ?? [];
  assert.ok(text, `the README has no section "${section}"`);
  return [...text.matchAll(/^```js\n(.*?)^```/gms)].map(([, code]) => code);
}

for (const section of sections) {
  for (const [i, code] of examplesOf(section).entries()) {
    test(`README, ${section}, example ${i + 1}`, async (t) => {
      const emulator = createLiveEmulator({
        accessKeys: [{ accessKeyId: "testid", accessKeySecret: "testsecret" }],
        recordings: { "task-1": "RUNNING" },
        monitors: { "monitor-1": "RUNNING" },
      });
      const server = await emulator.serve();
      t.after(() => server.close());
      const program = prelude(server.url) + code;
      const environment = { ALIBABA_CLOUD_ACCESS_KEY_ID: "testid", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "testsecret" };
      const options = { cwd: import.meta.dirname, env: { ...process.env, ...environment } };
      await runNode(["--input-type=module", "--eval", program], options);
      assert.ok(
        emulator.requests.every(({ status }) => status === 200),
        JSON.stringify(emulator.requests),
      );
    });
  }
}

test("each of the sections has examples", () => {
  for (const section of sections) assert.ok(examplesOf(section).length > 0, section);
});
