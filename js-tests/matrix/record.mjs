// Notes which cells of the matrix really ran, for the tables in the README.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../support/paths.mjs";

/** Whether the whole matrix runs, or the fast part of it; `cargo xtask test --all` says so. */
export const all = process.env.APSARA_LIVE_MATRIX === "all";

/** Where the cells are noted; `cargo xtask test` empties it before the tests. */
export const noted = join(root, "target", "matrix");

/**
 * Notes a cell that is green: all of it ran, and nothing failed.
 *
 * @param {"runtimes" | "tools"} table which table of the README has the row
 * @param {{ name: string, version: string, how: string, result: string, order?: number, system?: boolean }} row what the
 *   row says; `system` is of what is not pinned here but comes with the system, and then `version` is the major one
 */
export async function record(table, row) {
  const folder = join(noted, table);
  await mkdir(folder, { recursive: true });
  const file = `${row.name} ${row.version} ${row.how}`.toLowerCase().replace(/[^a-z0-9.]+/g, "-");
  await writeFile(join(folder, `${file}.json`), JSON.stringify(row));
}
