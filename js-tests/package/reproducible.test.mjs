// Reproducible build: a second build in a new folder makes the same package, byte for byte.
import assert from "node:assert/strict";
import { cpSync, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { all } from "../matrix/record.mjs";
import { pkg, root, tarball } from "../support/paths.mjs";
import { emptyFolder, runProgram } from "../support/run-program.mjs";

const cargo = process.env.CARGO ?? "cargo";

/** Returns the files of the working tree that a commit could contain. */
async function sources() {
  const listed = await runProgram("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
  });
  // Git lists deleted files until the deletion is committed.
  return listed.split("\0").filter((name) => name !== "" && existsSync(join(root, name)));
}

/** Builds the program behind `cargo xtask` and returns its path. It is shared by both builds, because it takes minutes to compile. */
async function xtask() {
  const options = ["build", "--locked", "--quiet", "--package", "xtask", "--message-format=json"];
  const messages = (await runProgram(cargo, options, { cwd: root })).trim().split("\n");
  return messages.map((line) => JSON.parse(line).executable).find(Boolean);
}

const filesIn = (folder) =>
  readdirSync(folder, { recursive: true }).filter((name) => statSync(join(folder, name)).isFile());

if (all) {
  test("two builds are equal", async (t) => {
    const folder = await emptyFolder(t);
    for (const name of await sources()) cpSync(join(root, name), join(folder, name));

    const target = join(folder, "target");
    // Neither the time zone nor the language may change the result.
    const elsewhere = { TZ: "Asia/Shanghai", LC_ALL: "C" };
    const env = { ...process.env, ...elsewhere, CARGO_MANIFEST_DIR: join(folder, "xtask"), CARGO_TARGET_DIR: target };
    await runProgram(await xtask(), ["build"], { cwd: folder, env });

    const second = join(folder, "pkg");
    assert.deepEqual(filesIn(second).sort(), filesIn(pkg).sort());
    for (const name of filesIn(pkg)) {
      assert.ok(readFileSync(join(second, name)).equals(readFileSync(join(pkg, name))), `${name} differs`);
    }
    const packed = join(target, "npm", basename(tarball));
    assert.ok(readFileSync(packed).equals(readFileSync(tarball)), "the packed files differ");
  });
}
