// AWS Lambda: an event of an HTTP API, and a function whose time runs out.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { serving, task } from "../support/live.mjs";
import { tests } from "../support/paths.mjs";
import { emulatorEnv, recipe } from "./support/recipe.mjs";

/** An event of an HTTP API, payload format 2.0, as the vendor documents it. */
const eventOf = (pathParameters) => ({
  version: "2.0",
  routeKey: "POST /recordings/{taskId}/stop",
  rawPath: "/recordings/task-1/stop",
  rawQueryString: "",
  headers: { accept: "*/*", "content-length": "0", host: "api-id.execute-api.eu-west-1.amazonaws.com" },
  requestContext: {
    accountId: "123456789012",
    apiId: "api-id",
    domainName: "api-id.execute-api.eu-west-1.amazonaws.com",
    domainPrefix: "api-id",
    http: {
      method: "POST",
      path: "/recordings/task-1/stop",
      protocol: "HTTP/1.1",
      sourceIp: "192.0.2.1",
      userAgent: "curl",
    },
    requestId: "id",
    routeKey: "POST /recordings/{taskId}/stop",
    stage: "$default",
    time: "12/Mar/2026:19:03:58 +0000",
    timeEpoch: 1773342238000,
  },
  pathParameters,
  isBase64Encoded: false,
});

/** Calls the handler with `remainingMs` left; resolves to the answer. */
async function invoke(t, url, event, remainingMs = 10_000) {
  const project = await recipe(t, "lambda");
  const args = ["index.mjs", "lambda", JSON.stringify(event), JSON.stringify({ remainingMs })];
  const said = await project.run([join(tests, "recipes", "support", "invoke.mjs"), ...args], { env: emulatorEnv(url) });
  const { statusCode, headers, body } = JSON.parse(said);
  assert.equal(headers["content-type"], "application/json");
  return { statusCode, ...JSON.parse(body) };
}

test("Lambda: an event of an HTTP API stops the recording", async (t) => {
  const { emulator, url } = await serving(t);
  const answer = await invoke(t, url, eventOf({ taskId: task.taskId }));
  assert.deepEqual([answer.statusCode, answer.outcome], [200, "stopped"]);
  assert.equal(emulator.recordings.get(task.taskId), "STOPPED");
  const unknown = await invoke(t, url, eventOf({ taskId: "task-2" }));
  assert.deepEqual([unknown.statusCode, unknown.code], [404, "NotFound.Task"]);
  assert.equal((await invoke(t, url, eventOf(undefined))).statusCode, 400);
});

test("Lambda: a function whose time runs out still answers", async (t) => {
  const { url } = await serving(t, { faults: ["hang"] });
  const answer = await invoke(t, url, eventOf({ taskId: task.taskId }), 3000);
  assert.deepEqual([answer.statusCode, answer.code, answer.outcomeUnknown], [503, "ERR_TIMEOUT", true]);
});
