// Runs one part in a process of its own, and leaves what it found for the report: `node one.mjs <part> [--quick]`.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { scratch } from "./paths.mjs";

const [name, flag] = process.argv.slice(2);
const { default: run } = await import(`../parts/${name}.mjs`);
const found = await run({ quick: flag === "--quick" });
await mkdir(scratch, { recursive: true });
await writeFile(join(scratch, `${name}.json`), JSON.stringify(found, undefined, 2));
// Sockets that are kept alive, and wasm that a trap has left behind, are nothing to wait for.
process.exit();
