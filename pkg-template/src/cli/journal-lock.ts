// The lock of a journal: one process at a time appends to it. The system itself releases the lock, also after a kill -9.
import { constants, openSync } from "node:fs";
import { createServer } from "node:net";
import process from "node:process";
import { codeOf } from "./read-ids.ts";

/** The file by its numbers: another path or link is no other journal. */
export interface LockedFile {
  readonly path: string;
  readonly dev: bigint;
  readonly ino: bigint;
}

/** The end of an attempt to lock, or the code of an error of the system. */
export type Lock = "locked" | "in use" | { readonly code: string };

/**
 * The length of the name of an abstract socket. Node.js 20 fills a shorter name up to the end of the address, so that Node.js 22 and Deno
 * would lock another name. Bun takes no longer one.
 */
const NAME_LENGTH = process.versions.bun === undefined ? 107 : 106;

/** `O_EXLOCK` of macOS and the BSDs. Node.js has no constant for it. */
const O_EXLOCK = 0x20;

/**
 * Locks a journal until the end of the process.
 *
 * Not by a file beside it, which a kill leaves behind, and not by the ID of a process, which another process gets later. On Linux by
 * an abstract socket, and on Windows by a named pipe: neither is a file. On the other systems by `open` itself.
 */
export function lock(file: LockedFile): Promise<Lock> {
  const name = `apsara-live-journal-${file.dev}-${file.ino}`;
  switch (process.platform) {
    case "linux":
    case "android":
      return lockByName(`\0${name.padEnd(NAME_LENGTH, "-")}`);
    case "win32":
      return lockByName(`\\\\.\\pipe\\${name}`);
    default:
      return Promise.resolve(lockByOpen(file.path));
  }
}

function lockByName(name: string): Promise<Lock> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.on("error", (error) => resolve(codeOf(error) === "EADDRINUSE" ? "in use" : { code: codeOf(error) }));
    server.listen(name, () => {
      // The lock ends with the process, and does not keep it alive.
      server.unref();
      resolve("locked");
    });
  });
}

/** Leaves the file open: its end is the end of the lock. */
function lockByOpen(path: string): Lock {
  try {
    openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | O_EXLOCK);
    return "locked";
  } catch (error) {
    return codeOf(error) === "EAGAIN" ? "in use" : { code: codeOf(error) };
  }
}
