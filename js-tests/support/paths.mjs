// Where the packed file and the tools are; `cargo xtask test` says it in two variables, a run by hand finds what it built last.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const tests = fileURLToPath(new URL("..", import.meta.url));
export const root = join(tests, "..");
export const pkg = process.env.APSARA_LIVE_PKG ?? join(root, "pkg");
export const manifest = JSON.parse(readFileSync(join(pkg, "package.json"), "utf8"));
export const tarball =
  process.env.APSARA_LIVE_TARBALL ?? join(root, "target", "npm", `apsara-live-${manifest.version}.tgz`);

const require = createRequire(import.meta.url);
const { devDependencies, optionalDependencies } = JSON.parse(readFileSync(join(tests, "package.json"), "utf8"));

/** The file of a package of js-tests, such as `typescript/bin/tsc`. */
export const tool = (path) => join(tests, "node_modules", ...path.split("/"));

/** The version of a package, as package.json of js-tests pins it: all of the matrix's versions are there. */
export function pinned(name) {
  const version = devDependencies[name] ?? optionalDependencies[name];
  if (version === undefined)
    throw new Error(`package.json of js-tests has no ${name}; it may not be made for this platform`);
  return version.split("@").at(-1);
}

/** The binary of a package that is installed on the one platform that it is for. */
export function binary(name, ...path) {
  try {
    return join(dirname(require.resolve(`${name}/package.json`)), ...path);
  } catch (cause) {
    throw new Error(`the package ${name} is not installed; it may not be made for this platform`, { cause });
  }
}

/** The package with the Node.js of a line, such as "24" or "20.16". */
export const nodePackage = (line) => `node${line}-${process.platform}-${process.arch}`;

/** The Node.js of a line. */
export const pinnedNode = (line) =>
  binary(nodePackage(line), ...(process.platform === "win32" ? ["bin", "node.exe"] : ["bin", "node"]));

/** A Node.js as new as wrangler needs: this one, else one among the packages. */
export function modernNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  return major > 22 || (major === 22 && minor >= 12) ? process.execPath : pinnedNode("24");
}
