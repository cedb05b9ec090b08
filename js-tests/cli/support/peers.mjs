// Copies of the installed program with optional packages beside it, and planted packages that leave a trace when they run.
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { tests } from "../../support/paths.mjs";
import { emptyFolder } from "../../support/run-program.mjs";
import { installed } from "./program.mjs";

/** Copies the installed package, and packages with their dependencies; resolves to the program and to its `node_modules`. */
export async function installedWith(t, ...names) {
  const modules = join(await emptyFolder(t), "project", "node_modules");
  const copies = await closure(names, join(tests, "package.json"));
  copies.set("apsara-live", join(installed(), "node_modules", "apsara-live"));
  for (const [name, from] of copies) await cp(from, join(modules, name), { recursive: true });
  return { file: join(modules, "apsara-live", "cli.js"), modules };
}

/** Returns the folders of packages and of their dependencies, by name. */
async function closure(names, from, found = new Map()) {
  for (const name of names) {
    if (found.has(name) || name.startsWith("@types/")) continue;
    const folders = createRequire(from).resolve.paths(name);
    const folder = folders.map((modules) => join(modules, name)).find((path) => existsSync(path));
    if (folder === undefined) throw new Error(`${name} is not installed`);
    found.set(name, folder);
    const manifest = join(folder, "package.json");
    await closure(Object.keys(JSON.parse(await readFile(manifest, "utf8")).dependencies ?? {}), manifest, found);
  }
  return found;
}

/** Puts packages into a folder such as `node_modules`. Each appends its name to the file of the variable TRACE when it runs. */
export async function plant(modules, ...names) {
  for (const name of names) {
    await mkdir(join(modules, name), { recursive: true });
    await writeFile(
      join(modules, name, "index.js"),
      `require("node:fs").appendFileSync(process.env.TRACE, ${JSON.stringify(`${name} `)});
exports.Config = class { constructor(members) { Object.assign(this, members); } };
exports.default = class { getCredential() { return { accessKeyId: "testid", accessKeySecret: "testsecret" }; } };
exports.EnvHttpProxyAgent = class {};
exports.fetch = fetch;
`,
    );
    await writeFile(join(modules, name, "package.json"), JSON.stringify({ name, version: "9.9.9", main: "index.js" }));
  }
}
