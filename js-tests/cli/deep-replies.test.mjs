// Replies that nest deeper than JSON.stringify goes: the program prints the rest of them.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { listen } from "../support/listen.mjs";
import { run, testKey } from "./support/program.mjs";

const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
const body = `{"RequestId":"R","Note":"seen","TaskInfo":{"TaskId":"a","Status":"STOPPED","Deep":${deep}}}`;

for (const args of [
  ["call", "DescribeAnything", "--idempotent"],
  ["status", "recording", "a"],
]) {
  for (const json of [[], ["--json"]]) {
    test(`${[...args, ...json].join(" ")}: prints a reply of 100,000 levels`, async (t) => {
      const service = createServer((_, response) => response.end(body));
      const endpoint = await listen(t, service);
      const { code, stdout, stderr } = await run([...args, ...json, "--endpoint", endpoint], { env: testKey });
      assert.equal(code, 0, stderr);
      assert.match(stdout, /STOPPED/);
      assert.doesNotMatch(stderr, /RangeError|call stack/);
      if (json.length > 0) assert.match(stdout, /nested too deeply/);
    });
  }
}
