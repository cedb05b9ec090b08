// Proxies: three ways through a CONNECT proxy to a service behind TLS.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { authority } from "../support/authority.mjs";
import { connectProxy } from "../support/connect-proxy.mjs";
import { task } from "../support/live.mjs";
import { pinnedNode } from "../support/paths.mjs";
import { tlsEmulator } from "../support/tls-emulator.mjs";
import { emulatorEnv, recipe } from "./support/recipe.mjs";

/** Starts a service, a proxy and a program; `past` sets NO_PROXY. */
async function through(t, program, { past, ...options } = {}) {
  const { ca, server } = await authority(t);
  const { emulator, endpoint } = await tlsEmulator(t, server);
  const { url, tunnels } = await connectProxy(t);
  const project = await recipe(t, "proxy");
  const trusted = join(project.folder, "ca.pem");
  await writeFile(trusted, ca);
  const env = {
    ...emulatorEnv(endpoint),
    HTTPS_PROXY: url,
    NO_PROXY: past ? "localhost" : "",
    NODE_EXTRA_CA_CERTS: trusted,
    ...options.env,
  };
  const said = await project.run([program, task.taskId], { ...options, env });
  assert.equal(said, "stopped\n");
  assert.equal(emulator.requests.length, 1);
  return { tunnels, host: new URL(endpoint).host };
}

const switched = { node: pinnedNode("24"), env: { NODE_USE_ENV_PROXY: "1" } };

for (const [program, options] of [
  ["agent.mjs", {}],
  ["undici.mjs", {}],
  ["environment.mjs", switched],
]) {
  test(`proxy: ${program} opens one tunnel`, async (t) => {
    const { tunnels, host } = await through(t, program, options);
    assert.deepEqual(tunnels, [host]);
  });
}

for (const [program, options] of [
  ["undici.mjs", {}],
  ["environment.mjs", switched],
]) {
  test(`proxy: ${program} goes past the proxy with NO_PROXY`, async (t) => {
    const { tunnels } = await through(t, program, { ...options, past: true });
    assert.deepEqual(tunnels, []);
  });
}

test("proxy: without the switch, Node.js goes past the proxy", async (t) => {
  const { tunnels } = await through(t, "environment.mjs", { node: pinnedNode("24") });
  assert.deepEqual(tunnels, []);
});
