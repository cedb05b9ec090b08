// Bundles a Worker as a deployment would.
import { join } from "node:path";
import { modernNode, tool } from "./paths.mjs";
import { runProgram } from "./run-program.mjs";

/** Compatibility date of all bundles. */
export const compatibilityDate = "2026-10-01";

/** Bundles `program` in `folder` with wrangler and an empty home folder; returns the folder of the bundle. */
export async function bundleWorker(folder, program, flags = []) {
  const options = ["--name=test", `--compatibility-date=${compatibilityDate}`, "--dry-run", "--outdir=dist"];
  const flagged = flags.flatMap((flag) => ["--compatibility-flags", flag]);
  const home = join(folder, "home");
  const calm = { CI: "1", WRANGLER_SEND_METRICS: "false", XDG_CONFIG_HOME: home, WRANGLER_LOG_PATH: home };
  const args = [tool("wrangler/bin/wrangler.js"), "deploy", program, ...options, ...flagged];
  await runProgram(modernNode(), args, { cwd: folder, env: { ...process.env, ...calm } });
  return join(folder, "dist");
}
