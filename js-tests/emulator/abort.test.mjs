// In-process fetch of the emulator: input forms, aborts with the caller's reason, and no listener or timer left behind.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createLiveEmulator } from "apsara-live/testing";
import { listeners, timers } from "../support/leftovers.mjs";
import { acs3, now, send } from "./signers.mjs";

const reason = new Error("the caller's reason");
const create = (...faults) => createLiveEmulator({ recordings: { task: "RUNNING" }, now: () => now, faults });

/** Faults that wait, and whether they wait in the body. */
const WAITS = [
  [{ type: "slow", ms: 60_000 }, false],
  [{ type: "slow", ms: 60_000, delay: "before-execution" }, false],
  [{ type: "slow", ms: 60_000, part: "body" }, true],
  ["hang", false],
  [{ type: "hang", part: "body" }, true],
];

for (const [fault, inBody] of WAITS) {
  test(`rejects with the caller's reason when aborted during ${JSON.stringify(fault)}`, async () => {
    const controller = new AbortController();
    const before = timers();
    const response = send(create(fault).fetch, acs3(), { signal: controller.signal });
    const waiting = inBody ? response.then(({ body }) => new Response(body).text()) : response;
    setTimeout(() => controller.abort(reason), 20);
    await assert.rejects(waiting, (error) => error === reason);
    assert.equal(listeners(controller.signal), 0);
    assert.equal(timers(), before);
  });
}

test("a cancelled body leaves no timer and no listener", async () => {
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
    assert.equal(listeners(signal), 0);
    assert.equal(timers(), before);
  }
});

test("every response leaves no listener", async () => {
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
    assert.equal(listeners(signal), 0, JSON.stringify(fault));
  }
});

test("an aborted signal prevents the request", async () => {
  const emulator = create();
  await assert.rejects(
    send(emulator.fetch, acs3(), { signal: AbortSignal.abort(reason) }),
    (error) => error === reason,
  );
  assert.deepEqual(emulator.requests, []);
});

test("an abort during the execution rejects, and the execution continues", async () => {
  const emulator = create();
  const controller = new AbortController();
  const response = send(emulator.fetch, acs3(), { signal: controller.signal });
  controller.abort(reason);
  await assert.rejects(response, (error) => error === reason);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(emulator.requests[0].executed, true);
});

test("accepts strings, URLs and Requests, without this", async () => {
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

test("uses the signal of a Request unless init has another", async () => {
  const { url, method, headers } = acs3();
  const request = new Request(url, { method, headers, signal: AbortSignal.abort(reason) });
  await assert.rejects(create().fetch(request), (error) => error === reason);
  assert.equal((await create().fetch(request, { signal: null })).status, 200);
});

test("rejects invalid input with a TypeError, as fetch does", async () => {
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
