// Logs with pino: a line for each retry and outcome, with the caller's context, and without secrets.
import assert from "node:assert/strict";
import { test } from "node:test";
import { serving, task } from "../support/live.mjs";
import { emulatorEnv, recipe } from "./support/recipe.mjs";

const WARN = 40;
const ERROR = 50;
const INFO = 30;
const secret = "marker-of-the-secret";
const token = "marker-of-the-token";

/** Runs the program to its end; resolves to its lines. */
async function logged(t, options, taskId) {
  const key = { accessKeyId: "testid", accessKeySecret: secret, securityToken: token };
  const { url } = await serving(t, { accessKeys: [key], ...options });
  const env = { ...emulatorEnv(url), ALIBABA_CLOUD_ACCESS_KEY_SECRET: secret, ALIBABA_CLOUD_SECURITY_TOKEN: token };
  const project = await recipe(t, "pino");
  const { child, ended, output } = await project.start(["main.mjs", "room-7", taskId], /\n/, { env });
  await ended;
  const text = output();
  assert.ok(!text.includes(secret) && !text.includes(token), text);
  const lines = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.ok(lines.every(({ room }) => room === "room-7"));
  return { lines, code: child.exitCode };
}

test("pino: a retry and an outcome", async (t) => {
  const { lines, code } = await logged(t, { faults: ["throttle"] }, task.taskId);
  assert.equal(code, 0);
  const [retry, outcome] = lines;
  assert.deepEqual([retry.level, retry.code, retry.attempt], [WARN, "Throttling.User", 1]);
  assert.deepEqual([outcome.level, outcome.msg, outcome.attempts], [INFO, "stopped", 2]);
  assert.equal(retry.callId, outcome.callId);
  assert.equal(lines.length, 2);
});

test("pino: an error with its members", async (t) => {
  const { lines, code } = await logged(t, {}, "task-2");
  assert.equal(code, 1);
  const [outcome, thrown] = lines;
  assert.deepEqual([outcome.level, outcome.msg, outcome.code], [ERROR, "failed", "NotFound.Task"]);
  assert.deepEqual([thrown.level, thrown.err.code, thrown.err.retryable], [ERROR, "NotFound.Task", false]);
});

test("pino: a task that may be running", async (t) => {
  const { lines } = await logged(t, { faults: Array(4).fill("unavailable") }, task.taskId);
  assert.deepEqual(
    lines.map(({ level }) => level),
    [WARN, WARN, WARN, ERROR, ERROR],
  );
  assert.deepEqual([lines[3].msg, lines[3].outcomeUnknown], ["the task may be running", true]);
  assert.equal(lines[4].err.outcomeUnknown, true);
});
