// Types and exports of every entry, as ES module and as CommonJS: a value in the types is a value in the module, and the reverse.
import assert from "node:assert/strict";
import { symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { manifest, tests, tool } from "../support/paths.mjs";
import { emptyFolder, runNode } from "../support/run-program.mjs";

const require = createRequire(import.meta.url);
const entries = Object.entries(manifest.exports)
  .filter(([, target]) => typeof target === "object" && "import" in target)
  .map(([subpath]) => manifest.name + subpath.slice(1));

const kinds = {
  "an ES module": ["mts", (specifier) => import(specifier), (specifier) => `import * as entry from "${specifier}";`],
  CommonJS: ["cts", async (specifier) => require(specifier), (specifier) => `import entry = require("${specifier}");`],
};

for (const [kind, [extension, load, imported]] of Object.entries(kinds)) {
  test(`the types of every entry have the values of its exports, as ${kind}`, async (t) => {
    assert.ok(entries.length > 6 && entries.includes("apsara-live/testing"));
    const folder = await emptyFolder(t);
    await symlink(join(tests, "node_modules"), join(folder, "node_modules"), "junction");
    const files = [];
    for (const [number, specifier] of entries.entries()) {
      // A missing key, and a key too many, do not compile. `keyof typeof` leaves out what is a type alone.
      const values = Object.fromEntries(Object.keys(await load(specifier)).map((name) => [name, true]));
      const code = `${imported(specifier)}\nexport const values: Record<keyof typeof entry, true> = ${JSON.stringify(values)};\n`;
      files.push(`entry-${number}.${extension}`);
      await writeFile(join(folder, files.at(-1)), code);
    }
    const config = {
      compilerOptions: {
        ...{ target: "es2022", module: "nodenext", moduleResolution: "nodenext", strict: true, noEmit: true },
        // The declarations of BullMQ name packages that it does not need here.
        ...{ skipLibCheck: true, types: [] },
      },
      files,
    };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
    await runNode([tool("typescript/bin/tsc"), "--project", join(folder, "tsconfig.json")], { cwd: tests });
  });
}
