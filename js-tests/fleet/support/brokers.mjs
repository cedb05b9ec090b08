// The databases that BullMQ runs on, each as its documents tell users to run it.
import { spawnSync } from "node:child_process";
import { chown } from "node:fs/promises";
import pg from "pg";
import { freePort } from "../../support/free-port.mjs";
import { until } from "../../support/portable/waiting.mjs";
import { emptyFolder, runProgram } from "../../support/run-program.mjs";
import { programs } from "./parts.mjs";
import { serverProcess } from "./server-process.mjs";

/**
 * @typedef {object} Broker
 * @property {unknown} connection BullMQ's option
 * @property {"redis" | "postgres"} backend
 * @property {() => Promise<void>} kill
 * @property {() => Promise<void>} start
 */

/** Starts a server that speaks the protocol of Redis; `settings` are further arguments. */
const redisLike =
  (name) =>
  async (t, settings = []) => {
    const [file] = programs(t, name) ?? [];
    if (file === undefined) return undefined;
    const port = await freePort();
    const cwd = await emptyFolder(t);
    const args = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "yes"];
    const process = await serverProcess(t, {
      file,
      args: [...args, "--maxmemory-policy", "noeviction", ...settings],
      port,
      options: { cwd },
    });
    return { ...process, backend: "redis", connection: { host: "127.0.0.1", port } };
  };

/** @type {(t: import("node:test").TestContext) => Promise<Broker | undefined>} */
export const startRedis = redisLike("redis-server");

/** @type {(t: import("node:test").TestContext) => Promise<Broker | undefined>} */
export const startValkey = redisLike("valkey-server");

/** @type {(t: import("node:test").TestContext) => Promise<Broker | undefined>} */
export async function startPostgres(t) {
  const [file, initdb] = programs(t, "postgres", "initdb") ?? [];
  if (file === undefined) return undefined;
  const cwd = await emptyFolder(t);
  const owner = await unprivileged(cwd);
  const quick = ["--auth=trust", "--username=postgres", "--no-sync", "--encoding=UTF8", "--locale=C"];
  await runProgram(initdb, ["--pgdata", cwd, ...quick], { cwd, ...owner });
  const port = await freePort();
  const args = [
    "-D",
    cwd,
    "-p",
    String(port),
    "-c",
    "listen_addresses=127.0.0.1",
    "-c",
    `unix_socket_directories=${cwd}`,
  ];
  const process = await serverProcess(t, { file, args, port, options: { cwd, ...owner } });
  const connectionString = `postgres://postgres@127.0.0.1:${port}/postgres`;
  // It accepts connections before it is ready for them.
  await until(() => isReady(connectionString));
  return { ...process, backend: "postgres", connection: { connectionString, migrate: true } };
}

async function isReady(connectionString) {
  const client = new pg.Client({ connectionString });
  client.on("error", () => {});
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  );
}

/** Postgres refuses to run as root. Returns the user that it runs as, and hands the folder over. */
async function unprivileged(folder) {
  if (process.getuid?.() !== 0) return {};
  const { stdout } = spawnSync("id", ["-u", "postgres"], { encoding: "utf8" });
  const uid = Number(stdout.trim() || "65534");
  await chown(folder, uid, uid);
  return { uid, gid: uid };
}
