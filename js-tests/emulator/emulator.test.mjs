// State, recorded requests, response formats and socket server of the emulator.
import assert from "node:assert/strict";
import { connect } from "node:net";
import { test } from "node:test";
import { inspect } from "node:util";
import * as testing from "apsara-live/testing";
import { acs3, codeOf, date, key, now, send, sha1, signers } from "./signers.mjs";

const { createLiveEmulator, faultTypes, serviceErrors, testAccessKey } = testing;
const create = (options) =>
  createLiveEmulator({ recordings: { task: "RUNNING" }, monitors: { m: "RUNNING" }, now: () => now, ...options });
const stopMonitor = {
  operation: "StopLiveStreamMonitor",
  params: { MonitorId: "m", RegionId: "cn-shanghai", OwnerId: "9223372036854775807" },
};

test("without options the emulator has one AccessKey, no recording and no monitor", async () => {
  assert.deepEqual(testAccessKey, key);
  const emulator = createLiveEmulator();
  assert.deepEqual(
    [emulator.recordings.size, emulator.monitors.size, emulator.requests, emulator.faults],
    [0, 0, [], []],
  );
  const at = new Date().toISOString().replace(/\.\d+/, "");
  assert.equal(await codeOf(await send(emulator.fetch, acs3({ at }))), "NotFound.Task");
});

test("responds to every state as documented, and updates it", async () => {
  const { fetch, recordings, monitors } = create();
  for (const [state, code, after] of [
    ["RUNNING", undefined, "STOPPED"],
    ["RECOVERING", undefined, "STOPPED"],
    ["STOPPING", "InvalidParameter.TaskId", "STOPPING"],
    ["STOPPED", "InvalidParameter.TaskId", "STOPPED"],
  ]) {
    recordings.set("task", state);
    assert.equal(await codeOf(await send(fetch, acs3())), code);
    assert.equal(recordings.get("task"), after);
  }
  for (const code of [undefined, "StreamMonitorAlreadyStop"])
    assert.equal(await codeOf(await send(fetch, sha1(stopMonitor))), code);
  monitors.delete("m");
  assert.equal(await codeOf(await send(fetch, sha1(stopMonitor))), "StreamMonitorNotExist");
});

test("records a request as received", async () => {
  const { fetch, requests } = create();
  const request = sha1({ ...stopMonitor, nonce: "recorded" });
  await send(fetch, request);
  const { headers, ...rest } = requests[0];
  assert.deepEqual(headers, { host: "live.aliyuncs.com", "content-type": "application/x-www-form-urlencoded" });
  assert.deepEqual(rest, {
    method: "POST",
    url: request.url,
    body: request.body,
    operation: "StopLiveStreamMonitor",
    params: stopMonitor.params,
    signatureMethod: "HMAC-SHA1",
    nonce: "recorded",
    timestamp: date,
    at: now,
    executed: true,
    status: 200,
    code: undefined,
    fault: undefined,
  });
});

test("responds in JSON or XML, by Format and by Accept, with the headers of the gateway", async () => {
  for (const [request, type] of [
    [acs3(stopMonitor), "json"],
    [acs3({ ...stopMonitor, headers: { accept: "application/json" } }), "json"],
    [acs3({ ...stopMonitor, headers: { accept: "text/xml" } }), "xml"],
    [acs3({ ...stopMonitor, headers: { accept: "*/*" } }), "json"],
    [sha1(stopMonitor), "json"],
    [sha1({ ...stopMonitor, common: { Format: "json" } }), "json"],
    [sha1({ ...stopMonitor, common: { Format: "xml" } }), "xml"],
    [sha1({ ...stopMonitor, common: { Format: undefined } }), "xml"],
  ]) {
    const response = await send(create().fetch, request);
    const text = await response.text();
    const requestId = response.headers.get("x-acs-request-id");
    assert.match(requestId, /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/);
    assert.match(response.headers.get("x-acs-trace-id"), /^[0-9a-f]{32}$/);
    assert.equal(response.headers.get("date"), new Date(now).toUTCString());
    assert.equal(response.headers.get("content-length"), String(Buffer.byteLength(text)));
    assert.equal(
      response.headers.get("content-type"),
      { json: "application/json;charset=utf-8", xml: "text/xml;charset=utf-8" }[type],
    );
    if (type === "json") assert.deepEqual(JSON.parse(text), { RequestId: requestId });
    else
      assert.ok(
        text.endsWith(
          `<StopLiveStreamMonitorResponse><RequestId>${requestId}</RequestId></StopLiveStreamMonitorResponse>`,
        ),
      );
  }
});

test("escapes XML and replaces characters that XML does not allow", async () => {
  const TaskId = "<&>\"'\u0000\ud83c\udfa5";
  const response = await send(
    create({ recordings: { [TaskId]: "RUNNING" } }).fetch,
    sha1({ params: { TaskId }, common: { Format: "XML" } }),
  );
  assert.ok((await response.text()).includes("<TaskId>&lt;&amp;&gt;&quot;&apos;\ufffd\ud83c\udfa5</TaskId>"));
});

test("shows no secret in responses or when inspected", async () => {
  const emulator = create({ accessKeys: [{ accessKeyId: "id", accessKeySecret: "MARKERSECRET" }] });
  for (const sign of Object.values(signers)) {
    const reply = await send(emulator.fetch, sign({ credentials: { accessKeyId: "id", accessKeySecret: "wrong" } }));
    assert.ok(!(await reply.text()).includes("MARKERSECRET"));
  }
  assert.ok(!inspect(emulator, { depth: 9, showHidden: true }).includes("MARKERSECRET"));
});

test("serve() shares one state among clients, and close() closes open connections", async () => {
  const emulator = create();
  const server = await emulator.serve();
  const host = `127.0.0.1:${server.port}`;
  assert.equal(server.url, `http://${host}`);
  const codes = await Promise.all([1, 2, 3].map(async () => codeOf(await send(fetch, acs3({ host, scheme: "http" })))));
  assert.deepEqual(codes.sort(), ["InvalidParameter.TaskId", "InvalidParameter.TaskId", undefined]);
  emulator.faults.push("hang");
  const hanging = assert.rejects(send(fetch, acs3({ host, scheme: "http" })), TypeError);
  while (emulator.requests.at(-1).fault?.type !== "hang") await new Promise(setImmediate);
  await Promise.all([server.close(), server.close(), hanging]);
  await assert.rejects(fetch(server.url), TypeError);
});

test("serve() verifies the signed Host header instead of the address", async () => {
  const server = await create().serve();
  const { headers, url } = acs3();
  const lines = Object.entries({ ...headers, host: "live.aliyuncs.com", "content-length": 0, connection: "close" }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  const target = url.slice("https://live.aliyuncs.com".length);
  const response = await new Promise((resolve, reject) => {
    let text = "";
    const socket = connect(server.port, "127.0.0.1", () =>
      socket.write(`POST ${target} HTTP/1.1\r\n${lines.join("")}\r\n`),
    );
    socket
      .setEncoding("utf8")
      .on("data", (chunk) => (text += chunk))
      .on("end", () => resolve(text))
      .on("error", reject);
  });
  assert.match(response, /^HTTP\/1\.1 200 OK\r\n/);
  assert.equal(response.match(/^date:/gim).length, 1);
  await server.close();
});

test("serve() responds to an invalid fault with its error and keeps running", async () => {
  const emulator = create({ faultFor: () => "thrttle" });
  const server = await emulator.serve();
  for (let i = 0; i < 2; i++) {
    const response = await fetch(server.url);
    assert.equal(response.headers.get("access-control-allow-origin"), "*");
    assert.deepEqual([response.status, (await response.text()).startsWith("TypeError: faultFor().type:")], [500, true]);
  }
  await server.close();
});

test("serve() refuses invalid ports and hosts, used ports, and runtimes without process.getBuiltinModule", async () => {
  const emulator = create();
  for (const port of [-1, 65536, "80"])
    await assert.rejects(emulator.serve(port), /^TypeError: port: expected a whole number from 0 to 65535$/);
  await assert.rejects(emulator.serve(0, ""), /^TypeError: host: expected a non-empty string$/);
  const first = await emulator.serve();
  await assert.rejects(emulator.serve(first.port), { code: "EADDRINUSE" });
  if (Symbol.asyncDispose) await first[Symbol.asyncDispose]();
  else await first.close();
  const { getBuiltinModule } = process;
  process.getBuiltinModule = undefined;
  try {
    await assert.rejects(emulator.serve(), /serve\(\) needs process\.getBuiltinModule/);
  } finally {
    process.getBuiltinModule = getBuiltinModule;
  }
});

test("exports frozen tables", () => {
  for (const table of [testAccessKey, serviceErrors, faultTypes, ...Object.values(serviceErrors)])
    assert.ok(Object.isFrozen(table));
});
