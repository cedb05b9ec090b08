// Function Compute: the event of an HTTP trigger, credentials of the function's role, the VPC, and a function whose time runs out.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { serving, task } from "../support/live.mjs";
import { tests } from "../support/paths.mjs";
import { recipe } from "./support/recipe.mjs";

const role = { accessKeyId: "STS.testid", accessKeySecret: "testsecret", securityToken: "testtoken" };

/** The request of an HTTP trigger, and the context of the Node.js runtime, as the vendor documents them. */
const eventOf = (queryParameters) => ({
  version: "v1",
  rawPath: "/",
  body: "",
  isBase64Encoded: false,
  headers: { "content-length": "0" },
  queryParameters,
  requestContext: {
    accountId: "123456789",
    domainName: "stop.cn-shanghai.fcapp.run",
    domainPrefix: "stop",
    http: { method: "POST", path: "/", protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "curl" },
    requestId: "1-64f6cd87-0",
    time: "2026-09-05T06:41:11Z",
    timeEpoch: "1788590471895",
  },
});
const contextOf = (timeout) => ({
  requestId: "1-64f6cd87-0",
  credentials: role,
  function: { name: "stop", handler: "index.handler", memory: 128, timeout },
  region: "cn-shanghai",
  accountId: "123456789",
});

const program = join(tests, "recipes", "support", "invoke.mjs");

async function invoke(t, url, queryParameters, { timeout = 60 } = {}) {
  const project = await recipe(t, "function-compute");
  const given = [eventOf(queryParameters), contextOf(timeout)].map((value) => JSON.stringify(value));
  const env = { LIVE_ENDPOINT: url };
  const { statusCode, body } = JSON.parse(
    await project.run([program, "index.mjs", "function-compute", ...given], { env }),
  );
  return { statusCode, ...JSON.parse(body) };
}

test("Function Compute: the function's role stops the recording", async (t) => {
  const { emulator, url } = await serving(t, { accessKeys: [role] });
  const answer = await invoke(t, url, { taskId: task.taskId });
  assert.deepEqual([answer.statusCode, answer.outcome], [200, "stopped"]);
  assert.equal(emulator.recordings.get(task.taskId), "STOPPED");
  assert.equal((await invoke(t, url, {})).statusCode, 400);
});

test("Function Compute: the second invocation signs with its own credentials", async (t) => {
  const next = { ...role, accessKeyId: "STS.second", securityToken: "token-2" };
  const { emulator, url } = await serving(t, { accessKeys: [role, next] });
  const project = await recipe(t, "function-compute");
  const twice = `
    import { handler } from "./index.mjs";
    for (const credentials of ${JSON.stringify([role, next])}) {
      const event = Buffer.from(${JSON.stringify(JSON.stringify(eventOf({ taskId: task.taskId })))});
      await handler(event, { ...${JSON.stringify(contextOf(60))}, credentials });
    }`;
  await writeFile(join(project.folder, "twice.mjs"), twice);
  await project.run(["twice.mjs"], { env: { LIVE_ENDPOINT: url } });
  const tokens = emulator.requests.map(({ headers }) => new Headers(headers).get("x-acs-security-token"));
  assert.deepEqual(tokens, ["testtoken", "token-2"]);
});

test("Function Compute: LIVE_NETWORK=vpc calls the endpoint of the VPC", async (t) => {
  const project = await recipe(t, "function-compute");
  const spy = `
    globalThis.fetch = async (url) => { console.log(new URL(url).host); throw new TypeError("no network"); };
    const { handler } = await import("./index.mjs");
    await handler(Buffer.from(${JSON.stringify(JSON.stringify(eventOf({ taskId: "task-1" })))}), ${JSON.stringify(contextOf(1))});`;
  await writeFile(join(project.folder, "spy.mjs"), spy);
  const hosts = await project.run(["spy.mjs"], { env: { LIVE_NETWORK: "vpc" } });
  assert.equal(hosts.split("\n")[0], "live-vpc.cn-shanghai.aliyuncs.com");
});

test("Function Compute: an invalid setting and a missing role are answered with a reason", async (t) => {
  const project = await recipe(t, "function-compute");
  const invoked = async (context, env) => {
    const given = [eventOf({ taskId: task.taskId }), context].map((value) => JSON.stringify(value));
    return JSON.parse(await project.run([program, "index.mjs", "function-compute", ...given], { env }));
  };
  const network = await invoked(contextOf(1), { LIVE_NETWORK: "intern" });
  assert.match(JSON.parse(network.body).message, /options\.network/);
  const { credentials, ...withoutRole } = contextOf(1);
  const answer = await invoked(withoutRole, {});
  assert.deepEqual([answer.statusCode, JSON.parse(answer.body).code], [502, "ERR_INVALID_CREDENTIALS"]);
});

test("Function Compute: a function whose time runs out still answers", async (t) => {
  const { url } = await serving(t, { accessKeys: [role], faults: ["hang"] });
  const answer = await invoke(t, url, { taskId: task.taskId }, { timeout: 3 });
  assert.deepEqual([answer.statusCode, answer.code, answer.outcomeUnknown], [503, "ERR_TIMEOUT", true]);
});
