// createHttpFetch: private authorities, client certificates, proxies, requests that were never sent, and options.
import assert from "node:assert/strict";
import { createServer, Agent as HttpAgent } from "node:http";
import { Agent } from "node:https";
import { connect, createServer as createTcpServer } from "node:net";
import { test } from "node:test";
import { createServer as createTlsServer } from "node:tls";
import { createClient } from "apsara-live";
import { createHttpFetch } from "apsara-live/node";
import { testAccessKey } from "apsara-live/testing";
import { HttpsProxyAgent } from "https-proxy-agent";
import { authority } from "../support/authority.mjs";
import { connectProxy } from "../support/connect-proxy.mjs";
import { freePort } from "../support/free-port.mjs";
import { listen } from "../support/listen.mjs";
import { methods, quick, rejection, serving, task, until } from "../support/live.mjs";
import { tlsEmulator } from "../support/tls-emulator.mjs";

const clientOf = (endpoint, agent, options) =>
  createClient({
    credentials: testAccessKey,
    endpoint,
    retry: quick,
    quota: false,
    fetch: createHttpFetch(agent === undefined ? {} : { agent }),
    ...options,
  });

function agentOf(t, agent) {
  t.after(() => agent.destroy());
  return agent;
}

test("trusts a private authority of the agent, and keeps the connection", async (t) => {
  const { ca, server } = await authority(t);
  const { endpoint, emulator, sockets } = await tlsEmulator(t, server);
  const agent = agentOf(t, new Agent({ keepAlive: true, ca, maxSockets: 1 }));
  const outcomes = [];
  for (const signatureMethod of methods) {
    outcomes.push((await clientOf(endpoint, agent, { signatureMethod }).stopRtcCloudRecording(task)).outcome);
  }
  assert.deepEqual([outcomes, sockets()], [["stopped", "already-stopped"], 1]);
  const { outcomeUnknown, message } = await rejection(clientOf(endpoint).stopRtcCloudRecording(task));
  assert.equal(outcomeUnknown, false, message);
  assert.equal(emulator.requests.length, 2);
});

test("shows a client certificate, without which the service gets no request", async (t) => {
  const { ca, server, client } = await authority(t);
  const { endpoint, emulator } = await tlsEmulator(t, { ...server, ca, requestCert: true, rejectUnauthorized: true });
  const unknown = await rejection(clientOf(endpoint, agentOf(t, new Agent({ ca }))).stopRtcCloudRecording(task));
  assert.deepEqual([unknown.kind, unknown.code, emulator.requests.length], ["network", "ERR_NETWORK", 0]);
  const known = clientOf(endpoint, agentOf(t, new Agent({ ca, ...client })));
  assert.equal((await known.stopRtcCloudRecording(task)).outcome, "stopped");
});

test("a client certificate that is missing during the handshake is never sent", async (t) => {
  const { ca, server } = await authority(t);
  const options = { ...server, ca, requestCert: true, rejectUnauthorized: true, maxVersion: "TLSv1.2" };
  const { endpoint, emulator } = await tlsEmulator(t, options);
  const agent = agentOf(t, new Agent({ ca }));
  const { outcomeUnknown, message } = await rejection(clientOf(endpoint, agent).stopRtcCloudRecording(task));
  assert.deepEqual([outcomeUnknown, emulator.requests.length], [false, 0], message);
});

test("goes through a CONNECT proxy", async (t) => {
  const { ca, server } = await authority(t);
  const { endpoint, emulator } = await tlsEmulator(t, server);
  const { url, tunnels } = await connectProxy(t);
  const agent = agentOf(t, new HttpsProxyAgent(url, { keepAlive: true }));
  // Options of its constructor are for the connection to the proxy; these options are for the connection to the service.
  Object.assign(agent.options, { ca });
  const live = clientOf(endpoint, agent);
  for (const outcome of ["stopped", "already-stopped"]) {
    assert.equal((await live.stopRtcCloudRecording(task)).outcome, outcome);
  }
  assert.ok(tunnels.length >= 1 && tunnels.every((target) => target === new URL(endpoint).host), tunnels.join());
  assert.equal(emulator.requests.length, 2);
});

test("a proxy that cannot be reached is never sent, and is not taken for the service", async () => {
  const closed = `http://127.0.0.1:${await freePort()}`;
  for (const [proxy, words] of [
    [closed, /ECONNREFUSED/],
    ["http://proxy.invalid:3128", /no such proxy, proxy\.invalid|EAI_AGAIN/],
  ]) {
    const live = clientOf(undefined, new HttpsProxyAgent(proxy), { region: "cn-shanghai" });
    const { attempts, outcomeUnknown, retryable, message } = await rejection(live.stopRtcCloudRecording(task));
    assert.deepEqual([attempts, outcomeUnknown, retryable], [4, false, true], message);
    assert.match(message, words);
  }
});

test("a proxy that refuses the tunnel is no response of the service", async (t) => {
  const { url, tunnels } = await connectProxy(t, { refuses: true });
  const live = clientOf("https://localhost:9", new HttpsProxyAgent(url));
  const { kind, httpStatus, attempts } = await rejection(live.stopRtcCloudRecording(task));
  assert.deepEqual([kind, httpStatus, attempts, tunnels.length], ["protocol", 407, 4, 4]);
});

test("a reset after the handshake is unknown", async (t) => {
  const { ca, server: pair } = await authority(t);
  let received = 0;
  const server = createTlsServer(pair, (socket) => {
    socket.on("error", () => {});
    socket.once("data", () => {
      received++;
      socket.destroy();
    });
  });
  server.closeAllConnections = () => {};
  const endpoint = (await listen(t, server)).replace("http://127.0.0.1", "https://localhost");
  const live = clientOf(endpoint, agentOf(t, new Agent({ ca })));
  const { outcomeUnknown, attempts, message } = await rejection(live.stopRtcCloudRecording(task));
  assert.deepEqual([outcomeUnknown, attempts, received], [true, 4, 4], message);
});

test("a kept connection that the server closes with the next request is unknown, and the call goes on", async (t) => {
  const reply = JSON.stringify({ RequestId: "1", TaskId: task.taskId });
  let connections = 0;
  const server = createTcpServer((socket) => {
    connections++;
    socket.on("error", () => {});
    let requests = 0;
    socket.on("data", () => {
      if (requests++ === 0) socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${reply.length}\r\n\r\n${reply}`);
      else socket.resetAndDestroy();
    });
    t.after(() => socket.destroy());
  });
  server.closeAllConnections = () => {};
  const endpoint = await listen(t, server);
  const agent = agentOf(t, new HttpAgent({ keepAlive: true, maxSockets: 1 }));
  const live = clientOf(endpoint, agent);
  assert.equal((await live.stopRtcCloudRecording(task)).attempts, 1);
  assert.deepEqual([(await live.stopRtcCloudRecording(task)).attempts, connections], [2, 2]);
  const error = await rejection(live.stopRtcCloudRecording(task, { retry: false }));
  assert.deepEqual([error.outcomeUnknown, error.cause.code], [true, "ECONNRESET"]);
});

test("an agent for the other protocol is never sent", async (t) => {
  const { url } = await serving(t);
  const live = clientOf(url, agentOf(t, new Agent()));
  const { outcomeUnknown, message } = await rejection(live.stopRtcCloudRecording(task));
  assert.deepEqual([outcomeUnknown, /Protocol "http:" not supported/.test(message)], [false, true], message);
});

test("sends the same request as the global fetch: an empty body has a length, and no encoding is accepted", async (t) => {
  const heads = [];
  const server = createServer((request, response) => {
    heads.push(request.headers);
    response.end("{}");
  });
  const endpoint = await listen(t, server);
  for (const signatureMethod of methods) {
    await rejection(clientOf(endpoint, undefined, { signatureMethod, retry: false }).stopRtcCloudRecording(task));
  }
  const [acs3, form] = heads;
  assert.deepEqual(
    [acs3["content-length"], acs3.host, acs3["accept-encoding"], acs3.connection],
    ["0", new URL(endpoint).host, "identity", "keep-alive"],
  );
  assert.match(acs3["user-agent"], /^apsara-live\//);
  assert.ok(Number(form["content-length"]) > 100);
  assert.match(form["content-type"], /^application\/x-www-form-urlencoded/);
});

test("stops reading a body without an end", async (t) => {
  let written = 0;
  const closed = Promise.withResolvers?.() ?? {};
  const server = createServer((_, response) => {
    const write = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536))) written += 65_536;
    };
    response.on("drain", write).on("close", () => closed.resolve?.());
    write();
  });
  const live = clientOf(await listen(t, server), undefined, { retry: false });
  const { kind, code, outcomeUnknown } = await rejection(live.stopRtcCloudRecording(task));
  assert.deepEqual([kind, outcomeUnknown], ["protocol", true], code);
  await closed.promise;
  assert.ok(written < 64 * 2 ** 20, `${written} bytes`);
});

test("keeps a slow response longer than an idle connection", { timeout: 20_000 }, async (t) => {
  const { live } = await serving(t, { faults: [{ type: "slow", ms: 4500 }] });
  const { attempts } = await live({ fetch: createHttpFetch(), attemptTimeoutMs: 10_000 }).stopRtcCloudRecording(task);
  assert.equal(attempts, 1);
});

test("limits the connections", async (t) => {
  let [open, most] = [0, 0];
  const server = createServer((_, response) => setTimeout(() => response.end("{}"), 5));
  server.on("connection", (socket) => {
    most = Math.max(most, ++open);
    socket.on("close", () => open--);
  });
  const live = clientOf(await listen(t, server), undefined, {
    fetch: createHttpFetch({ maxSockets: 2 }),
    retry: false,
  });
  await Promise.all(Array.from({ length: 20 }, () => rejection(live.stopRtcCloudRecording(task))));
  assert.equal(most, 2);
});

test("refuses unusable options by their path", () => {
  for (const [options, message] of [
    [{ agent: {} }, /^options\.agent: expected an http\.Agent/],
    [{ agent: null }, /^options\.agent/],
    [{ agent: { dispatch() {} } }, /not a dispatcher of undici$/],
    [{ maxSockets: 0 }, /^options\.maxSockets: expected a whole number from 1/],
    [{ agent: new Agent(), maxSockets: 1 }, /^options\.maxSockets: expected no maxSockets beside an agent/],
    [{ agnet: new Agent() }, /^options\.agnet: .*agent/],
    [null, /^options: expected an object/],
  ]) {
    assert.throws(() => createHttpFetch(options), { name: "LiveError", kind: "argument", message });
  }
});

test("an agent that ends several requests with one error proves nothing for those that were sent", async (t) => {
  const sockets = [];
  class Tunnels extends HttpAgent {
    createConnection(options) {
      // The second connection never comes to be.
      const socket = connect(sockets.length === 0 ? options : { ...options, host: "never.test", lookup() {} });
      sockets.push(socket);
      return socket;
    }
  }
  let served = 0;
  const endpoint = await listen(
    t,
    createServer(() => {
      served += 1;
    }),
  );
  for (const shut of [new Error("the agent is shut down"), Object.freeze(new Error("the agent is shut down"))]) {
    for (const wrapped of [false, true]) {
      sockets.length = 0;
      served = 0;
      const http = createHttpFetch({ agent: agentOf(t, new Tunnels()) });
      const live = clientOf(endpoint, undefined, {
        fetch: wrapped ? (...given) => http(...given) : http,
        retry: false,
      });
      const ends = ["a", "b"].map((taskId) => rejection(live.stopRtcCloudRecording({ taskId })));
      await until(() => served === 1 && sockets.length === 2);
      for (const socket of sockets) socket.destroy(shut);
      const unknown = (await Promise.all(ends)).map(({ outcomeUnknown }) => outcomeUnknown);
      assert.deepEqual(unknown, [true, false], `wrapped: ${wrapped}, frozen: ${Object.isFrozen(shut)}`);
    }
  }
});
