// Declarations: both current generations of tsc, and the oldest supported one, accept valid code and reject invalid code.
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { record } from "../matrix/record.mjs";
import { tests, tool } from "../support/paths.mjs";
import { emptyFolder, runNode } from "../support/run-program.mjs";

const oldest = "typescript-min";
const compilers = [oldest, "typescript", "typescript-7"];
const bare = { lib: ["ES2022"], types: [], exactOptionalPropertyTypes: true };
const commonjs = ["commonjs.cts"];
const modules = ["accepted.mts", "refused.mts", "actions.mts", "fleet.mts", "narrowed.mts"];
/** Files that need more than the oldest compiler knows. */
const newer = ["narrowed.mts"];

const projects = {
  "nodenext, without DOM and Node.js": [
    { module: "nodenext", moduleResolution: "nodenext", ...bare },
    [...modules, ...commonjs],
  ],
  "node16, without DOM and Node.js": [
    { module: "node16", moduleResolution: "node16", ...bare },
    [...modules, ...commonjs],
  ],
  "bundler, without DOM and Node.js": [{ module: "esnext", moduleResolution: "bundler", ...bare }, modules],
  "with the types of all actions": [
    { module: "nodenext", moduleResolution: "nodenext", ...bare },
    ["typed-actions.mts", "typed-actions.cts"],
  ],
  "bundler, with the types of all actions": [
    { module: "esnext", moduleResolution: "bundler", ...bare },
    ["typed-actions.mts"],
  ],
  "with the types of Node.js": [
    { module: "nodenext", moduleResolution: "nodenext", lib: ["ES2022", "ESNext.Disposable"], types: ["node"] },
    ["node.mts"],
  ],
  "with the types of BullMQ and exact optional properties": [
    {
      module: "nodenext",
      moduleResolution: "nodenext",
      lib: ["ES2022", "ESNext.Disposable"],
      types: ["node"],
      exactOptionalPropertyTypes: true,
      // The declarations of BullMQ name packages that it does not need here.
      skipLibCheck: true,
    },
    ["bullmq.mts"],
  ],
  "with the types of a Worker": [
    {
      module: "esnext",
      moduleResolution: "bundler",
      lib: ["ESNext"],
      types: ["@cloudflare/workers-types"],
      customConditions: ["workerd"],
    },
    ["worker.mts", "worker-queue.mts"],
  ],
  "with the types of the DOM": [
    { module: "esnext", moduleResolution: "bundler", lib: ["ES2022", "DOM", "ESNext.Disposable"], types: [] },
    ["dom.mts"],
  ],
  "with the types of the DOM and exact optional properties": [
    {
      module: "esnext",
      moduleResolution: "bundler",
      lib: ["ES2022", "DOM", "ESNext.Disposable"],
      types: [],
      exactOptionalPropertyTypes: true,
    },
    ["exact.mts"],
  ],
};

const common = { target: "es2022", strict: true, noEmit: true, skipLibCheck: false };

for (const compiler of compilers) {
  const { version } = JSON.parse(readFileSync(tool(`${compiler}/package.json`), "utf8"));
  for (const [name, [options, files]] of Object.entries(projects)) {
    test(`TypeScript ${version} compiles ${name}`, async (t) => {
      const folder = await emptyFolder(t);
      const config = join(folder, "tsconfig.json");
      const typeRoots = [join(tests, "node_modules", "@types"), join(tests, "node_modules")];
      const compilerOptions = { ...common, typeRoots, rootDir: tests, ...options };
      const compiled = files.filter((file) => compiler !== oldest || !newer.includes(file));
      await writeFile(
        config,
        JSON.stringify({ compilerOptions, files: compiled.map((file) => join(tests, "types", file)) }),
      );
      await runNode([tool(`${compiler}/bin/tsc`), "--project", config], { cwd: tests });
      if (compiler !== oldest) await record("tools", { name: "TypeScript", version, how: name, result: "compiles" });
    });
  }
}
