// A Worker as wrangler deploys it, in miniflare: requests, clients that disconnect, and its cron.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { createLiveEmulator, testAccessKey } from "apsara-live/testing";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { received, until } from "../support/live.mjs";
import { modernNode, tool } from "../support/paths.mjs";
import { recipe } from "./support/recipe.mjs";

const MONITORS = 60;
const monitors = Object.fromEntries(Array.from({ length: MONITORS }, (_, index) => [`monitor-${index}`, "RUNNING"]));

/** Bundles the Worker as a deployment would, and starts it. A secret that is `undefined` is unset. */
async function worker(t, { secrets, ...options } = {}) {
  const emulator = createLiveEmulator({ recordings: { "task-1": "RUNNING" }, monitors, ...options });
  const server = await emulator.serve();
  t.after(() => server.close());
  const project = await recipe(t, "worker");
  const env = { CI: "1", WRANGLER_SEND_METRICS: "false", XDG_CONFIG_HOME: join(project.folder, "home") };
  const args = [tool("wrangler/bin/wrangler.js"), "deploy", "--dry-run", "--outdir", "dist"];
  await project.run(args, { node: modernNode(), env });
  const script = await readFile(join(project.folder, "dist", "worker.js"), "utf8");
  const [, wasm] = /from "\.\/(\S+\.wasm)"/.exec(script);
  const { accessKeyId: ACCESS_KEY_ID, accessKeySecret: ACCESS_KEY_SECRET } = testAccessKey;
  const bindings = { ACCESS_KEY_ID, ACCESS_KEY_SECRET, API_TOKEN: "token-1", ...secrets };
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules: [
        { type: "ESModule", path: "worker.js", contents: script },
        { type: "CompiledWasm", path: wasm, contents: await readFile(join(project.folder, "dist", wasm)) },
      ],
      compatibilityDate: "2026-10-01",
      bindings: {
        ...Object.fromEntries(Object.entries(bindings).filter(([, value]) => value !== undefined)),
        ...{ REGION: "cn-shanghai", ENDPOINT: server.url },
      },
    }),
  );
  t.after(() => miniflare.dispose());
  const url = await miniflare.ready;
  const post = (taskId, { token = "token-1", ...init } = {}) =>
    fetch(new URL(taskId, url), { method: "POST", headers: { authorization: `Bearer ${token}` }, ...init });
  return { emulator, miniflare, post };
}

test("Worker: an answer for each request", async (t) => {
  const { emulator, post } = await worker(t);
  assert.equal((await post("task-1", { token: "token-2" })).status, 403);
  assert.equal(emulator.requests.length, 0);
  assert.equal((await (await post("task-1")).json()).outcome, "stopped");
  const unknown = await post("task-2");
  assert.deepEqual([unknown.status, (await unknown.json()).code], [502, "NotFound.Task"]);
});

test("Worker: without its token, it refuses every request", async (t) => {
  const { emulator, post } = await worker(t, { secrets: { API_TOKEN: undefined } });
  for (const token of ["undefined", "null", "", "token-1"]) assert.equal((await post("task-1", { token })).status, 403);
  assert.equal(emulator.requests.length, 0);
});

test("Worker: without an AccessKey, it names the missing variable", async (t) => {
  const { post } = await worker(t, { secrets: { ACCESS_KEY_ID: undefined } });
  const answer = await post("task-1");
  const { code, message } = await answer.json();
  assert.deepEqual([answer.status, code], [502, "ERR_MISSING_CREDENTIALS"]);
  assert.match(message, /accessKeyId/);
});

test("Worker: a client that disconnects does not cancel the stop", { timeout: 20_000 }, async (t) => {
  // Not executed if the Worker's request is aborted within the delay.
  const faults = [{ type: "slow", ms: 1000, delay: "before-execution" }];
  const { emulator, post } = await worker(t, { faults });
  const client = new AbortController();
  const answer = post("task-1", { signal: client.signal });
  await received(emulator, 1);
  client.abort();
  await assert.rejects(answer, { name: "AbortError" });
  await until(() => emulator.requests[0].status !== undefined);
  assert.deepEqual([emulator.recordings.get("task-1"), emulator.requests.length], ["STOPPED", 1]);
});

test("Worker: the cron stops all monitors of all pages", async (t) => {
  const { emulator, miniflare } = await worker(t, { quota: { stopLiveStreamMonitor: 1000 } });
  const { outcome } = await (await miniflare.getWorker()).scheduled({ cron: "0 16 * * *" });
  assert.equal(outcome, "ok");
  assert.ok([...emulator.monitors.values()].every((state) => state === "STOPPED"));
});
