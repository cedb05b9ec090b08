// Prints time and memory of the program and its journal by the number of ids: `npm run scale -- 130000 1000000`.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stopTwice } from "./support/scale.mjs";
import { environment, follow } from "./support/terminal.mjs";

const program = join(fileURLToPath(import.meta.resolve("apsara-live")), "..", "cli.js");
const folder = await mkdtemp(join(tmpdir(), "apsara-live-scale-"));
const run = (args, { env }) =>
  follow(spawn(process.execPath, [program, ...args], { env: environment({ HOME: folder, ...env }) })).done;

try {
  for (const count of process.argv.slice(2).map(Number)) {
    const runs = await stopTwice(run, folder, count);
    for (const [what, { code, stderr, seconds, cpuSeconds, rssMb }] of [
      ["stops", runs[0]],
      ["skips", runs[1]],
    ]) {
      if (code !== 0) throw new Error(stderr);
      // The rest of the time is the disk's: a sync for each stop.
      const perId = `${((1e6 * cpuSeconds) / count).toFixed(0)} µs of CPU an id`;
      console.log(`${count} ids, ${what}: ${seconds.toFixed(1)} s, ${perId}, ${rssMb.toFixed(0)} MB`);
    }
  }
} finally {
  await rm(folder, { recursive: true });
}
