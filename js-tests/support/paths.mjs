// Paths of the packed file and of the tools. `cargo xtask test` sets two variables; other runs use the last build.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const tests = fileURLToPath(new URL("..", import.meta.url));
export const root = join(tests, "..");
export const pkg = process.env.APSARA_LIVE_PKG ?? join(root, "pkg");
export const manifest = JSON.parse(readFileSync(join(pkg, "package.json"), "utf8"));
export const tarball = process.env.APSARA_LIVE_TARBALL ?? join(root, "target", "npm", "apsara-live.tgz");

const require = createRequire(import.meta.url);
const { devDependencies, optionalDependencies } = JSON.parse(readFileSync(join(tests, "package.json"), "utf8"));

/** Returns the path of a file in node_modules, such as `typescript/bin/tsc`. */
export const tool = (path) => join(tests, "node_modules", ...path.split("/"));

/** Returns the version of a package as pinned in package.json of js-tests, which pins all versions of the matrix. */
export function pinned(name) {
  const version = devDependencies[name] ?? optionalDependencies[name];
  if (version === undefined)
    throw new Error(`package.json of js-tests has no ${name}; it may not support this platform`);
  return version.split("@").at(-1);
}

/** Returns the path of a binary in a package for this platform. */
export function binary(name, ...path) {
  try {
    return join(dirname(require.resolve(`${name}/package.json`)), ...path);
  } catch (cause) {
    throw new Error(`the package ${name} is not installed; it may not support this platform`, { cause });
  }
}

/** Returns the name of the package with the Node.js of a line, such as "24" or "20.16". */
export const nodePackage = (line) => `node${line}-${process.platform}-${process.arch}`;

/** Returns the path of the Node.js of a line. */
export const pinnedNode = (line) =>
  binary(nodePackage(line), ...(process.platform === "win32" ? ["bin", "node.exe"] : ["bin", "node"]));

/** Returns a Node.js that is new enough for wrangler: this one, or one of the packages. */
export function modernNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 12)) return process.execPath;
  // No registry has every line for every platform.
  return pinnedNode(["24", "26", "22"].find((line) => nodePackage(line) in optionalDependencies) ?? "24");
}
