// Bundles the declarations of each public entry into one file, with its doc comments, for both module forms.
//
//   node declarations.mjs STAGED PKG
import { copyFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
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

/**
 * The types of `call` are in one file, whose interface `ActionTypes` another file augments. Each copy of it would be another type: a
 * client of one entry would be none of another.
 */
const CALL_TYPES = "call-types";
const shared = join(staged, "src", "api", "actions.ts");
const sharing = {
  name: "sharing",
  resolveId: (source, importer) =>
    importer && resolve(dirname(importer), source) === shared
      ? { id: `./${CALL_TYPES}.cjs`, external: true }
      : undefined,
  renderChunk: (code) => code.replace(/^export \{(?=.* from )/gm, "export type {"),
};

const callTypes = await rollup({ input: shared, plugins: [dts({ tsconfig: join(staged, "tsconfig.json") })] });
const { output } = await callTypes.generate({ format: "es" });
await writeFile(
  join(pkg, `${CALL_TYPES}.d.cts`),
  output[0].code
    // Modules can augment an interface only where its own file exports it by its name.
    .replace(/^interface ActionTypes /m, "export $&")
    .replace(/^export type \{ .*/m, (list) => list.replace(/ActionTypes, /, "")),
);

for (const { name, source } of PUBLIC) {
  const values = Object.keys(await import(pathToFileURL(join(pkg, `${name}.js`)).href));
  const bundle = await rollup({
    input: join(staged, "src", source),
    external: PEERS,
    plugins: [sharing, dts({ tsconfig: join(staged, "tsconfig.json") }), referencesFirst, typesApart(values)],
    onwarn: ({ message }) => {
      throw new Error(message);
    },
  });
  await bundle.write({ file: join(pkg, `${name}.d.ts`), format: "es" });
  // TypeScript wants the types of a CommonJS module under a name of its own.
  await copyFile(join(pkg, `${name}.d.ts`), join(pkg, `${name}.d.cts`));
}

// The entry without a module.
const ACTION_TYPES = "action-types.d.cts";
await copyFile(join(staged, "src", "generated", ACTION_TYPES), join(pkg, ACTION_TYPES));
const augmentation = `import type { Actions } from "./action-types.cjs";

declare module "./${CALL_TYPES}.cjs" {
  interface ActionTypes extends Actions {}
}
`;
for (const types of ["actions.d.ts", "actions.d.cts"]) await writeFile(join(pkg, types), augmentation);
