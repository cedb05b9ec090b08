// Express and Fastify: statuses of their own, clients that disconnect, and SIGTERM.
import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import { test } from "node:test";
import { received, serving, task, until } from "../support/live.mjs";
import { emulatorEnv, recipe } from "./support/recipe.mjs";

/** Starts the service of a framework on an emulator. */
async function service(t, program, options) {
  const { emulator, url } = await serving(t, options);
  const project = await recipe(t, "http-service");
  const env = { ...emulatorEnv(url), PORT: "0", NODE_ENV: "production" };
  const { match, child, ended } = await project.start([program], /listening on (\d+)/, { env });
  const of = (taskId) => `http://127.0.0.1:${match[1]}/recordings/${taskId}/stop`;
  const post = (taskId, init) => fetch(of(taskId), { method: "POST", ...init });
  return { emulator, of, post, child, ended };
}

/** Throttled requests of one call: the first and its retries. */
const throttled = Array.from({ length: 4 }, () => ({ type: "throttle", retryAfterMs: 1 }));

for (const program of ["express.mjs", "fastify.mjs"]) {
  test(`${program}: an answer for each error`, async (t) => {
    const { emulator, post } = await service(t, program);
    const stopped = await post(task.taskId);
    assert.equal(stopped.status, 200);
    assert.equal((await stopped.json()).outcome, "stopped");
    assert.equal((await (await post(task.taskId)).json()).outcome, "already-stopped");

    const unknown = await post("task-2");
    assert.equal(unknown.status, 404);
    const body = await unknown.json();
    assert.deepEqual([body.code, body.retryable, body.outcomeUnknown], ["NotFound.Task", false, false]);

    assert.equal((await post("%20")).status, 400);
    emulator.faults.push(...throttled);
    const busy = await post(task.taskId);
    assert.deepEqual([busy.status, busy.headers.get("retry-after")], [503, "1"]);
    emulator.faults.push(...Array(4).fill("unavailable"));
    const lost = await post(task.taskId);
    assert.deepEqual([lost.status, (await lost.json()).outcomeUnknown], [503, true]);
    emulator.faults.push({ type: "error", code: "Forbidden.RAM" });
    const forbidden = await post(task.taskId);
    assert.deepEqual([forbidden.status, (await forbidden.json()).code], [502, "Forbidden.RAM"]);
  });

  test(`${program}: a client that disconnects does not cancel the stop`, { timeout: 20_000 }, async (t) => {
    // Not executed if the request of the service is aborted within the delay.
    const faults = [{ type: "slow", ms: 1000, delay: "before-execution" }];
    const { emulator, post } = await service(t, program, { faults });
    const client = new AbortController();
    const answer = post(task.taskId, { signal: client.signal });
    await received(emulator, 1);
    client.abort();
    await assert.rejects(answer, { name: "AbortError" });
    await until(() => emulator.requests[0].status !== undefined);
    assert.deepEqual([emulator.recordings.get(task.taskId), emulator.requests.length], ["STOPPED", 1]);
  });

  test(`${program}: SIGTERM lets requests under way end with a response`, async (t) => {
    const { emulator, of, child, ended } = await service(t, program, { faults: [{ type: "slow", ms: 300 }] });
    // Without keep-alive: the server would wait for the connection.
    const status = new Promise((resolve, reject) => {
      const options = { method: "POST", agent: false, headers: { connection: "close" } };
      httpRequest(of(task.taskId), options, (response) => resolve(response.resume().statusCode))
        .on("error", reject)
        .end();
    });
    await received(emulator, 1);
    child.kill("SIGTERM");
    assert.equal(await status, 200);
    assert.deepEqual(await ended, [0, null]);
  });
}
