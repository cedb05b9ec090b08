// Paths. A run writes everything except the report into the target directory.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);

export const benches = fileURLToPath(new URL("..", import.meta.url));
export const root = join(benches, "..");
export const scratch = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "bench");

/** Folder of the installed packed file. */
export const pkg = dirname(require.resolve("apsara-live/package.json"));
