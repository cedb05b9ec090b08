// Records which cells of the matrix passed, for the tables in the guide.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../support/paths.mjs";

/** Whether the whole matrix runs; `cargo xtask test --all` sets the variable. */
export const all = process.env.APSARA_LIVE_MATRIX === "all";

/** Folder of the records; `cargo xtask test` empties it before the tests. */
export const noted = join(root, "target", "matrix");

/**
 * Records a cell of which everything ran and passed.
 *
 * @param {"runtimes" | "tools"} table table of the guide with the row
 * @param {{ name: string, version: string, how: string, result: string, order?: number, system?: boolean }} row cells of
 *   the row; `system` marks software of the system that is not pinned, whose `version` is the major version
 */
export async function record(table, row) {
  const folder = join(noted, table);
  await mkdir(folder, { recursive: true });
  const file = `${row.name} ${row.version} ${row.how}`.toLowerCase().replace(/[^a-z0-9.]+/g, "-");
  await writeFile(join(folder, `${file}.json`), JSON.stringify(row));
}
