// Where things are; everything that a run writes, but the report itself, goes into the target directory.

import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);

export const benches = fileURLToPath(new URL("..", import.meta.url));
export const root = join(benches, "..");
export const scratch = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "bench");

/** The packed file as it is installed here. */
export const pkg = dirname(require.resolve("apsara-live/package.json"));
