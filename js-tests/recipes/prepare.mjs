// Installs the dependencies of all examples and the packed file in one folder, before the tests of the examples.
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { tarball, tests } from "../support/paths.mjs";
import { runNpm } from "../support/run-program.mjs";
import { installed } from "./support/installed.mjs";

const locked = ["package.json", "package-lock.json"];

const digest = async (file) =>
  createHash("sha256")
    .update(await readFile(file))
    .digest("hex");

/** `npm ci` empties the folder, and the stamps with it. */
const stampFile = (name) => join(installed, "node_modules", `.${name}`);

/** Resolves to whether a digest differs from the digest of the last installation. */
const isNew = async (name, value) => (await readFile(stampFile(name), "utf8").catch(() => "")) !== value;

const setStamp = (name, value) => writeFile(stampFile(name), value);

await mkdir(installed, { recursive: true });
for (const file of locked) await cp(join(tests, "recipes", file), join(installed, file));
// Install scripts are for platforms without prebuilt packages.
const quick = ["--prefer-offline", "--ignore-scripts"];
const lock = await digest(join(installed, "package-lock.json"));
if (await isNew("lock", lock)) await runNpm(["ci", ...quick], { cwd: installed });
await setStamp("lock", lock);
const packed = await digest(tarball);
if (await isNew("tarball", packed)) await runNpm(["install", "--no-save", ...quick, tarball], { cwd: installed });
await setStamp("tarball", packed);
