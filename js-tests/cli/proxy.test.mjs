// Proxies of the environment: the switch of Node.js, undici, and a message if both are missing.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { connect } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { certificate } from "../support/certificate.mjs";
import { pinnedNode } from "../support/paths.mjs";
import { emptyFolder } from "../support/run-program.mjs";
import { installedWith } from "./support/peers.mjs";
import { emulating, run } from "./support/program.mjs";

const listening = (t, server) =>
  new Promise((resolve) => {
    t.after(() => server.close() && server.closeAllConnections?.());
    server.listen(0, "127.0.0.1", () => resolve(server.address().port));
  });

/** A service with TLS that stops everything, and a proxy that reaches it under any name. */
async function behindProxy(t) {
  const { key, cert } = await certificate(t, "live.test");
  const service = createTlsServer({ key, cert }, (request, response) => {
    const taskId = new URL(request.url, "https://localhost").searchParams.get("TaskId");
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ RequestId: "4E5A367D-23DA-4A90-89FB-F52B8A1B5947", TaskId: taskId }));
  });
  const port = await listening(t, service);
  const tunnels = [];
  const proxy = createHttpServer();
  proxy.on("connect", (request, socket) => {
    tunnels.push(request.url);
    const target = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      socket.pipe(target).pipe(socket);
    });
    for (const end of [socket, target]) end.on("error", () => {});
    socket.on("close", () => target.destroy());
  });
  const proxyPort = await listening(t, proxy);
  const folder = await emptyFolder(t);
  const trusted = join(folder, "cert.pem");
  await writeFile(trusted, cert);
  const env = { HTTPS_PROXY: `http://user:proxy-password@127.0.0.1:${proxyPort}`, NODE_EXTRA_CA_CERTS: trusted };
  return { env, tunnels };
}

// No name server knows the host: only the proxy reaches it.
const stop = ["stop", "recording", "task-1", "--endpoint", "https://live.test", "--timeout", "5s"];

test("Node.js 24 goes through HTTPS_PROXY", async (t) => {
  const { env, tunnels } = await behindProxy(t);
  const { code, stdout, stderr } = await run(stop, { env, node: pinnedNode("24") });
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^stopped\ttask-1/);
  assert.deepEqual(tunnels, ["live.test:443"]);
  const doctor = await run(["doctor", ...stop.slice(3)], { env, node: pinnedNode("24") });
  assert.match(doctor.stdout, /^ok {4}proxy +the proxy 127\.0\.0\.1:\d+ of HTTPS_PROXY, by Node\.js$/m);
  assert.doesNotMatch(doctor.stdout + doctor.stderr, /proxy-password/);
});

test("a proxy that closes each connection gets no flood of them, and the program ends", async (t) => {
  const asked = [];
  const proxy = createHttpServer().on("connect", (request, socket) => {
    asked.push(request.url);
    socket.destroy();
  });
  const env = { HTTPS_PROXY: `http://127.0.0.1:${await listening(t, proxy)}` };
  for (const more of [{}, { NODE_USE_ENV_PROXY: "1" }]) {
    const status = ["status", "monitor", "m", "--endpoint", "https://live.test", "--timeout", "1s"];
    const { code, stderr } = await run(status, { env: { ...env, ...more }, node: pinnedNode("24") });
    assert.equal(code, 75, stderr);
  }
  assert.ok(asked.length > 0 && asked.length < 50, `${asked.length} connections`);
});

test("a proxy that refuses the password: no message shows it", async (t) => {
  const proxy = createHttpServer().on("connect", (_, socket) => {
    socket.end("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n");
  });
  const port = await listening(t, proxy);
  const env = { HTTPS_PROXY: `http://user:proxy-password@127.0.0.1:${port}` };
  const at = ["--endpoint", "https://live.test", "--timeout", "2s"];
  for (const args of [
    ["status", "monitor", "m", ...at],
    ["stop", "monitor", "m", "--json", "--verbose", ...at],
    ["doctor", ...at],
    ["compare", "--monitor-domain", "live.example.com", "--run", "--yes", ...at],
  ]) {
    const { code, stdout, stderr } = await run(args, { env, node: pinnedNode("24") });
    assert.notEqual(code, 0, stdout);
    assert.match(stdout + stderr, new RegExp(`127\\.0\\.0\\.1:${port}`));
    assert.doesNotMatch(stdout + stderr, /proxy-password/);
  }
});

test("an older Node.js goes through it by undici, where that is installed beside the program", async (t) => {
  const { env, tunnels } = await behindProxy(t);
  const { file } = await installedWith(t, "undici");
  const { code, stderr } = await run(stop, { env, node: pinnedNode("22"), file });
  assert.equal(code, 0, stderr);
  assert.deepEqual(tunnels, ["live.test:443"]);
});

test("without either, a message names the remedy, and no request is sent", async (t) => {
  const { env, tunnels } = await behindProxy(t);
  const { code, stderr } = await run(stop, { env, node: pinnedNode("20") });
  assert.deepEqual([code, tunnels], [2, []]);
  assert.match(
    stderr,
    /HTTPS_PROXY is set, and this Node\.js uses no proxy by itself\n {2}Nothing was sent\.\n {2}Use Node\.js 24, or install undici/,
  );
  assert.doesNotMatch(stderr, /proxy-password/);
});

for (const list of ["live.test", "*", "other, .test", "live.test:443"]) {
  test(`NO_PROXY=${list} goes past the proxy`, async (t) => {
    const { env, tunnels } = await behindProxy(t);
    const { code } = await run([...stop.slice(0, -1), "1s"], {
      env: { ...env, NO_PROXY: list },
      node: pinnedNode("20"),
    });
    assert.deepEqual([code, tunnels], [75, []]);
  });
}

for (const [proxy, message] of Object.entries({
  "socks5://x:secret-1@y": /HTTPS_PROXY is no http or https URL/,
  "secret-1": /HTTPS_PROXY is no http or https URL/,
  "http://x:secret-1%zz@127.0.0.1:1": /password in HTTPS_PROXY has a % that stands for nothing/,
  "http://secret-1%:20@127.0.0.1:1": /password in HTTPS_PROXY has a % that stands for nothing/,
})) {
  test(`a proxy ${proxy} is refused`, async () => {
    for (const node of [process.execPath, pinnedNode("24")]) {
      const { code, stderr } = await run(stop, { env: { HTTPS_PROXY: proxy }, node });
      assert.equal(code, 2);
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /secret-1/);
    }
  });
}

test("white space around the URL of a proxy counts for nothing", async (t) => {
  const { env, tunnels } = await behindProxy(t);
  const padded = { ...env, HTTPS_PROXY: `${env.HTTPS_PROXY}\n` };
  const { code, stderr } = await run(stop, { env: padded, node: pinnedNode("24") });
  assert.equal(code, 0, stderr);
  assert.deepEqual(tunnels, ["live.test:443"]);
});

test("loopback is never proxied, not by the switch of Node.js either", async (t) => {
  const { at, emulator } = await emulating(t);
  const seen = [];
  const proxy = createHttpServer((request, response) => {
    seen.push(request.url);
    response.writeHead(502).end();
  }).on("connect", (request, socket) => {
    seen.push(request.url);
    socket.destroy();
  });
  const port = await listening(t, proxy);
  const url = `http://user:proxy-password@127.0.0.1:${port}`;
  const env = { HTTP_PROXY: url, http_proxy: url, HTTPS_PROXY: url, https_proxy: url, NO_PROXY: "", no_proxy: "" };
  for (const [node, more] of [
    ["20", {}],
    ["22", { NODE_USE_ENV_PROXY: "1" }],
    ["24", {}],
    ["24", { NODE_USE_ENV_PROXY: "1" }],
    ["26", { NODE_USE_ENV_PROXY: "1" }],
  ]) {
    const { code, stderr } = await run(["stop", "monitor", "monitor-1", "--verbose", ...at], {
      env: { ...env, ...more },
      node: pinnedNode(node),
    });
    assert.equal(code, 0, stderr);
    assert.match(stderr, /proxy: no proxy, because the endpoint is this machine/);
    const doctor = await run(["doctor", ...at], { env: { ...env, ...more }, node: pinnedNode(node) });
    assert.equal(doctor.code, 0, doctor.stdout);
  }
  assert.deepEqual(seen, []);
  assert.ok(emulator.requests.length >= 10);
});

test("without a proxy, the program does not call the fetch of Node.js, which takes long to load", async (t) => {
  const { at } = await emulating(t);
  const program = 'globalThis.fetch = () => { throw new Error("the fetch of Node.js"); };';
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(program)}` };
  const { code, stderr } = await run(["stop", "monitor", "monitor-1", ...at], { env });
  assert.equal(code, 0, stderr);
});
