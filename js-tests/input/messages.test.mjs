// Messages about typical mistakes of a new user: each names the place of the mistake and the correction.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient, stopRtcCloudRecording } from "apsara-live";
import { runNode } from "../support/run-program.mjs";
import { atOnce, client, key, refuses } from "./refuses.mjs";

const params = { taskId: "task" };
const kind = "credentials";
const unknown = (path, says) => ({ code: "ERR_UNKNOWN_KEY", path, says: `unknown key; ${says}` });
const meant = (path, name) => unknown(path, `did you mean "${name}"?`);
const known = (path, names) => unknown(path, `the known keys are ${names}`);
const elsewhere = (path, name, where) => unknown(path, `"${name}" is an option of ${where}`);
const invalid = (path, says) => ({ code: "ERR_INVALID_OPTION", path, says: `expected ${says}` });
const unusable = (path, says) => ({ kind, code: "ERR_INVALID_CREDENTIALS", path, says: `expected ${says}` });
const missing = (path) => ({
  kind,
  code: "ERR_MISSING_CREDENTIALS",
  path,
  says: "expected a string, but it is missing",
});

const stop = (given) => client().stopRtcCloudRecording(given);
const stopMonitor = (given) => client().stopLiveStreamMonitor(given);
const withOptions = (options) => client().stopRtcCloudRecording(params, options);
const returning = (value) => createClient({ credentials: async () => value }).stopRtcCloudRecording(params);
const returned = "the value that options.credentials returned";

/** Misspelt options of a client, with the right names. */
const options = [
  ["timeout", "timeoutMs"],
  ["timeoutMS", "timeoutMs"],
  ["timeout_ms", "timeoutMs"],
  ["attemptTimeout", "attemptTimeoutMs"],
  ["credential", "credentials"],
  ["Credentials", "credentials"],
  ["regoin", "region"],
  ["regionId", "region"],
  ["endPoint", "endpoint"],
  ["useragent", "userAgent"],
  ["onevent", "onEvent"],
  ["signature", "signatureMethod"],
];

const credentials = [
  ["secretAccessKey", "accessKeySecret"],
  ["SecretAccessKey", "accessKeySecret"],
  ["secret_access_key", "accessKeySecret"],
  ["secretKey", "accessKeySecret"],
  ["accessKeysecret", "accessKeySecret"],
  ["accessKeyID", "accessKeyId"],
  ["accessKey", "accessKeyId"],
  ["sessionToken", "securityToken"],
  ["stsToken", "securityToken"],
  ["SecurityToken", "securityToken"],
];

const stsKey = {
  AccessKeyId: "STS.x",
  AccessKeySecret: "MARKER",
  SecurityToken: "MARKER",
  Expiration: "2026-01-01T00:00:00Z",
};
const stsBody = { RequestId: "R", AssumedRoleUser: {}, Credentials: stsKey };

refuses([
  ["TaskId", () => stop({ TaskId: "x" }), meant("params.TaskId", "taskId")],
  ["task_id", () => stop({ task_id: "x" }), meant("params.task_id", "taskId")],
  ["taskID", () => stop({ taskID: "x" }), meant("params.taskID", "taskId")],
  ["tasks", () => stop({ recording: "x" }), known("params.recording", "taskId")],
  ["MonitorId", () => stopMonitor({ MonitorId: "x" }), meant("params.MonitorId", "monitorId")],
  ["RegionId", () => stopMonitor({ monitorId: "x", RegionId: "x" }), meant("params.RegionId", "regionId")],
  ["region for a monitor", () => stopMonitor({ monitorId: "x", region: "x" }), meant("params.region", "regionId")],
  ["taskId for a monitor", () => stopMonitor({ taskId: "x" }), known("params.taskId", "monitorId, ownerId, regionId")],
  ...options.map(([given, name]) => [
    `${given} as an option of a client`,
    () => client({ [given]: "x" }),
    atOnce(meant(`options.${given}`, name)),
  ]),
  ["timeout as an option of a call", () => withOptions({ timeout: 1 }), meant("options.timeout", "timeoutMs")],
  ["Signal as an option of a call", () => withOptions({ Signal: null }), meant("options.Signal", "signal")],
  [
    "maxRetries of retry",
    () => withOptions({ retry: { maxAttempt: 1 } }),
    meant("options.retry.maxAttempt", "maxAttempts"),
  ],
  [
    "baseDelay of retry",
    () => withOptions({ retry: { baseDelay: 1 } }),
    meant("options.retry.baseDelay", "baseDelayMs"),
  ],
  ...credentials.map(([given, name]) => [
    `${given} in credentials`,
    () => createClient({ credentials: { [given]: "MARKER" } }),
    atOnce(meant(`options.credentials.${given}`, name)),
  ]),
  ...["credentials", "region", "network", "endpoint", "signatureMethod", "fetch", "alreadyStopped", "userAgent"].map(
    (name) => [
      `${name} for a call`,
      () => withOptions({ [name]: key }),
      elsewhere(`options.${name}`, name, "createClient"),
    ],
  ),
  ...["signal", "context"].map((name) => [
    `${name} for a client`,
    () => client({ [name]: undefined }),
    atOnce(elsewhere(`options.${name}`, name, "a call")),
  ]),
  ["an AbortSignal as the options of a call", () => withOptions(AbortSignal.abort()), invalid("options", "an object")],
  [
    "an AbortController as the options of a call",
    () => withOptions(new AbortController()),
    invalid("options", "an object"),
  ],
  [
    "an AbortSignal as the options of a client",
    () => createClient(AbortSignal.abort()),
    atOnce(invalid("options", "an object")),
  ],
  [
    "an AbortSignal as the options of a call without a client",
    () => stopRtcCloudRecording(params, AbortSignal.abort()),
    invalid("options", "an object"),
  ],
  [
    "a promise as credentials",
    () => createClient({ credentials: Promise.resolve(key) }),
    atOnce(unusable("options.credentials", "credentials, or a function that returns them, but it is a promise")),
  ],
  [
    "the key of an STS body as credentials",
    () => createClient({ credentials: stsKey }),
    atOnce(unusable("options.credentials.accessKeyId", "accessKeyId; the object has AccessKeyId, as bodies of STS do")),
  ],
  [
    "an STS body as credentials",
    () => createClient({ credentials: stsBody }),
    atOnce(
      unusable(
        "options.credentials.accessKeyId",
        "accessKeyId; the object has Credentials.AccessKeyId, as bodies of STS do",
      ),
    ),
  ],
  [
    "the key of an STS body from a function",
    () => returning(stsKey),
    unusable(`${returned}.accessKeyId`, "accessKeyId; the object has AccessKeyId, as bodies of STS do"),
  ],
  [
    "an STS body from a function",
    () => returning(stsBody),
    unusable(`${returned}.accessKeyId`, "accessKeyId; the object has Credentials.AccessKeyId, as bodies of STS do"),
  ],
  [
    "an environment variable that is not set, as an AccessKey ID",
    () => createClient({ credentials: { accessKeyId: process.env.APSARA_NOT_SET, accessKeySecret: "MARKER" } }),
    atOnce(missing("options.credentials.accessKeyId")),
  ],
  [
    "an environment variable that is not set, as a secret",
    () => createClient({ credentials: { accessKeyId: "x", accessKeySecret: process.env.APSARA_NOT_SET } }),
    atOnce(missing("options.credentials.accessKeySecret")),
  ],
  [
    "a secret that is missing from a function",
    () => returning({ accessKeyId: "x" }),
    missing(`${returned}.accessKeySecret`),
  ],
  [
    "an environment variable that is not set, as an id",
    () => stop({ taskId: process.env.APSARA_NOT_SET }),
    { code: "ERR_MISSING_PARAMETER", path: "params.taskId", says: "expected a string, but it is missing" },
  ],
  ...[
    [" x", "U+0020 at 0"],
    ["x\n", "U+000A at 1"],
    ["\u00a0x", "U+00A0 at 0"],
    ["監\u3000x", "U+3000 at 1"],
    ["\ufefft3", "U+FEFF at 0"],
    ["t\u200b3", "U+200B at 1"],
    ["t3\u200e", "U+200E at 2"],
    ["\0t3", "U+0000 at 0"],
    ["t\u{e0001}3", "U+E0001 at 1"],
  ].flatMap(([id, named]) => {
    const says = `expected a string without white space and invisible characters, but it has ${named}`;
    const code = "ERR_INVALID_PARAMETER";
    return [
      [`hidden in a taskId: ${named}`, () => stop({ taskId: id }), { code, path: "params.taskId", says }],
      [
        `hidden in a monitorId: ${named}`,
        () => stopMonitor({ monitorId: id }),
        { code, path: "params.monitorId", says },
      ],
    ];
  }),
  [
    "a region with a hidden character",
    () => client({ region: "cn-\u200bshanghai" }),
    atOnce({
      code: "ERR_INVALID_REGION",
      path: "options.region",
      says: "expected a region ID, such as cn-shanghai or ap-southeast-1, but it has U+200B at 3",
    }),
  ],
  ...[
    ["\ufeffMARKER", "visible ASCII characters, without white space or line breaks, but it has U+FEFF at 0"],
    ["MARKER\r\n", "visible ASCII characters, without white space or line breaks, but it has U+000D at 6"],
    ['"MARKER"', "a value without the quotes around it"],
    ["'MARKER'", "a value without the quotes around it"],
  ].map(([accessKeyId, expected]) => [
    `an AccessKey ID: ${JSON.stringify(accessKeyId)}`,
    () => client({ credentials: { accessKeyId, accessKeySecret: "x" } }),
    atOnce({
      kind: "credentials",
      code: "ERR_INVALID_CREDENTIALS",
      path: "options.credentials.accessKeyId",
      says: `expected ${expected}`,
    }),
  ]),
  [
    "a string in place of the parameters",
    () => stop("task"),
    { code: "ERR_INVALID_PARAMETER", path: "params", says: "expected an object with taskId" },
  ],
  [
    "http to a public host",
    () => client({ endpoint: "http://live.aliyuncs.com" }),
    atOnce({
      code: "ERR_INVALID_ENDPOINT",
      path: "options.endpoint",
      says: "expected https: plain http is for localhost, 127.0.0.0/8 and [::1] alone (see dangerouslyAllowPlainHttp)",
    }),
  ],
]);

/** Runs a program that makes the runtime an old one, and prints the error of a call. */
const oldRuntime = async (removal) => {
  const program = `
    import { createClient } from "apsara-live";
    ${removal}
    const live = createClient({ credentials: { accessKeyId: "i", accessKeySecret: "MARKER-secret" } });
    const errors = await Promise.all([
      live.stopRtcCloudRecording({ taskId: "x" }).catch((error) => error),
      live.sign("StopRtcCloudRecording", { taskId: "x" }).catch((error) => error),
    ]);
    console.log(JSON.stringify(errors));`;
  return JSON.parse(await runNode(["--input-type=module", "--eval", program], { cwd: import.meta.dirname }));
};

const node18 = 'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "18.20.8" } });';

test("Node.js 18, which has no crypto, is told to be too old", async () => {
  for (const { name, kind, code, message } of await oldRuntime(`${node18} delete globalThis.crypto;`)) {
    assert.deepEqual([name, kind, code], ["LiveError", "argument", "ERR_UNSUPPORTED_RUNTIME"]);
    const needs = "expected crypto.getRandomValues; apsara-live needs Node.js 20.16, and this is 18.20.8";
    assert.equal(message, `globalThis.crypto: ${needs}`);
  }
});

test("Node.js 16, which has no fetch, is told to be too old", async () => {
  const [{ code, message, attempts, outcomeUnknown }, signed] = await oldRuntime(`${node18} delete globalThis.fetch;`);
  assert.deepEqual([code, attempts, outcomeUnknown], ["ERR_UNSUPPORTED_RUNTIME", 0, false]);
  assert.equal(message, "options.fetch: expected fetch; apsara-live needs Node.js 20.16, and this is 18.20.8");
  assert.equal(signed.method, "POST", "a signature needs no fetch");
});

test("the error in another runtime without crypto names the missing function", async () => {
  const removal = 'Object.defineProperty(globalThis, "process", { value: undefined }); delete globalThis.crypto;';
  const program = `import { createClient } from "apsara-live"; const log = console.log; ${removal}
    const live = createClient({ credentials: { accessKeyId: "i", accessKeySecret: "s" } });
    log((await live.stopRtcCloudRecording({ taskId: "x" }).catch((error) => error)).message);`;
  const printed = await runNode(["--input-type=module", "--eval", program], { cwd: import.meta.dirname });
  assert.equal(printed.trim(), "globalThis.crypto: expected a runtime that has crypto.getRandomValues");
});

test("createClient loads nothing, and reads the environment at the call", async () => {
  const program = `
    import { createClient } from "apsara-live";
    const compiled = [];
    for (const name of ["compile", "instantiate"]) WebAssembly[name] = () => compiled.push(name);
    globalThis.fetch = () => compiled.push("fetch");
    createClient();
    createClient({ region: "ap-southeast-1", onEvent() {}, credentials: () => compiled.push("credentials") });
    try { createClient({ regoin: "x" }); } catch (error) { compiled.push(error.name, error.code); }
    await new Promise((resolve) => setTimeout(resolve, 10));
    console.log(compiled.join(" "));`;
  const printed = await runNode(["--input-type=module", "--eval", program], { cwd: import.meta.dirname });
  assert.equal(printed.trim(), "LiveError ERR_UNKNOWN_KEY");
});
