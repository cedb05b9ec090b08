// Runs one part in its own process and writes its results for the report: `node one.mjs <part> [--quick]`.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { scratch } from "./paths.mjs";

const [name, flag] = process.argv.slice(2);
const { default: run } = await import(`../parts/${name}.mjs`);
const results = await run({ quick: flag === "--quick" });
await mkdir(scratch, { recursive: true });
await writeFile(join(scratch, `${name}.json`), JSON.stringify(results, undefined, 2));
// Exits without waiting for open connections.
process.exit();
