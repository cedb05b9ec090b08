// A fixture project, as a user would have it: in a folder of its own, with its dependencies and the packed file installed, run by its scripts.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, readFile } from "node:fs/promises";
import { basename, delimiter, dirname, join } from "node:path";
import { modernNode, tarball, tests } from "../support/paths.mjs";
import { emptyFolder, runNpm, runProgram } from "../support/run-program.mjs";

const readJson = async (...path) => JSON.parse(await readFile(join(...path), "utf8"));

/**
 * Copies the fixture `js-tests/tools/<name>` out of the repository and installs what its lock file says, then the packed file beside it.
 * No install script runs: what a tool needs comes in its per-platform packages.
 *
 * @param {import("node:test").TestContext} t the folder is removed after this test; the cells of one project are subtests of it
 * @param {string} name the fixture's folder, with a package.json and a package-lock.json, and without apsara-live in them
 * @returns {Promise<Project>}
 */
export async function project(t, name) {
  const folder = await emptyFolder(t);
  await cp(join(tests, "tools", name), folder, {
    recursive: true,
    filter: (path) => basename(path) !== "node_modules",
  });
  const quick = ["--prefer-offline", "--ignore-scripts"];
  await runNpm(["ci", ...quick], { cwd: folder });
  await runNpm(["install", "--no-save", ...quick, tarball], { cwd: folder });

  const { scripts = {}, dependencies, devDependencies } = await readJson(folder, "package.json");
  const installed = Object.keys({ ...dependencies, ...devDependencies });

  /** The file of a command: npm starts a batch file on Windows, which needs a shell, and node starts the script within on every system. */
  async function commandFile(command) {
    for (const dependency of installed) {
      const { bin } = await readJson(folder, "node_modules", dependency, "package.json");
      const file = typeof bin === "string" ? dependency.replace(/^@.*\//, "") === command && bin : bin?.[command];
      if (file) return join(folder, "node_modules", dependency, file);
    }
    throw new Error(`no dependency of the fixture ${name} has the command ${command}`);
  }

  /** What runs a script of package.json, which is one command: file, arguments, options. */
  async function invocation(script, { args = [], env, node = modernNode() } = {}) {
    const words = scripts[script]?.split(" ");
    if (words === undefined) throw new Error(`the fixture ${name} has no script ${script}`);
    const [command, ...own] = words;
    const file = command === "node" ? [] : [await commandFile(command)];
    // A home of its own: no tool reads or writes what the user of this machine has configured.
    const home = join(folder, "home");
    const calm = {
      CI: "1",
      NO_COLOR: "1",
      XDG_CONFIG_HOME: home,
      XDG_CACHE_HOME: home,
      WRANGLER_SEND_METRICS: "false",
    };
    // A tool may start `node` too, which is to be the same.
    const path = [dirname(node), process.env.PATH].join(delimiter);
    const { NODE_TEST_CONTEXT, NODE_OPTIONS, ...inherited } = process.env;
    return [node, [...file, ...own, ...args], { cwd: folder, env: { ...inherited, ...calm, PATH: path, ...env } }];
  }

  return {
    folder,
    /** The installed version of a dependency. */
    version: async (dependency) => (await readJson(folder, "node_modules", dependency, "package.json")).version,
    /** Runs a script to its end; resolves to what it printed. */
    run: async (script, options) => runProgram(...(await invocation(script, options))),
    /** Starts a script that goes on, such as a server, until the test `t` is over; resolves to what `ready` matches in its output. */
    start: async (t, script, ready, options) => started(t, ready, await invocation(script, options)),
  };
}

/**
 * @typedef {object} Project
 * @property {string} folder where it is
 * @property {(dependency: string) => Promise<string>} version
 * @property {(script: string, options?: Options) => Promise<string>} run
 * @property {(t: import("node:test").TestContext, script: string, ready: RegExp, options?: Options) => Promise<RegExpMatchArray>} start
 *
 * @typedef {object} Options
 * @property {string[]} [args] what is added to the script's own arguments
 * @property {Record<string, string>} [env] what is added to the environment
 * @property {string} [node] the Node.js that runs it; without it, one as new as wrangler needs
 */

async function started(t, ready, [file, args, options]) {
  // In a process group of its own, because servers start processes that outlive them.
  const group = process.platform !== "win32";
  const child = spawn(file, args, { ...options, detached: group, stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(child, "exit");
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
        if (match) resolve(match);
      });
    }
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${args.join(" ")} ended with ${code}: ${said}`)));
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
    // It has ended by itself.
  }
}
