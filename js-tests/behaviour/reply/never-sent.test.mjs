// A request that was never sent has a known outcome: errors of connecting are in a table, and all other errors leave the outcome unknown.
import assert from "node:assert/strict";
import { Agent, createServer } from "node:http";
import { createServer as createTcpServer } from "node:net";
import { test } from "node:test";
import { createServer as createTlsServer } from "node:tls";
import { createClient } from "apsara-live";
import { createHttpFetch } from "apsara-live/node";
import { decide } from "apsara-live/queue";
import { testAccessKey } from "apsara-live/testing";
import { certificate } from "../../support/certificate.mjs";
import { freePort } from "../../support/free-port.mjs";
import { listen } from "../../support/listen.mjs";
import { quick, rejection, serving, task } from "../../support/live.mjs";

const calling = (options) =>
  rejection(createClient({ credentials: testAccessKey, retry: quick, ...options }).stopRtcCloudRecording(task));

const throwing = (thrown) => async () => {
  throw thrown;
};

/** The error of Node.js: the reason is in the cause. */
const failed = (members, message = "") =>
  new TypeError("fetch failed", { cause: Object.assign(new Error(message), members) });

const connect = (code) => Object.assign(new Error(`connect ${code}`), { code, syscall: "connect" });
const aggregate = (errors, members) =>
  new TypeError("fetch failed", { cause: Object.assign(new AggregateError(errors), members) });

/** Recorded errors of the runtimes, thrown by a `fetch` of the caller: only system calls that come before a request are a proof. */
const seen = {
  "never-sent": [
    ["Node.js: refused", failed({ code: "ECONNREFUSED", syscall: "connect" }, "connect ECONNREFUSED 127.0.0.1:1")],
    [
      "Node.js: refused by every address",
      aggregate([connect("ECONNREFUSED"), connect("ENETUNREACH")], { code: "ECONNREFUSED" }),
    ],
    ["Node.js: no DNS", failed({ code: "EAI_AGAIN", syscall: "getaddrinfo" }, "getaddrinfo EAI_AGAIN a.b")],
    ["Node.js: no route", failed({ code: "EHOSTUNREACH", syscall: "connect" }, "connect EHOSTUNREACH 2001:db8::1:80")],
    ["Node.js: no network", failed({ code: "ENETUNREACH", syscall: "connect" }, "connect ENETUNREACH 2001:db8::1:80")],
    ["Node.js: not allowed", failed({ code: "EACCES", syscall: "connect" }, "connect EACCES 10.0.0.1:80")],
    [
      "Node.js: connecting timed out",
      failed({ code: "ETIMEDOUT", syscall: "connect" }, "connect ETIMEDOUT 10.0.0.1:80"),
    ],
    ["node:http: refused", connect("ECONNREFUSED")],
  ],
  unknown: [
    ["a code without its system call", failed({ code: "ECONNREFUSED" })],
    ["a system call without a code", failed({ syscall: "connect" })],
    ["addresses without an error", aggregate([], { code: "ECONNREFUSED" })],
    [
      "an address that was connected",
      aggregate([connect("ECONNREFUSED"), Object.assign(new Error("reset"), { code: "ECONNRESET", syscall: "read" })], {
        code: "ECONNREFUSED",
        syscall: "connect",
      }),
    ],
    ["Node.js: connecting took 10 s", failed({ code: "UND_ERR_CONNECT_TIMEOUT" }, "Connect Timeout Error")],
    ["Node.js: bad port", failed({}, "bad port")],
    ["Node.js: self-signed", failed({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" }, "self-signed certificate")],
    ["Node.js: a corrupt record", failed({ code: "ERR_SSL_WRONG_VERSION_NUMBER" }, "wrong version number")],
    ["Node.js: a long record", failed({ code: "ERR_SSL_PACKET_LENGTH_TOO_LONG" }, "packet length too long")],
    ["node:http: an agent for https", Object.assign(new TypeError("Protocol"), { code: "ERR_INVALID_PROTOCOL" })],
    ["Bun: refused", Object.assign(new TypeError("ECONNREFUSED: Unable to connect."), { code: "ECONNREFUSED" })],
    ["Bun: no DNS", Object.assign(new TypeError("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" })],
    [
      "Deno: refused",
      failed({}, "error sending request for url (http://127.0.0.1:1/): client error (Connect): tcp connect error"),
    ],
    ["Deno: no DNS", failed({}, "error sending request for url (https://a/): client error (Connect): dns error")],
    ["Deno: bad port", new TypeError("Fetch failed: Requests to port 22 are blocked")],
    ["Node.js: reset", failed({ code: "ECONNRESET", syscall: "read" }, "read ECONNRESET")],
    ["Node.js: closed", failed({ code: "UND_ERR_SOCKET" }, "other side closed")],
    ["Node.js: broken pipe", failed({ code: "EPIPE", syscall: "write" }, "write EPIPE")],
    ["Node.js: reading timed out", failed({ code: "ETIMEDOUT", syscall: "read" }, "read ETIMEDOUT")],
    ["Node.js: no route any more", failed({ code: "EHOSTUNREACH", syscall: "read" }, "read EHOSTUNREACH")],
    ["Node.js: no network any more", failed({ code: "ENETUNREACH", syscall: "write" }, "write ENETUNREACH")],
    ["Node.js: a port that closed", failed({ code: "ECONNREFUSED", syscall: "read" }, "read ECONNREFUSED")],
    ["Node.js: no headers for 5 min", failed({ code: "UND_ERR_HEADERS_TIMEOUT" }, "Headers Timeout Error")],
    ["Bun: reset", Object.assign(new TypeError("ECONNRESET: closed"), { code: "ECONNRESET" })],
    // Bun throws the same error for a corrupt record long after the handshake.
    ["Bun: no TLS", Object.assign(new TypeError("EPROTO: The TLS handshake failed."), { code: "EPROTO" })],
    ["Deno: reset", failed({}, "Connection reset by peer (os error 104)")],
    ["Deno: reset while sending", failed({}, "error sending request: client error (SendRequest): connection closed")],
    ["Deno: a corrupt record", failed({}, "received corrupt message of type InvalidContentType")],
    ["workerd", new Error("Network connection lost.")],
    ["Chromium", new TypeError("Failed to fetch")],
    ["Firefox", new TypeError("NetworkError when attempting to fetch resource.")],
    ["Safari", new TypeError("Load failed")],
    ["a text", "ECONNREFUSED"],
    ["nothing", undefined],
    ["null", null],
    ["a code that is no text", Object.assign(new Error("x"), { code: 23 })],
    ["an error in the words of another", new Error("the proxy said: bad port")],
    [
      "an error that cannot be read",
      Object.defineProperty(new Error("x"), "code", {
        get() {
          throw new Error("no");
        },
      }),
    ],
  ],
};

for (const [delivery, errors] of Object.entries(seen)) {
  for (const [what, thrown] of errors) {
    test(`${what}: ${delivery}`, async () => {
      const { kind, code, attempts, retryable, outcomeUnknown, message } = await calling({ fetch: throwing(thrown) });
      assert.deepEqual([kind, code, attempts, retryable], ["network", "ERR_NETWORK", 4, true], message);
      assert.equal(outcomeUnknown, delivery === "unknown", message);
      assert.match(message, delivery === "unknown" ? /got no reply from/ : /could not be sent to/);
    });
  }
}

for (const thrown of [
  failed({ code: "ENOTFOUND", syscall: "getaddrinfo" }, "getaddrinfo ENOTFOUND"),
  Object.assign(new Error("getaddrinfo ENOTFOUND a.b"), { code: "ENOTFOUND", syscall: "getaddrinfo" }),
]) {
  test(`an unknown host, as in ${thrown.cause?.message ?? thrown.message}`, async () => {
    const ofRegion = await calling({ fetch: throwing(thrown), region: "ap-nowhere-1" });
    assert.deepEqual(
      [ofRegion.kind, ofRegion.code, ofRegion.attempts, ofRegion.retryable, ofRegion.outcomeUnknown],
      ["network", "ERR_NETWORK", 4, true, false],
    );
    assert.match(ofRegion.message, /no such host, live\.ap-nowhere-1\.aliyuncs\.com; is the region right\?/);
    // A name server that is out of order says the same of every name.
    assert.equal(decide(ofRegion).action, "retry");
    const ofEndpoint = await calling({ fetch: throwing(thrown), endpoint: "nowhere.example" });
    assert.deepEqual([ofEndpoint.attempts, ofEndpoint.retryable, ofEndpoint.outcomeUnknown], [4, true, false]);
    assert.match(ofEndpoint.message, /no such host, nowhere\.example$/);
  });
}

test("an outcome that an earlier attempt left unknown stays so", async () => {
  const errors = [failed({ code: "ECONNRESET" }, "read ECONNRESET"), ...seen["never-sent"].map(([, thrown]) => thrown)];
  const fetch = async () => {
    throw errors.shift();
  };
  const { attempts, outcomeUnknown } = await calling({ fetch });
  assert.deepEqual([attempts, outcomeUnknown], [4, true]);
});

test("a refused connection and a blocked port of this runtime are known", async () => {
  for (const endpoint of [`http://127.0.0.1:${await freePort()}`, "http://127.0.0.1:6000"]) {
    const { outcomeUnknown, retryable, message } = await calling({ endpoint });
    assert.deepEqual([outcomeUnknown, retryable], [false, true], message);
  }
});

test("TLS that is refused is known, and the server gets no request", async (t) => {
  const { key, cert } = await certificate(t);
  let bytes = 0;
  const server = createTlsServer({ key, cert }, (socket) => {
    socket.on("data", (data) => (bytes += data.length));
    socket.on("error", () => {});
  });
  server.on("tlsClientError", () => {});
  server.closeAllConnections = () => {};
  const plain = createServer((_, response) => response.end("plain"));
  for (const [each, fetch] of [
    [server, undefined],
    [server, createHttpFetch()],
    // The global fetch has the same code for a corrupt record after the request.
    [plain, createHttpFetch()],
  ]) {
    const endpoint = (await listen(t, each)).replace("http:", "https:");
    const { kind, attempts, outcomeUnknown, retryable, message } = await calling({ endpoint, fetch });
    assert.deepEqual([kind, attempts, outcomeUnknown, retryable], ["network", 4, false, true], message);
    each.close();
  }
  assert.equal(bytes, 0);
});

test("a connection that resets after the request is unknown", async (t) => {
  let received = 0;
  const server = createTcpServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => {
      received++;
      socket.resetAndDestroy();
    });
  });
  server.closeAllConnections = () => {};
  const { outcomeUnknown, attempts, message } = await calling({ endpoint: await listen(t, server) });
  assert.deepEqual([outcomeUnknown, attempts, received], [true, 4, 4], message);
});

test("a runtime without crypto or fetch is refused, and nothing is sent", async () => {
  let sent = 0;
  const fetch = async () => {
    sent++;
    return new Response("");
  };
  for (const [name, options, what] of [
    ["crypto", { fetch }, /^globalThis\.crypto: .*crypto\.getRandomValues/],
    ["fetch", {}, /^options\.fetch: .*fetch/],
  ]) {
    const descriptor = Object.getOwnPropertyDescriptor(globalThis, name);
    Object.defineProperty(globalThis, name, { value: undefined, configurable: true });
    try {
      const { kind, code, attempts, retryable, outcomeUnknown, message } = await calling(options);
      assert.deepEqual(
        [kind, code, attempts, retryable, outcomeUnknown],
        ["argument", "ERR_UNSUPPORTED_RUNTIME", 0, false, false],
      );
      assert.match(message, what);
    } finally {
      Object.defineProperty(globalThis, name, descriptor);
    }
  }
  assert.equal(sent, 0);
});

test("what an agent throws before it opens a connection is never sent, and later it is not, be it the same object", async (t) => {
  const { live } = await serving(t, { faults: ["reset"] });
  const same = Object.assign(new Error("out of sockets"), { code: "EMFILE" });
  const agent = new Agent();
  const { createConnection } = agent;
  for (const [outcomeUnknown, open] of [
    [false, (_, callback) => callback(same)],
    [
      true,
      (...args) => {
        const socket = createConnection.apply(agent, args);
        // After the request, with the same error.
        socket.once("ready", () => setImmediate(() => socket.destroy(same)));
        return socket;
      },
    ],
    [false, (_, callback) => callback(same)],
  ]) {
    agent.createConnection = open;
    const error = await rejection(
      live({ fetch: createHttpFetch({ agent }), retry: false }).stopRtcCloudRecording(task),
    );
    assert.equal(error.outcomeUnknown, outcomeUnknown, error.message);
    assert.equal(error.cause.code, same.code);
  }
});
