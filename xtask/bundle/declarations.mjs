// Bundles the declarations of each public entry into one file, with its doc comments, for both module forms.
//
//   node declarations.mjs STAGED PKG
import { copyFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
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

/** The bundler exports a class as a value, also where its entry exports the type alone. The built module tells. */
const typesApart = (values) => ({
  name: "types-apart",
  renderChunk(code) {
    const statement = /^export (type )?\{ (.*) \};\n?/gm;
    const names = [...code.matchAll(statement)].flatMap(([, , list]) => list.split(", "));
    const exported = (keyword, chosen) => (chosen.length === 0 ? "" : `${keyword} { ${chosen.sort().join(", ")} };\n`);
    return (
      code.replace(statement, "") +
      exported(
        "export",
        names.filter((name) => values.includes(name)),
      ) +
      exported(
        "export type",
        names.filter((name) => !values.includes(name)),
      )
    );
  },
});

for (const { name, source } of PUBLIC) {
  const values = Object.keys(await import(pathToFileURL(join(pkg, `${name}.js`)).href));
  const bundle = await rollup({
    input: join(staged, "src", source),
    external: PEERS,
    plugins: [dts({ tsconfig: join(staged, "tsconfig.json") }), referencesFirst, typesApart(values)],
    onwarn: ({ message }) => {
      throw new Error(message);
    },
  });
  await bundle.write({ file: join(pkg, `${name}.d.ts`), format: "es" });
  // TypeScript wants the types of a CommonJS module under a name of its own.
  await copyFile(join(pkg, `${name}.d.ts`), join(pkg, `${name}.d.cts`));
}
