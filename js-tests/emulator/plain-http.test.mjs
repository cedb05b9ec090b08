// Plain HTTP: the emulator accepts it for every operation on loopback hosts and on its own sockets.
import assert from "node:assert/strict";
import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
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

/** Sends bytes, and resolves to the first line of the response. */
async function statusLine(port, ...parts) {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {});
  for (const part of parts) socket.write(part);
  const [head] = await once(socket, "data");
  socket.destroy();
  return String(head).split("\r\n")[0];
}

test("answers a malformed Host or target with 400", async (t) => {
  const server = await create().serve();
  t.after(() => server.close());
  for (const [host, target] of [
    ["a b", "/"],
    ["[::1", "/"],
    ["localhost:99999", "/"],
    ["localhost", "http://[/"],
  ]) {
    const line = await statusLine(server.port, `POST ${target} HTTP/1.1\r\nHost: ${host}\r\ncontent-length: 0\r\n\r\n`);
    assert.match(line, /^HTTP\/1\.1 400 /, `${host} ${target}`);
  }
});

test("answers a body of more than 8 MiB with 413, and does not read the rest", async (t) => {
  const server = await create().serve();
  t.after(() => server.close());
  const head = (length) => `POST / HTTP/1.1\r\nHost: localhost\r\ncontent-length: ${length}\r\n\r\n`;
  const limit = 8 * 1024 * 1024;
  assert.match(await statusLine(server.port, head(300e6), Buffer.alloc(limit + 1)), /^HTTP\/1\.1 413 /);
  assert.match(await statusLine(server.port, head(limit), Buffer.alloc(limit)), /^HTTP\/1\.1 400 /);
});
