// Modules of the package's sources, for facts that the documents repeat.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { root } from "../../support/paths.mjs";

/** Returns the text of a file of `pkg-template/src`. */
export const source = (...path) => readFileSync(join(root, "pkg-template", "src", ...path), "utf8");

/** Imports a file of `pkg-template/src` that imports nothing itself. */
export function imported(...path) {
  const { code } = transformSync(source(...path), { loader: "ts", format: "esm" });
  return import(`data:text/javascript,${encodeURIComponent(code)}`);
}
