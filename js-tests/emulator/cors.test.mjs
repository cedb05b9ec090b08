// CORS of the socket server: responds to preflights without recording them, and lets pages read every response.
import assert from "node:assert/strict";
import { request } from "node:http";
import { test } from "node:test";
import { createLiveEmulator } from "apsara-live/testing";
import { acs3, send } from "./signers.mjs";

const at = new Date().toISOString().replace(/\.\d+/, "");

async function served(t, emulator, options) {
  const server = await emulator.serve(0, "127.0.0.1", options);
  t.after(() => server.close());
  return server;
}

/** Sends a request with node:http, because fetch may reject these headers. */
function sent(url, headers) {
  return new Promise((resolve, reject) => {
    request(url, { method: "OPTIONS", headers }, (response) => resolve(response.resume()))
      .once("error", reject)
      .end();
  });
}

const preflight = {
  origin: "http://page.test",
  "access-control-request-method": "POST",
  "access-control-request-headers": "authorization,x-acs-action",
};

test("responds to a preflight, closes its connection and does not record it", async (t) => {
  const emulator = createLiveEmulator({ faults: ["reset"] });
  const { url } = await served(t, emulator, { cors: true });
  const { statusCode, headers } = await sent(url, preflight);
  assert.equal(statusCode, 204);
  assert.equal(headers["access-control-allow-origin"], "*");
  assert.equal(headers["access-control-allow-methods"], "POST");
  assert.equal(headers["access-control-allow-headers"], "authorization,x-acs-action");
  assert.equal(headers.connection, "close");
  assert.deepEqual([emulator.requests.length, emulator.faults.length], [0, 1]);

  const { "access-control-request-headers": _, ...simple } = preflight;
  assert.equal((await sent(url, simple)).headers["access-control-allow-headers"], undefined);
});

test("lets pages read every response with its headers", async (t) => {
  const faults = [null, "throttle", "unavailable", "empty", { type: "redirect", location: "/" }];
  const emulator = createLiveEmulator({ faults, recordings: { task: "RUNNING" } });
  const { url } = await served(t, emulator, { cors: true });
  for (const _ of faults) {
    const signed = acs3({ scheme: "http", host: new URL(url).host, at });
    const { headers } = await send(fetch, signed, { redirect: "manual" });
    assert.equal(headers.get("access-control-allow-origin"), "*");
    assert.equal(headers.get("access-control-expose-headers"), "*");
  }
});

test("records other OPTIONS requests, and all of them without the option cors", async (t) => {
  for (const [options, headers] of [
    [{ cors: true }, { origin: preflight.origin }],
    [{ cors: false }, preflight],
    [undefined, preflight],
  ]) {
    const emulator = createLiveEmulator();
    const response = await sent((await served(t, emulator, options)).url, headers);
    assert.ok(response.statusCode >= 400, String(response.statusCode));
    assert.equal(emulator.requests.length, 1);
    assert.equal(response.headers["access-control-allow-methods"], undefined);
  }
});

test("names the path of an invalid option", async () => {
  const emulator = createLiveEmulator();
  for (const [options, message] of [
    [{ cors: "*" }, /^options\.cors: expected true or false$/],
    [{ Cors: true }, /^options\.Cors: unknown key; did you mean "cors"\?$/],
    [null, /^options: expected an object$/],
  ]) {
    await assert.rejects(emulator.serve(0, "127.0.0.1", options), { name: "TypeError", message });
  }
});
