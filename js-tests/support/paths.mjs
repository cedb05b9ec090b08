// Where the packed file and the tools are; `cargo xtask test` says it in two variables, a run by hand finds what it built last.
import { existsSync, readFileSync } from "node:fs";
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

/** The file of a package of js-tests, such as `typescript/bin/tsc`. */
export const tool = (path) => join(tests, "node_modules", ...path.split("/"));

/** A Node.js as new as wrangler needs: this one, else the one among the packages. */
export function modernNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 12)) return process.execPath;
  const system = process.platform === "win32" ? "win" : process.platform;
  const name = `node-${system}-${process.arch}`;
  const binary = process.platform === "win32" ? "node.exe" : "node";
  const path = join(dirname(require.resolve(`${name}/package.json`)), "bin", binary);
  if (!existsSync(path)) throw new Error(`${name} has no ${binary}; run this with Node.js 22.12 or later`);
  return path;
}
