// createHttpFetch: responses that a proxy compresses against `accept-encoding: identity`, within the limits of bytes and time.
import assert from "node:assert/strict";
import { createServer, Agent as HttpAgent } from "node:http";
import { test } from "node:test";
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { createClient } from "apsara-live";
import { createHttpFetch } from "apsara-live/node";
import { testAccessKey } from "apsara-live/testing";
import { listen } from "../support/listen.mjs";
import { rejection, task } from "../support/live.mjs";

const MIB = 2 ** 20;
const success = JSON.stringify({ RequestId: "R", TaskId: task.taskId });
const reply = (length) => JSON.stringify({ RequestId: "R", x: "" }).replace('""', `"${"x".repeat(length - 24)}"`);

/** Encodings by their names in the header. */
const encodings = {
  gzip: gzipSync,
  "x-gzip": gzipSync,
  " GZip ": gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
  identity: Buffer.from,
};

/** A client of a server that answers with `body`, a buffer or a function that writes to the response. */
async function answering(t, encoding, body, options) {
  const server = createServer((_, response) => {
    response.setHeader("content-encoding", encoding);
    if (typeof body === "function") body(response);
    else response.end(body);
  });
  const connections = [];
  server.on("connection", (socket) => connections.push(socket));
  const agent = new HttpAgent({ keepAlive: true, maxSockets: 1 });
  t.after(() => agent.destroy());
  const endpoint = await listen(t, server);
  const fetch = createHttpFetch({ agent });
  const live = createClient({ credentials: testAccessKey, endpoint, retry: false, fetch, ...options });
  return { live, connections };
}

const describe = (live) => live.call("DescribeLiveDomainDetail");

for (const [encoding, compress] of Object.entries(encodings)) {
  test(`reads a response with the encoding "${encoding}", and keeps the connection`, async (t) => {
    const { live, connections } = await answering(t, encoding, compress(success));
    for (let i = 0; i < 3; i++) assert.equal((await live.stopRtcCloudRecording(task)).outcome, "stopped");
    assert.equal(connections.length, 1);
  });

  test(`reads 8 MiB with the encoding "${encoding}", and not a byte more`, async (t) => {
    const whole = await answering(t, encoding, compress(reply(8 * MIB)));
    assert.equal((await describe(whole.live)).reply.x.length, 8 * MIB - 24);
    const { live } = await answering(t, encoding, compress(reply(8 * MIB + 1)));
    assert.equal((await rejection(describe(live))).code, "ERR_OVERSIZED_REPLY");
  });
}

test("reads deflate without the header of zlib, in chunks", async (t) => {
  const { live } = await answering(t, "deflate", async (response) => {
    for (const byte of deflateRawSync(success)) {
      response.write(Uint8Array.of(byte));
      await new Promise(setImmediate);
    }
    response.end();
  });
  assert.equal((await live.stopRtcCloudRecording(task)).outcome, "stopped");
});

test("an empty body is empty, whatever its encoding", async (t) => {
  for (const encoding of ["gzip", "deflate", "br"]) {
    const { live } = await answering(t, encoding, "");
    assert.equal((await rejection(live.stopRtcCloudRecording(task))).code, "ERR_EMPTY_REPLY");
  }
});

for (const [what, body] of [
  ["that is cut", gzipSync(success).subarray(0, -4)],
  ["that is not compressed", Buffer.from(success)],
  ["with a wrong checksum", Buffer.concat([gzipSync(success).subarray(0, -8), Buffer.alloc(8)])],
]) {
  test(`a response ${what} is lost, and the outcome unknown`, async (t) => {
    const { live } = await answering(t, "gzip", body);
    const { kind, code, outcomeUnknown, message } = await rejection(live.stopRtcCloudRecording(task));
    assert.deepEqual([kind, code, outcomeUnknown], ["network", "ERR_NETWORK", true]);
    assert.match(message, /the response cannot be decompressed with its content-encoding, gzip: \S/);
  });
}

for (const encoding of ["zstd", "gzip, br", "constructor", `x-${testAccessKey.accessKeySecret}`]) {
  test(`an unknown encoding is named: ${encoding}`, async (t) => {
    const { live, connections } = await answering(t, encoding, success);
    const { kind, outcomeUnknown, message, cause } = await rejection(live.stopRtcCloudRecording(task));
    assert.deepEqual([kind, outcomeUnknown], ["network", true]);
    const named = encoding.toLowerCase().replace(testAccessKey.accessKeySecret, "[redacted]");
    assert.ok(
      message.endsWith(`: the response has a content-encoding other than gzip, deflate and br: ${named}`),
      message,
    );
    assert.equal(cause.message.includes(testAccessKey.accessKeySecret), false);
    assert.equal(connections.length, 1);
  });
}

test("a small body that decompresses to much more than the limit is too long, within its time", {
  timeout: 60_000,
}, async (t) => {
  const bodies = {
    // Members of gzip may follow one another.
    gzip: Buffer.concat(Array(1024).fill(gzipSync(Buffer.alloc(MIB)))),
    br: brotliCompressSync(Buffer.alloc(256 * MIB), { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
  };
  for (const [encoding, body] of Object.entries(bodies)) {
    for (const call of [(live) => live.stopRtcCloudRecording(task), describe]) {
      const { live } = await answering(t, encoding, body);
      const before = process.memoryUsage().arrayBuffers;
      const begin = process.cpuUsage();
      assert.equal((await rejection(call(live))).code, "ERR_OVERSIZED_REPLY");
      const { user, system } = process.cpuUsage(begin);
      assert.ok(user + system < 1_000_000, `${user + system} µs`);
      const grown = process.memoryUsage().arrayBuffers - before;
      assert.ok(grown < 64 * MIB, `${grown} bytes`);
    }
  }
});

test("a compressed body without an end is cut at the deadline", async (t) => {
  const closed = Promise.withResolvers?.() ?? {};
  // Empty blocks, which decompress to nothing.
  const { live } = await answering(
    t,
    "gzip",
    (response) => {
      response.write(gzipSync("").subarray(0, 10));
      const block = Buffer.alloc(50_000, Uint8Array.of(0, 0, 0, 0xff, 0xff));
      const write = () => {
        while (!response.destroyed && response.write(block));
      };
      response.on("drain", write).on("close", () => closed.resolve?.());
      write();
    },
    { timeoutMs: 300 },
  );
  const { kind, outcomeUnknown } = await rejection(live.stopRtcCloudRecording(task));
  assert.deepEqual([kind, outcomeUnknown], ["timeout", true]);
  await closed.promise;
});

for (const [encoding, compress] of [
  ["br", brotliCompressSync],
  ["deflate", deflateSync],
]) {
  test(`a message that goes on after its body in ${encoding} holds no connection`, async (t) => {
    const sent = Buffer.concat([compress(success), Buffer.from("\n")]);
    const { live, connections } = await answering(
      t,
      encoding,
      (response) => response.setHeader("content-length", sent.length + 5).write(sent),
      { timeoutMs: 300 },
    );
    for (let i = 0; i < 3; i++) {
      const { kind, outcomeUnknown } = await rejection(live.stopRtcCloudRecording(task));
      assert.deepEqual([kind, outcomeUnknown], ["timeout", true]);
    }
    assert.equal(connections.length, 3);
  });

  test(`bytes after the body in ${encoding} count for nothing`, async (t) => {
    const { live, connections } = await answering(
      t,
      encoding,
      Buffer.concat([compress(success), Buffer.alloc(100_000)]),
    );
    for (let i = 0; i < 3; i++) assert.equal((await live.stopRtcCloudRecording(task)).outcome, "stopped");
    assert.equal(connections.length, 1);
  });
}
