// The commands of the recipes, as written: `npm install` of the packed file of the clone, and what follows it.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { testAccessKey } from "apsara-live/testing";
import { pages, read } from "../docs/support/pages.mjs";
import { startRedis } from "../fleet/support/brokers.mjs";
import { authority } from "../support/authority.mjs";
import { connectProxy } from "../support/connect-proxy.mjs";
import { freePort } from "../support/free-port.mjs";
import { serving, task, until } from "../support/live.mjs";
import { emptyFolder, runProgram } from "../support/run-program.mjs";
import { tlsEmulator } from "../support/tls-emulator.mjs";
import { runCommands } from "./support/commands.mjs";
import { emulatorEnv } from "./support/recipe.mjs";
import { startSts } from "./support/sts.mjs";

const run = new Set();

/** A test of the commands of a page. Windows has no POSIX shell. */
function commands(page, body, example = page) {
  run.add(page);
  test(
    `the commands of ${page} in examples/${example}`,
    { timeout: 300_000, skip: process.platform === "win32" },
    (t) => body(t, page),
  );
}

/** Writes the certificate of the authority into a file, with those that this machine needs for npm; returns its path. */
async function trusted(t, ca) {
  const file = join(await emptyFolder(t), "ca.pem");
  const { NODE_EXTRA_CA_CERTS: own } = process.env;
  await writeFile(file, own ? `${await readFile(own, "utf8")}\n${ca}` : ca);
  return file;
}

for (const page of ["opentelemetry", "pino"]) {
  commands(page, async (t) => {
    const { emulator, url } = await serving(t);
    await runCommands(t, { page, env: emulatorEnv(url) });
    assert.equal(emulator.recordings.get(task.taskId), "STOPPED");
  });
}

commands("shutdown", async (t, page) => {
  const { emulator, url } = await serving(t);
  const { said } = await runCommands(t, { page, env: emulatorEnv(url), files: { "ids.txt": `${task.taskId}\n` } });
  assert.match(said, /^task-1 stopped $/m);
  assert.match(said, /exit code 0/);
  assert.equal(emulator.recordings.get(task.taskId), "STOPPED");
});

for (const page of ["http-service", "nextjs"]) {
  commands(page, async (t) => {
    const { emulator, url } = await serving(t);
    const port = String(await freePort());
    const env = { ...emulatorEnv(url), PORT: port, NEXT_TELEMETRY_DISABLED: "1", CI: "1" };
    const { said } = await runCommands(t, { page, env, placeholders: [["127.0.0.1:3000", `127.0.0.1:${port}`]] });
    assert.match(said, /"outcome":"stopped"/);
    assert.equal(emulator.recordings.get(task.taskId), "STOPPED");
  });
}

commands("credentials", async (t, page) => {
  const role = { accessKeyId: "STS.role", accessKeySecret: "role-secret", securityToken: "role-token" };
  const { ca, server } = await authority(t);
  const { url } = await serving(t, { accessKeys: [testAccessKey, role] });
  const sts = await startSts(t, { certificate: server, keys: [role] });
  const env = { ...emulatorEnv(url), STS_ENDPOINT: sts.host, NODE_EXTRA_CA_CERTS: await trusted(t, ca) };
  const { said } = await runCommands(t, { page, env });
  assert.deepEqual(said.match(/^(?:already-)?stopped$/gm), ["stopped", "already-stopped"]);
});

commands("proxy", async (t, page) => {
  const { ca, server } = await authority(t);
  const { endpoint } = await tlsEmulator(t, server);
  const { url, tunnels } = await connectProxy(t);
  const env = { ...emulatorEnv(endpoint), NO_PROXY: "", NODE_EXTRA_CA_CERTS: await trusted(t, ca) };
  const { said } = await runCommands(t, { page, env, placeholders: [["http://proxy.example.com:3128", url]] });
  assert.deepEqual(said.match(/^(?:already-)?stopped$/gm), ["stopped", "already-stopped", "already-stopped"]);
  assert.ok(tunnels.length >= 2);
});

for (const example of ["vitest", "jest"]) {
  commands(
    "mocks",
    async (t, page) => {
      const { said } = await runCommands(t, { page, example });
      assert.match(said, /3 passed/);
    },
    example,
  );
}

for (const page of ["lambda", "function-compute"]) {
  commands(page, async (t) => {
    const env = { ROLE_ARN: "arn:aws:iam::123456789012:role/stop", ENVIRONMENT: "Variables={}" };
    const { folder, calls } = await runCommands(t, { page, env, stubs: { aws: "" } });
    const files = (await runProgram("unzip", ["-Z1", "function.zip"], { cwd: folder })).split("\n");
    for (const file of ["index.mjs", "package.json", "node_modules/apsara-live/index.js"]) {
      assert.ok(files.includes(file), file);
    }
    assert.equal(calls.length, page === "lambda" ? 1 : 0);
  });
}

/** Starts the program of that name that comes after the folder of the stubs. */
const real = (name) => `exec "$(PATH="\${PATH#*:}" command -v ${name})" "$@"`;

/** Asks nothing of Cloudflare: wrangler bundles in place of a deployment. The rest runs on this machine. */
const cloudflare = {
  curl: `case "$*" in *.workers.dev*) exit 0;; esac\n${real("curl")}`,
  npx: `case "$*" in
"wrangler secret "* | "wrangler queues "*) exit 0;;
"wrangler deploy") exec node_modules/.bin/wrangler deploy --dry-run --outdir dist;;
esac
${real("npx")}`,
};

for (const [page, stopped] of [
  ["worker", /"outcome":"stopped"[\s\S]*Ran scheduled event/],
  ["cloudflare-queue", /"queued":1[\s\S]*"outcome":"stopped"/],
]) {
  commands(page, async (t) => {
    const [emulator, worker] = [String(await freePort()), String(await freePort())];
    const placeholders = [
      ["apsara-live emulator", `apsara-live emulator --port ${emulator}`],
      ["127.0.0.1:8799", `127.0.0.1:${emulator}`],
      ["wrangler dev", `wrangler dev --port ${worker}`],
      ["127.0.0.1:8787", `127.0.0.1:${worker}`],
    ];
    const env = { API_TOKEN: "token-1", CI: "1", WRANGLER_SEND_METRICS: "false" };
    const { said, output, calls } = await runCommands(t, { page, placeholders, env, stubs: cloudflare });
    await until(() => stopped.test(output()));
    assert.match(said, /--dry-run: exiting now/);
    const secrets = ["ACCESS_KEY_ID", "ACCESS_KEY_SECRET", "API_TOKEN"];
    assert.deepEqual(
      calls.filter((call) => /wrangler (?:secret|deploy)/.test(call)),
      [...secrets.map((name) => `npx wrangler secret put ${name}`), "npx wrangler deploy"],
    );
  });
}

commands("bullmq", async (t, page) => {
  const redis = await startRedis(t);
  if (redis === undefined) return;
  const { emulator, url } = await serving(t);
  const env = { ...emulatorEnv(url), REDIS_URL: `redis://127.0.0.1:${redis.connection.port}` };
  const files = { "ids.txt": `${task.taskId}\n` };
  const { said } = await runCommands(t, { page, env, files, stubs: { docker: "" } });
  assert.match(said, / added/);
  await until(() => emulator.recordings.get(task.taskId) === "STOPPED");
});

test("the commands of every recipe with an installation run", () => {
  const installing = pages
    .filter((page) => page.startsWith("docs/recipes/") && /^npm install/m.test(read(page)))
    .map((page) => page.replace(/^docs\/recipes\/(.*)\.md$/, "$1"));
  assert.deepEqual([...run].sort(), installing);
});
