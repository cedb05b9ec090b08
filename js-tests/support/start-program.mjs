// Starts a program, such as a server, for the duration of a test.
import { spawn } from "node:child_process";
import { once } from "node:events";

/**
 * Starts `file` with `args`, and kills it after the test `t`.
 *
 * @param {RegExp} ready matches the output of a program that is ready
 * @param {import("node:child_process").SpawnOptions} [options]
 * @returns {Promise<{ match: RegExpMatchArray, child: import("node:child_process").ChildProcess, ended: Promise<[number | null, string | null]>, output: () => string }>}
 */
export function startProgram(t, file, args, ready, options = {}) {
  // In its own process group, because servers start processes that outlive them.
  const group = process.platform !== "win32";
  const child = spawn(file, args, { ...options, detached: group, stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(child, "close");
  t.after(async () => {
    stop(child, group);
    await ended;
  });
  let said = "";
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (part) => {
        said += part;
        const match = said.match(ready);
        if (match) resolve({ match, child, ended, output: () => said });
      });
    }
    child.once("error", reject);
    child.once("close", (code) => reject(new Error(`${args.join(" ")} ended with ${code}: ${said}`)));
  });
}

function stop(child, group) {
  if (!group) {
    spawn("taskkill", ["/pid", String(child.pid), "/t", "/f"]);
    return;
  }
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // The group has already ended.
  }
}
