// A fixture project as a user would have it, in its own folder, with its dependencies and the packed file; runs its scripts.
import { cp, readFile } from "node:fs/promises";
import { basename, delimiter, dirname, join } from "node:path";
import { modernNode, tarball, tests } from "../support/paths.mjs";
import { emptyFolder, runNpm, runProgram } from "../support/run-program.mjs";
import { startProgram } from "../support/start-program.mjs";

const readJson = async (...path) => JSON.parse(await readFile(join(...path), "utf8"));

/**
 * Copies the fixture `js-tests/tools/<name>` out of the repository, and installs its locked dependencies and the packed file. Runs no
 * install script, because the tools have packages for each platform.
 *
 * @param {import("node:test").TestContext} t test after which the folder is removed; the cells of a project are its subtests
 * @param {string} name folder of the fixture, whose package.json and package-lock.json do not mention apsara-live
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

  /** Returns the script of a command. Node.js can start it on every system; the batch files of npm on Windows need a shell. */
  async function commandFile(command) {
    for (const dependency of installed) {
      const { bin } = await readJson(folder, "node_modules", dependency, "package.json");
      const file = typeof bin === "string" ? dependency.replace(/^@.*\//, "") === command && bin : bin?.[command];
      if (file) return join(folder, "node_modules", dependency, file);
    }
    throw new Error(`no dependency of the fixture ${name} has the command ${command}`);
  }

  /** Returns the file, arguments and options that run a script of package.json, which must be one command. */
  async function invocation(script, { args = [], env, node = modernNode() } = {}) {
    const words = scripts[script]?.split(" ");
    if (words === undefined) throw new Error(`the fixture ${name} has no script ${script}`);
    const [command, ...own] = words;
    const file = command === "node" ? [] : [await commandFile(command)];
    // An empty home, so that no tool reads or writes the configuration of the user.
    const home = join(folder, "home");
    const calm = {
      CI: "1",
      NO_COLOR: "1",
      XDG_CONFIG_HOME: home,
      XDG_CACHE_HOME: home,
      WRANGLER_SEND_METRICS: "false",
    };
    // A tool that starts `node` must get the same one.
    const path = [dirname(node), process.env.PATH].join(delimiter);
    const { NODE_TEST_CONTEXT, NODE_OPTIONS, ...inherited } = process.env;
    return [node, [...file, ...own, ...args], { cwd: folder, env: { ...inherited, ...calm, PATH: path, ...env } }];
  }

  return {
    folder,
    /** Resolves to the installed version of a dependency. */
    version: async (dependency) => (await readJson(folder, "node_modules", dependency, "package.json")).version,
    /** Runs a script to its end; resolves to its output. */
    run: async (script, options) => runProgram(...(await invocation(script, options))),
    /** Starts a script, such as a server, for the duration of the test `t`; resolves to the match of `ready` in its output. */
    start: async (t, script, ready, options) => {
      const [file, args, spawning] = await invocation(script, options);
      return (await startProgram(t, file, args, ready, spawning)).match;
    },
  };
}

/**
 * @typedef {object} Project
 * @property {string} folder path of the project
 * @property {(dependency: string) => Promise<string>} version
 * @property {(script: string, options?: Options) => Promise<string>} run
 * @property {(t: import("node:test").TestContext, script: string, ready: RegExp, options?: Options) => Promise<RegExpMatchArray>} start
 *
 * @typedef {object} Options
 * @property {string[]} [args] further arguments of the script
 * @property {Record<string, string>} [env] further environment variables
 * @property {string} [node] path of Node.js; by default a version that is new enough for wrangler
 */
