// Runs each row of a page about a client of the vendor, on both sides, against emulators.
import assert from "node:assert/strict";
import { Agent } from "node:http";
import { test } from "node:test";
import { createClient } from "apsara-live";
import { createHttpFetch } from "apsara-live/node";
import { createLiveEmulator, testAccessKey } from "apsara-live/testing";
import { quick } from "../../support/live.mjs";
import { newRecording } from "../../support/portable/tasks.mjs";
import { evaluate, tablesOf } from "./tables.mjs";

const taskIds = ["task-1", "task-2", "task-3"];
const running = (ids) => Object.fromEntries(ids.map((id) => [id, "RUNNING"]));
const tasks = { recordings: running(taskIds), monitors: running(["monitor-1"]) };
const calls = { taskId: "task-1", monitorId: "monitor-1", taskIds, recording: newRecording };

async function serve(t, options) {
  const emulator = createLiveEmulator({ ...tasks, ...options });
  const server = await emulator.serve();
  t.after(() => server.close());
  return { emulator, url: server.url };
}

const oursOf = (url) =>
  createClient({ credentials: testAccessKey, endpoint: url, attemptTimeoutMs: 1500, retry: quick });

/**
 * Tests the four tables of `page` and of its translation: clients, calls, errors, members of errors.
 *
 * @param {string} page path in docs
 * @param {object} vendor
 * @param {(url: string) => object} vendor.client creates a client, with 1.5 s for a response
 * @param {(client: object) => Promise<unknown>} vendor.stop stops the recording task-1
 * @param {Record<string, unknown>} vendor.names the imports of code of its users
 * @param {(url: string) => string} vendor.endpoint turns a URL into the endpoint that it takes
 */
export function bothSides(page, { client, stop, names, endpoint }) {
  const [clients, callRows, errors, members] = tablesOf(page);

  for (const [{ text }, old, ours] of clients) {
    test(`${page}, client: ${text}`, async (t) => {
      const { accessKeyId, accessKeySecret } = testAccessKey;
      // A row with a token needs a key that has one.
      const securityToken = old.code[0].includes("securityToken") ? "token-1" : undefined;
      const key = { accessKeyId, accessKeySecret, securityToken };
      const agent = new Agent({ keepAlive: true });
      t.after(() => agent.destroy());
      const provider = { getCredentials: async () => key, getCredential: async () => key };
      const scope = { ...key, agent, credentialsProvider: provider, credential: provider, apiVersion: "2016-11-01" };
      const tokens = [];
      for (const [side, { code }] of Object.entries({ old, ours })) {
        const { emulator, url } = await serve(t, { accessKeys: [key] });
        const own =
          side === "old" ? { ...names, endpoint: endpoint(url) } : { createClient, createHttpFetch, endpoint: url };
        const made = evaluate(code[0], { ...scope, ...own });
        await (side === "old" ? stop(made) : made.stopRtcCloudRecording({ taskId: "task-1" }));
        assert.equal(emulator.recordings.get("task-1"), "STOPPED", side);
        tokens.push(tokenOf(emulator.requests[0]));
      }
      assert.deepEqual(tokens, [securityToken, securityToken]);
    });
  }

  for (const [{ text }, old, ours] of callRows) {
    test(`${page}, call: ${text}`, async (t) => {
      const sides = [];
      for (const side of ["old", "ours"]) {
        // Only a monitor that does not run can be deleted.
        const options = old.code[0].includes("Delete") ? { monitors: { "monitor-1": "STOPPED" } } : {};
        const { emulator, url } = await serve(t, options);
        const caller = side === "old" ? { client: client(url), ...names } : { live: oursOf(url) };
        await evaluate((side === "old" ? old : ours).code[0], { ...calls, ...caller });
        sides.push({
          requests: emulator.requests
            .map(({ operation, params, status }) => ({ operation, params, status }))
            .sort(byText),
          recordings: [...emulator.recordings.values()],
          monitors: [...emulator.monitors],
        });
      }
      assert.ok(sides[0].requests.every(({ status }) => status === 200));
      assert.deepEqual(sides[1], sides[0]);
    });
  }

  for (const [{ text }, options, old, state, ours] of errors) {
    test(`${page}, error: ${text}`, async (t) => {
      const set = () => evaluate(`{ ${options.code[0]} }`);
      const before = await serve(t, set());
      const thrown = await stop(client(before.url)).then(
        () => undefined,
        (error) => error.code ?? error.name,
      );
      assert.equal(thrown, old.code[0]);
      assert.equal(before.emulator.recordings.get("task-1"), state.code[0]);
      assert.equal(before.emulator.requests.length, 1);

      const after = await serve(t, set());
      const settled = await oursOf(after.url)
        .stopRtcCloudRecording({ taskId: "task-1" })
        .catch((error) => error);
      const isError = settled instanceof Error;
      assert.equal(isError ? settled.code : settled.outcome, ours.code[0]);
      assert.equal(isError, !["stopped", "already-stopped"].includes(ours.code[0]));
      assert.deepEqual(
        [settled.attempts, after.emulator.requests.length],
        Array(2).fill(Number(/\d+/.exec(ours.text.replace(/`.*?`/g, ""))[0])),
      );
      if (!isError) assert.equal(after.emulator.recordings.get("task-1"), "STOPPED");
    });
  }

  for (const [{ text }, old, ours] of members) {
    test(`${page}, member of errors: ${text}`, async (t) => {
      const { url } = await serve(t, { recordings: {} });
      const thrown = await stop(client(url)).catch((error) => error);
      const error = await oursOf(url)
        .stopRtcCloudRecording({ taskId: "task-1" })
        .catch((error) => error);
      const [before, after] = [evaluate(old.code[0], { error: thrown }), evaluate(ours.code[0], { error })];
      assert.ok(before !== undefined);
      assert.equal(withoutId(after), withoutId(before));
    });
  }
}

const tokenOf = ({ headers, body, url }) =>
  headers["x-acs-security-token"] ??
  new URLSearchParams(body).get("SecurityToken") ??
  new URL(url).searchParams.get("SecurityToken") ??
  undefined;

const byText = (one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1);

/** Each request has an ID of its own. */
const withoutId = (value) =>
  typeof value === "string" ? value.replace(/[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}/, "ID") : value;
