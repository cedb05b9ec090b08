// Next.js: a production build without credentials, and its server.
import assert from "node:assert/strict";
import { test } from "node:test";
import { serving, task } from "../support/live.mjs";
import { modernNode } from "../support/paths.mjs";
import { dependency, emulatorEnv, recipe } from "./support/recipe.mjs";

test("Next.js: a route handler stops recordings after a production build", async (t) => {
  const { emulator, url } = await serving(t);
  const project = await recipe(t, "nextjs");
  const next = dependency("next/dist/bin/next");
  const node = modernNode();
  const calm = { NEXT_TELEMETRY_DISABLED: "1", CI: "1" };
  await project.run([next, "build"], { node, env: calm });
  const args = [next, "start", "--hostname", "127.0.0.1", "--port", "0"];
  const env = { ...calm, ...emulatorEnv(url) };
  const { match } = await project.start(args, /(http:\/\/127\.0\.0\.1:\d+)[\s\S]*Ready in/, { node, env });
  const post = async (taskId) => {
    const response = await fetch(`${match[1]}/api/recordings/${taskId}/stop`, { method: "POST" });
    return { status: response.status, ...(await response.json()) };
  };
  const stopped = await post(task.taskId);
  assert.deepEqual([stopped.status, stopped.outcome], [200, "stopped"]);
  assert.equal(emulator.recordings.get(task.taskId), "STOPPED");
  const unknown = await post("task-2");
  assert.deepEqual([unknown.status, unknown.code], [404, "NotFound.Task"]);
  assert.equal((await post("%20")).status, 400);
  emulator.faults.push(...Array(4).fill("unavailable"));
  const lost = await post(task.taskId);
  assert.deepEqual([lost.status, lost.outcomeUnknown], [503, true]);
});
