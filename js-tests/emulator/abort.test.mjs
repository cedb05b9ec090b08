// Tests the in-process fetch against the contract of fetch: inputs, aborts, and no timer or listener left behind.

import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { test } from "node:test";
import { createLiveEmulator } from "apsara-live/testing";
import { acs3, now, send } from "./signers.mjs";

const reason = new Error("the caller aborts");
const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
const create = (...faults) => createLiveEmulator({ recordings: { task: "RUNNING" }, now: () => now, faults });

// [fault, whether the abort happens while the body is read]
const WAITS = [
  [{ type: "slow", ms: 60_000 }, false],
  [{ type: "slow", ms: 60_000, delay: "before-execution" }, false],
  [{ type: "slow", ms: 60_000, part: "body" }, true],
  ["hang", false],
  [{ type: "hang", part: "body" }, true],
];

for (const [fault, inBody] of WAITS) {
  test(`rejects with the caller's reason during ${JSON.stringify(fault)}`, async () => {
    const controller = new AbortController();
    const before = timers();
    const response = send(create(fault).fetch, acs3(), { signal: controller.signal });
    const waiting = inBody ? response.then(({ body }) => new Response(body).text()) : response;
    setTimeout(() => controller.abort(reason), 20);
    await assert.rejects(waiting, (error) => error === reason);
    assert.equal(getEventListeners(controller.signal, "abort").length, 0);
    assert.equal(timers(), before);
  });
}

test("leaves no timer and no listener after the body is cancelled", async () => {
  for (const fault of [
    { type: "slow", ms: 60_000, part: "body" },
    { type: "hang", part: "body" },
  ]) {
    const { signal } = new AbortController();
    const before = timers();
    const response = await send(create(fault).fetch, acs3(), { signal });
    const reader = response.body.getReader();
    await reader.read();
    const pending = reader.read();
    await new Promise(setImmediate);
    await reader.cancel();
    assert.equal((await pending).done, true);
    await new Promise(setImmediate);
    assert.equal(getEventListeners(signal, "abort").length, 0);
    assert.equal(timers(), before);
  }
});

test("leaves no listener after any response", async () => {
  for (const fault of [
    null,
    "throttle",
    "reset",
    "lost-reply",
    "truncated",
    "empty",
    { type: "slow", ms: 1 },
    { type: "slow", ms: 1, part: "body" },
  ]) {
    const { signal } = new AbortController();
    await send(create(fault).fetch, acs3(), { signal })
      .then((response) => response.text())
      .catch(() => {});
    assert.equal(getEventListeners(signal, "abort").length, 0, JSON.stringify(fault));
  }
});

test("sends nothing when the signal is already aborted", async () => {
  const emulator = create();
  await assert.rejects(
    send(emulator.fetch, acs3(), { signal: AbortSignal.abort(reason) }),
    (error) => error === reason,
  );
  assert.deepEqual(emulator.requests, []);
});

test("rejects on an abort during execution, and still executes the request", async () => {
  const emulator = create();
  const controller = new AbortController();
  const response = send(emulator.fetch, acs3(), { signal: controller.signal });
  controller.abort(reason);
  await assert.rejects(response, (error) => error === reason);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(emulator.requests[0].executed, true);
});

test("accepts a string, a URL and a Request as input or init, and works unbound", async () => {
  const { url, method, headers } = acs3();
  for (const [input, init] of [
    [url, { method, headers }],
    [new URL(url), { method, headers: new Headers(headers) }],
    [new Request(url, { method, headers }), undefined],
    [url, new Request(url, { method, headers })],
    [new Request(url, { headers }), { method, signal: null }],
  ]) {
    const { fetch } = create();
    assert.equal((await fetch(input, init)).status, 200);
  }
});

test("uses the signal of a Request unless init has its own", async () => {
  const { url, method, headers } = acs3();
  const request = new Request(url, { method, headers, signal: AbortSignal.abort(reason) });
  await assert.rejects(create().fetch(request), (error) => error === reason);
  assert.equal((await create().fetch(request, { signal: null })).status, 200);
});

test("rejects invalid input as fetch does, and records no request", async () => {
  const emulator = create();
  for (const [input, init] of [
    ["/relative"],
    ["https://live.aliyuncs.com/", { method: "GET", body: "x" }],
    ["https://a:b@live.aliyuncs.com/"],
  ]) {
    await assert.rejects(emulator.fetch(input, init), TypeError);
  }
  assert.deepEqual(emulator.requests, []);
});

test("takes the host from the URL and ignores a Host header", async () => {
  const emulator = create();
  const request = acs3();
  assert.equal(
    (await send(emulator.fetch, { ...request, headers: { ...request.headers, host: "elsewhere" } })).status,
    200,
  );
  assert.equal(emulator.requests[0].headers.host, "live.aliyuncs.com");
});
