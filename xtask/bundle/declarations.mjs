// Bundles the declarations of each public entry into one file, with its doc comments, for both module forms.
//
//   node declarations.mjs STAGED PKG
import { copyFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";
import { PEERS, PUBLIC } from "./modules.mjs";

const [staged, pkg] = process.argv.slice(2).map((path) => resolve(path));

/** TypeScript reads references to its libraries at the top of a file only. */
const referencesFirst = {
  name: "references-first",
  renderChunk(code) {
    const reference = /^\/\/\/ <reference .*\/>\n/gm;
    const references = new Set(code.match(reference)?.map((line) => line.replace(' preserve="true"', "")));
    return [...references].join("") + code.replace(reference, "");
  },
};

for (const { name, source } of PUBLIC) {
  const bundle = await rollup({
    input: join(staged, "src", source),
    external: PEERS,
    plugins: [dts({ tsconfig: join(staged, "tsconfig.json") }), referencesFirst],
    onwarn: ({ message }) => {
      throw new Error(message);
    },
  });
  await bundle.write({ file: join(pkg, `${name}.d.ts`), format: "es" });
  // TypeScript wants the types of a CommonJS module under a name of its own.
  await copyFile(join(pkg, `${name}.d.ts`), join(pkg, `${name}.d.cts`));
}
