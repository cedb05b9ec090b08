// A Worker as wrangler deploys it, in miniflare: requests, clients that disconnect, and its cron.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { createLiveEmulator, testAccessKey } from "apsara-live/testing";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { received, until } from "../support/live.mjs";
import { monitored, OLD, YOUNG } from "../support/monitored.mjs";
import { modernNode, tool } from "../support/paths.mjs";
import { recipe } from "./support/recipe.mjs";

/** Bundles the Worker as a deployment would, and starts it. A secret that is `undefined` is unset. */
async function worker(t, { secrets, ...options } = {}) {
  const make = (monitors) => createLiveEmulator({ recordings: { "task-1": "RUNNING" }, ...monitors, ...options });
  const { emulator, running } = await monitored((monitors) => ({ emulator: make(monitors) }));
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
  return { emulator, miniflare, post, running };
}

test("Worker: an answer for each request", async (t) => {
  const { emulator, post } = await worker(t);
  assert.equal((await post("task-1", { token: "token-2" })).status, 403);
  assert.equal(emulator.requests.length, 0);
  assert.equal((await (await post("task-1")).json()).outcome, "stopped");
  const unknown = await post("task-2");
  assert.deepEqual([unknown.status, (await unknown.json()).code], [404, "NotFound.Task"]);
});

test("Worker: without its token, it refuses every request", async (t) => {
  const { emulator, post } = await worker(t, { secrets: { API_TOKEN: undefined } });
  for (const token of ["undefined", "null", "", "token-1"]) assert.equal((await post("task-1", { token })).status, 403);
  assert.equal(emulator.requests.length, 0);
});

for (const name of ["worker", "cloudflare-queue"]) {
  test(`${name}: without .dev.vars, wrangler runs a Worker that refuses every request`, {
    timeout: 120_000,
  }, async (t) => {
    const project = await recipe(t, name);
    const env = { CI: "1", WRANGLER_SEND_METRICS: "false", XDG_CONFIG_HOME: join(project.folder, "home") };
    const args = [tool("wrangler/bin/wrangler.js"), "dev", "--ip", "127.0.0.1", "--port", "0", "--inspector-port", "0"];
    const { match } = await project.start(args, /Ready on (http:\S+)/, { node: modernNode(), env });
    for (const authorization of ["Bearer undefined", "Bearer null", "Bearer ", "Bearer local-token", undefined]) {
      const headers = authorization === undefined ? {} : { authorization };
      const { status } = await fetch(new URL("task-1", match[1]), { method: "POST", headers, body: "[]" });
      assert.ok([401, 403].includes(status), `${authorization}: ${status}`);
    }
  });
}

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

test("Worker: the cron stops the monitors of all pages that have run for too long, and fails if one is left", async (t) => {
  const refused = { type: "error", code: "NoPermission", status: 403 };
  let denied = OLD[0];
  const faultFor = ({ operation, params }) =>
    operation === "StopLiveStreamMonitor" && params.MonitorId === denied ? refused : undefined;
  const { miniflare, running } = await worker(t, { faultFor });
  const cron = async () => (await (await miniflare.getWorker()).scheduled({ cron: "0 * * * *" })).outcome;
  assert.deepEqual([await cron(), running().sort()], ["exception", [denied, ...YOUNG].sort()]);
  denied = undefined;
  assert.deepEqual([await cron(), running().sort()], ["ok", YOUNG.toSorted()]);
});
