// Times of the TypeScript compiler and of an editor with the types of all actions, beside the same program without them.
import { spawnSync } from "node:child_process";
import { rmSync, symlinkSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { benches, root, scratch } from "../lib/paths.mjs";
import { number, quartiles, ratio, spread } from "../lib/statistics.mjs";

// The compiler of the repository, not a further dependency of the benchmarks.
const ts = createRequire(join(root, "package.json"))("typescript");
const tsc = join(root, "node_modules", "typescript", "bin", "tsc");

const HEAD = 'import { createClient } from "apsara-live";\nconst live = createClient();\n';
const WITH_TYPES = `import type {} from "apsara-live/actions";\n${HEAD}`;
const CALL = 'const { reply } = await live.call("DescribeLivePullToPush", { Region: "cn-shanghai", TaskId: "t" });\n';
const USE = "export const status: number | undefined = reply.TaskStatus;\n";
const UNTYPED_USE = "export const status: unknown = reply;\n";

const compilerOptions = {
  ...{ target: "es2022", module: "nodenext", moduleResolution: "nodenext", lib: ["ES2022"] },
  ...{ strict: true, types: [], noEmit: true },
};

const folder = join(scratch, "types");

async function project(name, text) {
  const path = join(folder, name);
  rmSync(path, { recursive: true, force: true });
  await mkdir(path, { recursive: true });
  symlinkSync(join(benches, "node_modules"), join(path, "node_modules"), "junction");
  writeFileSync(join(path, "index.mts"), text);
  writeFileSync(join(path, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["index.mts"] }));
  return path;
}

/** The time of a new process of `tsc`, in milliseconds. */
function compiled(path) {
  const from = performance.now();
  const { status, stdout } = spawnSync(process.execPath, [tsc, "--project", path], { encoding: "utf8" });
  if (status !== 0) throw new Error(stdout);
  return performance.now() - from;
}

/** An editor with one file: returns a function that types a name anew and returns the time of its completions, in milliseconds. */
function editor(path, head) {
  const file = join(path, "index.mts");
  const before = `${head}live.call("`;
  let version = 0;
  const text = () => `${before}");\n// ${version}\n`;
  const { options } = ts.convertCompilerOptionsFromJson(compilerOptions, path);
  const service = ts.createLanguageService({
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    directoryExists: ts.sys.directoryExists,
    realpath: ts.sys.realpath,
    getScriptFileNames: () => [file],
    getScriptVersion: (of) => (of === file ? String(version) : "0"),
    getScriptSnapshot: (of) => {
      const content = of === file ? text() : ts.sys.readFile(of);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => path,
    getCompilationSettings: () => options,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
  });
  return () => {
    version += 1;
    const from = performance.now();
    const found = service.getCompletionsAtPosition(file, before.length, {});
    return { ms: performance.now() - from, names: found?.entries.length ?? 0 };
  };
}

export default async function run({ quick }) {
  const rounds = quick ? 3 : 9;
  const plain = await project("plain", HEAD + CALL + UNTYPED_USE);
  const typed = await project("typed", WITH_TYPES + CALL + USE);
  const times = { plain: [], typed: [], completion: { plain: [], typed: [] } };
  const editors = { plain: editor(plain, HEAD), typed: editor(typed, WITH_TYPES) };
  // The first request of an editor reads all declarations.
  const first = editors.typed();
  editors.plain();
  if (first.names < 430) throw new Error(`the editor completes ${first.names} names`);
  for (let round = 0; round < rounds; round += 1) {
    times.plain.push(compiled(plain));
    times.typed.push(compiled(typed));
    times.completion.plain.push(editors.plain().ms);
    times.completion.typed.push(editors.typed().ms);
  }
  const ms = (values) => spread(quartiles(values));
  const rows = [
    ["`tsc`, a program with one call", ms(times.plain), ms(times.typed), spread(ratio(times.typed, times.plain))],
    ["completion of the name of an action", ms(times.completion.plain), ms(times.completion.typed), spread(ratio(times.completion.typed, times.completion.plain))], // biome-ignore format: a row
  ];
  return {
    title: "Types of all actions",
    text:
      `TypeScript ${ts.version}, in ms, with and without \`import type {} from "apsara-live/actions"\`, in turns, ${rounds} times. A run of ` +
      "`tsc` is a new process. The editor completes an argument of `live.call` after each change of the file; its first completion, " +
      `which reads all declarations, took ${number(first.ms)} ms.`,
    tables: [{ columns: ["", "without", "with", "ratio"], rows }],
    felt: [
      {
        what: "completion of the name of an action in an editor, with the types of all actions",
        ours: `${number(quartiles(times.completion.typed).median)} ms`,
        others: [`without the types: ${number(quartiles(times.completion.plain).median)} ms`],
      },
    ],
    targets: [],
  };
}
