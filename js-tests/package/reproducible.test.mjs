// A second build, in another folder and with nothing kept from the first, makes the same package, byte for byte.
import assert from "node:assert/strict";
import { cpSync, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { all } from "../matrix/record.mjs";
import { pkg, root, tarball } from "../support/paths.mjs";
import { emptyFolder, runProgram } from "../support/run-program.mjs";

const cargo = process.env.CARGO ?? "cargo";

/** What a commit of all that is here would hold. */
async function sources() {
  const listed = await runProgram("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
  });
  // What is deleted and not committed is listed too.
  return listed.split("\0").filter((name) => name !== "" && existsSync(join(root, name)));
}

/** The program behind `cargo xtask`, which takes minutes to compile and leaves nothing of itself in what it builds. */
async function xtask() {
  const options = ["build", "--locked", "--quiet", "--package", "xtask", "--message-format=json"];
  const messages = (await runProgram(cargo, options, { cwd: root })).trim().split("\n");
  return messages.map((line) => JSON.parse(line).executable).find(Boolean);
}

const filesIn = (folder) =>
  readdirSync(folder, { recursive: true }).filter((name) => statSync(join(folder, name)).isFile());

if (all) {
  test("two builds are the same", async (t) => {
    const folder = await emptyFolder(t);
    for (const name of await sources()) cpSync(join(root, name), join(folder, name));

    const target = join(folder, "target");
    // Another time zone and another language, which are not to be seen either.
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
