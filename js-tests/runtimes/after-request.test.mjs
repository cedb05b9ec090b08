// The outcome is unknown after every error that follows a request, whatever the runtime says: some send it again by themselves, and
// report what became of the second one.
import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { all } from "../matrix/record.mjs";
import { certificate } from "../support/certificate.mjs";
import { FAULTS, faultyServer } from "../support/faulty-server.mjs";
import { pinnedNode, tests } from "../support/paths.mjs";
import { installedFolder, runProgram } from "../support/run-program.mjs";
import { bun } from "./bun.mjs";
import { deno } from "./deno.mjs";

const TRANSPORTS = ["fetch", "node:http", "node:http without a pool", "node:http, by syscall"];

/** The command of each runtime. None checks the certificate of the test. */
const runtimes = {
  "this Node.js": () => [process.execPath],
  ...(all && {
    "Node.js 20.16": () => [pinnedNode("20.16")],
    "Node.js 20": () => [pinnedNode("20")],
    "Node.js 22": () => [pinnedNode("22")],
    "Node.js 24": () => [pinnedNode("24")],
    "Node.js 26": () => [pinnedNode("26")],
    Bun: () => [bun(), "run"],
    Deno: () => [deno(), "run", "--no-prompt", "--no-remote", "--allow-all", "--unsafely-ignore-certificate-errors"],
  }),
};

for (const [name, command] of Object.entries(runtimes)) {
  test(name, { timeout: 120_000 }, async (t) => {
    const folder = await installedFolder(t);
    await cp(join(tests, "runtimes", "programs", "after-request.mjs"), join(folder, "after-request.mjs"));
    const pair = await certificate(t);
    const cases = [];
    for (const [fault, { tls: needsTls }] of Object.entries(FAULTS)) {
      for (const tls of needsTls ? [pair] : [undefined, pair]) {
        for (const transport of TRANSPORTS) {
          for (const method of ["GET", "POST"]) {
            for (const answered of [0, 1]) {
              const { url, executed } = await faultyServer(t, { fault, answered, tls });
              cases.push({ fault, url, transport, method, calls: answered + 1, executed });
            }
          }
        }
      }
    }
    const [file, ...args] = command();
    const given = JSON.stringify(cases.map(({ executed: _, ...rest }) => rest));
    const env = { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: "0", NODE_NO_WARNINGS: "1" };
    const ends = JSON.parse(await runProgram(file, [...args, "after-request.mjs", given], { cwd: folder, env }));
    for (const [i, { fault, url, transport, method, calls, executed }] of cases.entries()) {
      const what = `${fault}, ${url.split(":")[0]}, ${transport}, ${method}, request ${calls}`;
      await t.test(what, () => {
        assert.equal(executed(), calls, "requests that were executed");
        assert.deepEqual([ends[i].outcomeUnknown, ends[i].attempts], [true, 1], ends[i].message);
      });
    }
  });
}
