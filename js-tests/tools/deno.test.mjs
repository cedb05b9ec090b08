// Deno: installs the package with `deno add`, and checks and runs the package that would be published on JSR.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { all, record } from "../matrix/record.mjs";
import { deno, version } from "../runtimes/deno.mjs";
import { manifest, tarball, tests } from "../support/paths.mjs";
import { emptyFolder, runProgram } from "../support/run-program.mjs";
import { recording } from "./cells.mjs";
import { serveRegistry } from "./registry.mjs";

/** Folder of the JSR package, written by `cargo xtask build`. */
const jsr = join(dirname(tarball), "..", "jsr");

/** Proxies that fail, so that no request leaves this machine. */
const offline = { HTTP_PROXY: "http://127.0.0.1:1", HTTPS_PROXY: "http://127.0.0.1:1", NO_PROXY: "127.0.0.1" };

/** Creates a folder with the programs, and a function that runs Deno in it without the user's cache and configuration. */
async function fixture(t) {
  const folder = await emptyFolder(t);
  await cp(join(tests, "tools", "deno"), folder, { recursive: true });
  const home = join(folder, "home");
  const env = { ...process.env, ...offline, HOME: home, USERPROFILE: home, DENO_DIR: home, NO_COLOR: "1" };
  const run = (args, more) => runProgram(deno(), args, { cwd: folder, env: { ...env, ...more } });
  return { folder, env, run };
}

/** Type-checks a program and runs it with the one permission that it needs. */
async function stops(t, run, program, env) {
  const { url, stopped } = await recording(t);
  stopped((await run(["run", "--check", "--no-prompt", "--allow-net=127.0.0.1", program, url], env)).trim());
}

const noted = (how, result) => record("tools", { name: "Deno", version: version(), how, result });

if (all) {
  test("deno add installs npm:apsara-live, and a program runs", async (t) => {
    const { folder, run } = await fixture(t);
    const env = { NPM_CONFIG_REGISTRY: await serveRegistry(t) };
    await run(["add", "npm:apsara-live"], env);
    const { imports } = JSON.parse(await readFile(join(folder, "deno.json"), "utf8"));
    assert.deepEqual(imports, { "apsara-live": `npm:apsara-live@^${manifest.version}` });
    await stops(t, run, "npm.ts", env);
    await noted("deno add, npm package", "runs");
  });

  test("deno publish accepts the JSR package, and a program runs", async (t) => {
    const { folder, env, run } = await fixture(t);
    const published = join(folder, "published");
    await cp(jsr, published, { recursive: true });
    const publish = ["publish", "--dry-run", "--allow-dirty"];
    const { stderr } = await promisify(execFile)(deno(), publish, { cwd: published, env });
    // Deno only warns about types that JSR cannot read.
    assert.doesNotMatch(stderr, /^(warning|error)\[/m);
    assert.match(stderr, /Dry run complete/);
    await noted("deno publish --dry-run", "no complaints");

    // Deno links a folder in place of a JSR package when the folder has a deno.json.
    await rename(join(published, "jsr.json"), join(published, "deno.json"));
    const { name, version } = JSON.parse(await readFile(join(published, "deno.json"), "utf8"));
    assert.equal(version, manifest.version);
    const imports = { [name]: `jsr:${name}@${version}` };
    await writeFile(join(folder, "deno.json"), JSON.stringify({ imports, links: ["./published"] }));
    await stops(t, run, "jsr.ts");
    await noted("JSR package", "runs");
  });
}
