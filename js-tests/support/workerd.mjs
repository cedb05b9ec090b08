// Serves a bundled Worker directly on workerd.
import { spawn } from "node:child_process";
import { readdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { workerdConfiguration } from "./workerd-config.mjs";

const workerd = createRequire(import.meta.url)("workerd").default;

/** Starts workerd with the bundle in `folder` for the duration of a test; resolves to its URL. */
export async function serveWorker(t, folder, { entry, compatibilityDate, flags }) {
  const wasm = (await readdir(folder)).filter((name) => name.endsWith(".wasm"));
  await writeFile(join(folder, "config.capnp"), workerdConfiguration({ entry, wasm, compatibilityDate, flags }));
  const process = spawn(workerd, ["serve", "config.capnp", "--control-fd=3"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  t.after(() => process.kill());
  let said = "";
  for (const stream of [process.stdout, process.stderr]) stream.on("data", (part) => (said += part));
  const port = await new Promise((resolve, reject) => {
    let events = "";
    process.stdio[3].on("data", (part) => {
      events += part;
      for (const line of events.split("\n").slice(0, -1)) {
        const event = JSON.parse(line);
        if (event.event === "listen") resolve(event.port);
      }
    });
    process.once("error", reject);
    process.once("exit", (code) => reject(new Error(`workerd ended with ${code}: ${said}`)));
  });
  return `http://127.0.0.1:${port}`;
}
