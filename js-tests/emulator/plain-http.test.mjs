// Plain HTTP: the emulator accepts it for every operation on loopback hosts and on its own sockets.
import assert from "node:assert/strict";
import { request } from "node:http";
import { test } from "node:test";
import { createLiveEmulator } from "apsara-live/testing";
import { acs3, codeOf, now, send, signers } from "./signers.mjs";

const stopMonitor = { operation: "StopLiveStreamMonitor", params: { MonitorId: "m" } };
const create = () =>
  createLiveEmulator({ recordings: { task: "RUNNING" }, monitors: { m: "RUNNING" }, now: () => now });

const LOOPBACK = [
  "localhost",
  "LOCALHOST:8080",
  "127.0.0.1:1",
  "127.255.255.254",
  "2130706433",
  "[::1]",
  "[0:0:0:0:0:0:0:1]:80",
];
const OTHER = ["live.aliyuncs.com", "localhost.example", "127.0.0.1.example", "128.0.0.1", "[::2]", "0.0.0.0"];

/** Returns a host in the form of a URL, which is the signed form. */
const normalized = (host) => new URL(`http://${host}/`).host;

for (const [name, sign] of Object.entries(signers)) {
  for (const host of LOOPBACK) {
    test(`${name}: accepts http to ${host}`, async () => {
      const response = await send(create().fetch, sign({ scheme: "http", host: normalized(host) }));
      assert.equal(await codeOf(response), undefined);
    });
  }

  for (const host of OTHER) {
    test(`${name}: rejects StopRtcCloudRecording by http to ${host}`, async () => {
      const emulator = create();
      const response = await send(emulator.fetch, sign({ scheme: "http", host }));
      assert.deepEqual([response.status, await codeOf(response)], [403, "InvalidProtocol.NeedSsl"]);
      assert.equal(emulator.recordings.get("task"), "RUNNING");
      assert.equal(await codeOf(await send(emulator.fetch, sign({ scheme: "https", host }))), undefined);
    });

    test(`${name}: accepts StopLiveStreamMonitor by http to ${host}`, async () => {
      const response = await send(create().fetch, sign({ ...stopMonitor, scheme: "http", host }));
      assert.equal(await codeOf(response), undefined);
    });
  }
}

test("does not remember the nonce of a request that needs TLS", async () => {
  const emulator = create();
  const signed = acs3({ nonce: "n" });
  await send(emulator.fetch, { ...signed, url: signed.url.replace("https:", "http:") });
  assert.equal(await codeOf(await send(emulator.fetch, signed)), undefined);
});

test("accepts http on its own socket for any Host header", async (t) => {
  const server = await create().serve();
  t.after(() => server.close());
  const { url, method, headers } = acs3();
  const status = await new Promise((resolve, reject) => {
    const target = url.replace("https://live.aliyuncs.com", server.url);
    request(target, { method, headers: { ...headers, host: "live.aliyuncs.com" } }, (response) =>
      resolve(response.resume().statusCode),
    )
      .once("error", reject)
      .end();
  });
  assert.equal(status, 200);
});
