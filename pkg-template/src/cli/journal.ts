// The journal of `stop`: a file of its own, which is neither the input nor the output, and which one process at a time uses.
import { createHash } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import { LiveError } from "../api/live-error.ts";
import type { Journal } from "../api/stop-all.ts";
import type { Arguments } from "./arguments.ts";
import type { Connection, Modules } from "./connection.ts";
import { lock } from "./journal-lock.ts";
import type { Output } from "./output.ts";
import { codeOf } from "./read-ids.ts";
import { statsOf, userOf } from "./same-file.ts";
import { UsageError } from "./usage-error.ts";

const REMEDY = "The journal is appended to. Name a file that does not exist, or the journal of an earlier run.";

/** Opens and locks the journal that the command line names, if any. A dry run writes no line, and needs no lock. */
export async function journalOf(
  args: Arguments,
  modules: Modules,
  { found, place }: Connection,
  output: Output,
): Promise<Journal | undefined> {
  const path = args.value("journal");
  if (path === undefined) return undefined;
  const used = userOf(path, args);
  if (used !== undefined) throw new UsageError(`the journal ${path} is the file of ${used}`, REMEDY);
  const { fileJournal } = await modules.live();
  try {
    if (!args.has("dry-run")) await locked(path, output);
    return scoped(fileJournal(path), `${accountOf(found)}/${args.value("endpoint") ?? place.region}`);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (error instanceof LiveError) {
      throw new UsageError(`the journal ${path} is refused: ${error.message.replace(/^path: /, "")}`, REMEDY);
    }
    throw new UsageError(
      `the journal ${path} cannot be opened: ${codeOf(error)}`,
      "Check the path and its permissions.",
    );
  }
}

/** Locks the file, which it creates: only a file has numbers. */
async function locked(path: string, output: Output): Promise<void> {
  if (statsOf(path) === undefined) closeSync(openSync(path, "a"));
  const stats = statsOf(path);
  // The journal itself refuses what is no file. To open a pipe would wait for its reader.
  if (stats?.isFile() !== true) return;
  const ended = await lock({ path, dev: stats.dev, ino: stats.ino });
  if (ended === "in use") {
    throw new UsageError(`the journal ${path} is in use by another process`, "Wait for its end, or name another file.");
  }
  if (ended !== "locked") {
    output.talk(`warning: the journal cannot be locked (${ended.code}): see that no other process uses it`);
  }
}

/** A journal whose keys name the account and the region. It knows the keys without them of earlier versions. */
const scoped = (journal: Journal, scope: string): Journal => ({
  // A file journal answers at once: a promise would count as true.
  has: (key) => journal.has(`${scope} ${key}`) || journal.has(key),
  record: (settled, key) => journal.record(settled, `${scope} ${key}`),
});

/**
 * Returns a text that stands for the account: a hash of the AccessKey ID. Temporary credentials have another ID after each renewal:
 * there it is a hash of the name of their source.
 */
function accountOf(found: Connection["found"]): string {
  const { credentials, name: source, account } = found ?? {};
  const isConstant =
    typeof credentials === "object" && "accessKeyId" in credentials && credentials.securityToken === undefined;
  const name = isConstant ? credentials.accessKeyId : (account ?? source ?? "");
  return createHash("sha256").update(name).digest("hex").slice(0, 16);
}
