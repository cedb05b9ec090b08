// The example Worker: wrangler would deploy it as it stands, and it stops tasks at once and when they are due.
import assert from "node:assert/strict";
import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { createLiveEmulator, testAccessKey } from "apsara-live/testing";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { modernNode, root, tool } from "../support/paths.mjs";
import { installedFolder, runProgram } from "../support/run-program.mjs";
import { scope } from "./support/scope.mjs";

test("the example deploys, and stops tasks at once and when they are due", { timeout: 120_000 }, async (test) => {
  const t = scope(test);
  const folder = await installedFolder(t);
  await cp(join(root, "examples", "cloudflare-queue"), folder, {
    recursive: true,
    filter: (path) => !path.endsWith("package.json"),
  });
  const env = { ...process.env, CI: "1", WRANGLER_SEND_METRICS: "false", XDG_CONFIG_HOME: join(folder, "home") };
  const wrangler = [tool("wrangler/bin/wrangler.js"), "deploy", "--dry-run", "--outdir", "dist"];
  const said = await runProgram(modernNode(), wrangler, { cwd: folder, env });
  for (const binding of ["STOPS", "STOP_DEAD_LETTERS", "STOP_LIMITER", "STOP_WORKFLOW"])
    assert.match(said, new RegExp(binding));

  const limits = await Promise.all(
    ["wrangler.jsonc", "src/worker.js"].map((file) => readFile(join(folder, file), "utf8")),
  );
  assert.deepEqual(
    limits.map((text) => /max_?retries"?: (\d+)/i.exec(text)?.[1]),
    ["100", "100"],
  );

  const emulator = createLiveEmulator({ recordings: { "task-1": "RUNNING", "task-2": "RUNNING" } });
  const server = await emulator.serve();
  t.after(() => server.close());
  const script = await readFile(join(folder, "dist", "worker.js"), "utf8");
  const [, wasm] = /from "\.\/(\S+\.wasm)"/.exec(script);
  const { accessKeyId, accessKeySecret } = testAccessKey;
  const options = {
    modules: [
      { type: "ESModule", path: "worker.js", contents: script },
      { type: "CompiledWasm", path: wasm, contents: await readFile(join(folder, "dist", wasm)) },
    ],
    compatibilityDate: "2026-10-01",
    bindings: {
      ...{ ACCESS_KEY_ID: accessKeyId, ACCESS_KEY_SECRET: accessKeySecret },
      ...{ REGION: "cn-shanghai", ENDPOINT: server.url },
    },
    durableObjects: { STOP_LIMITER: { className: "StopLimiter", useSQLite: true } },
    workflows: { STOP_WORKFLOW: { name: "apsara-live-stop", className: "StopWorkflow" } },
    queueProducers: { STOPS: "stops", STOP_DEAD_LETTERS: "dead" },
    queueConsumers: { stops: { maxBatchSize: 25, maxRetries: 100, deadLetterQueue: "dead" } },
  };
  const miniflare = new Miniflare(convertV4MiniflareOptions(options));
  t.after(() => miniflare.dispose());
  const post = async (body, token = "token-1") =>
    fetch(await miniflare.ready, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
  // Without its token, the Worker refuses every request.
  for (const token of ["undefined", "", "token-1"]) assert.equal((await post([], token)).status, 401);
  const bindings = { ...options.bindings, API_TOKEN: "token-1" };
  await miniflare.setOptions(convertV4MiniflareOptions({ ...options, bindings }));
  assert.equal((await post([], "token-2")).status, 401);
  assert.equal((await post({})).status, 400);
  for (const [unusable, said] of [
    [null, "task 1: task: expected an object with taskId"],
    ["task-1", "task 1: task: expected an object with taskId"],
    [{ taskID: "task-1" }, 'did you mean "taskId"?'],
    [{ taskId: 1 }, "task 1: params.taskId: expected a string"],
    [{ taskId: "" }, "expected a non-empty ID"],
    [{ taskId: "task-1", stopAt: "tomorrow" }, "task 1: expected stopAt in ISO 8601"],
  ]) {
    const refused = await post([{ taskId: "task-1" }, unusable]);
    const text = await refused.text();
    assert.deepEqual([refused.status, text.includes(said)], [400, true], text);
  }
  // A batch of the queue waits for one second: task-1 is stopped before `stopAt`.
  const stopAt = new Date(Date.now() + 4000).toISOString();
  const accepted = await post([
    { taskId: "task-1", courseId: 7 },
    { taskId: "task-2", stopAt },
  ]);
  assert.deepEqual(await accepted.json(), { queued: 1, scheduled: 1 });

  while (emulator.recordings.get("task-1") === "RUNNING") await delay(50);
  assert.equal(emulator.recordings.get("task-2"), "RUNNING");
  while (emulator.recordings.get("task-2") === "RUNNING") await delay(50);
  assert.ok(Date.now() >= Date.parse(stopAt));
  assert.equal(emulator.requests.length, 2);
});
