// The program in the package: it starts by npx in every runtime, loads only the modules that it needs, and no import loads it.
import assert from "node:assert/strict";
import { mkdir, readdir, readFile, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { test } from "node:test";
import bun from "../runtimes/bun.mjs";
import { binary, manifest, pinnedNode, tarball } from "../support/paths.mjs";
import { emptyFolder, runNode, runProgram } from "../support/run-program.mjs";
import { packedFiles } from "../support/tarball.mjs";
import { emulating, installed, program, run, testKey } from "./support/program.mjs";

const files = packedFiles();

for (const line of ["20", "22", "24"]) {
  test(`npx runs the packed file in an empty folder on Node.js ${line}`, async (t) => {
    const folder = await emptyFolder(t);
    // npx starts the program with the first `node` of the path.
    const bin = join(folder, "bin");
    await mkdir(bin);
    await symlink(pinnedNode(line), join(bin, "node"));
    const { at } = await emulating(t);
    const empty = join(folder, "empty");
    await mkdir(empty);
    const env = {
      ...process.env,
      ...testKey,
      PATH: `${bin}:${process.env.PATH}`,
      npm_config_cache: join(folder, "cache"),
    };
    const npx = ["--yes", "--offline", "--package", tarball, "--", "apsara-live"];
    const said = await runProgram("npx", [...npx, "stop", "recording", "task-1", ...at], { cwd: empty, env });
    assert.match(said, /^stopped\ttask-1\t/m);
    const checked = await runProgram("npx", [...npx, "doctor", ...at], { cwd: empty, env });
    assert.ok(checked.includes(`Node.js ${line}.`), checked);
  });
}

test(`the program runs on Bun ${bun.version()}`, async (t) => {
  const { at } = await emulating(t);
  const file = join(dirname(binary(`@oven/bun-${process.platform}-${process.arch}`, "package.json")), "bin", "bun");
  const options = { node: file };
  const stopped = await run(["stop", "recording", "task-1", "nope", ...at], options);
  assert.deepEqual([stopped.code, /^stopped\ttask-1\t/m.test(stopped.stdout)], [1, true], stopped.stderr);
  assert.equal((await run(["--version"], options)).stdout, `${manifest.version}\n`);
  const doctor = await run(["doctor", ...at], options);
  assert.match(doctor.stdout, /Bun \d/);
  assert.equal(doctor.code, 0, doctor.stdout);
});

/** Returns the files of the package that a process loads. */
async function loaded(t, args) {
  const coverage = await emptyFolder(t);
  const env = { PATH: process.env.PATH, NODE_V8_COVERAGE: coverage };
  await runNode(args, { cwd: installed(), env });
  const [name] = await readdir(coverage);
  const { result } = JSON.parse(await readFile(join(coverage, name), "utf8"));
  const paths = result.map(({ url }) => /apsara-live\/([^/]+)$/.exec(url)?.[1]);
  return paths.filter((path) => path !== undefined).sort();
}

test("help and version load no other module, and a command loads only the modules that it needs", async (t) => {
  for (const args of [["--help"], ["--version"], ["stop", "--help"], ["help", "emulator"]]) {
    assert.deepEqual(await loaded(t, [program(), ...args]), ["cli.js"]);
  }
  const commands = ["cli-commands.js", "cli.js", "errors.js"];
  assert.deepEqual(await loaded(t, [program(), "completion", "bash"]), commands);
  const dryRun = await loaded(t, [program(), "stop", "recording", "a", "--dry-run"]);
  assert.ok(dryRun.includes("client.js") && !dryRun.includes("testing.js"), `${dryRun}`);
});

test("no import of the package loads the program, nor names it", async (t) => {
  for (const subpath of ["", "/slim", "/testing", "/queue", "/bullmq", "/cloudflare", "/node"]) {
    const script = `import("apsara-live${subpath}").catch(() => {})`;
    const names = await loaded(t, ["--input-type=module", "--eval", script]);
    assert.ok(!names.some((name) => /^cli[.-]/.test(name)), `${subpath}: ${names}`);
  }
  for (const [name, bytes] of files) {
    if (/\.c?js$/.test(name) && !/^cli[.-]/.test(name))
      assert.doesNotMatch(bytes.toString(), /cli(?:-commands)?\.js/, name);
  }
});

test("the program is named in the manifest, and begins with its interpreter", () => {
  const packed = JSON.parse(files.get("package.json"));
  assert.deepEqual(packed.bin, { "apsara-live": "cli.js" });
  assert.match(files.get("cli.js").toString(), /^#!\/usr\/bin\/env node\n/);
});
