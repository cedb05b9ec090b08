// Reproducible build: another user builds the same bytes in another folder, and `cargo xtask verify` confirms it.
import assert from "node:assert/strict";
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync } from "node:fs";
import { homedir, userInfo } from "node:os";
import { basename, delimiter, join } from "node:path";
import { test } from "node:test";
import { all } from "../matrix/record.mjs";
import { root, tarball } from "../support/paths.mjs";
import { emptyFolder, runProgram } from "../support/run-program.mjs";

const cargo = process.env.CARGO ?? "cargo";
const cargoHome = process.env.CARGO_HOME ?? join(homedir(), ".cargo");

/** Returns the files of the working tree that a commit could contain. */
async function sources() {
  const listed = await runProgram("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
  });
  // Git lists deleted files until the deletion is committed.
  return listed.split("\0").filter((name) => name !== "" && existsSync(join(root, name)));
}

/** Builds the program behind `cargo xtask` and returns its path. It is shared by all builds, because it takes minutes to compile. */
async function xtask() {
  const options = ["build", "--locked", "--quiet", "--package", "xtask", "--message-format=json"];
  const messages = (await runProgram(cargo, options, { cwd: root })).trim().split("\n");
  return messages.map((line) => JSON.parse(line).executable).find(Boolean);
}

/**
 * Changes the owner of a folder to the system user `nobody`. Returns a program and its first arguments that run another program as that user, who keeps the right to
 * start programs in the homes of others. Outside CI, the same user goes on if that is impossible.
 */
async function asNobody(t, folder) {
  const sudo = process.getuid?.() === 0 ? [] : ["sudo", "--non-interactive", "--preserve-env"];
  const nobody = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"];
  const command = [...sudo, ...nobody, "--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--"];
  try {
    const [file, ...args] = [...command, "id", "--user", "--name"];
    assert.equal((await runProgram(file, args)).trim(), "nobody");
  } catch (error) {
    if (process.env.CI) throw error;
    t.diagnostic(`the same user builds: ${error.message}`);
    return { command: [], giveBack: () => {} };
  }
  const give = (owner) => {
    const [file, ...args] = [...sudo, "chown", "--recursive", owner, folder];
    return runProgram(file, args);
  };
  await give("nobody:nogroup");
  const { uid, gid } = userInfo();
  return { command, giveBack: () => give(`${uid}:${gid}`) };
}

/** Copies the pinned toolchain to a folder that every user can read. The linker does not find its parts in the home of another user. */
async function copyToolchain(folder) {
  const sysroot = (await runProgram("rustc", ["--print", "sysroot"], { cwd: root })).trim();
  await runProgram("cp", ["--recursive", sysroot, folder]);
  return join(folder, "bin");
}

/** Copies sources, tools and crates, and returns a function that runs xtask there with another user, umask, language and time zone. */
async function elsewhere(t) {
  const outer = await emptyFolder(t);
  chmodSync(outer, 0o755);
  const folder = join(outer, "other place", "路径");
  for (const name of [...(await sources()), "node_modules"]) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  const home = join(outer, "home");
  for (const name of ["index", "cache"]) {
    cpSync(join(cargoHome, "registry", name), join(home, ".cargo", "registry", name), { recursive: true });
  }
  mkdirSync(join(outer, "temporary"));
  const program = join(outer, "xtask");
  copyFileSync(await xtask(), program);
  const toolchain = await copyToolchain(join(outer, "toolchain"));
  const env = {
    ...process.env,
    ...{ HOME: home, TMPDIR: join(outer, "temporary"), USER: "nobody", LOGNAME: "nobody" },
    ...{ TZ: "Asia/Shanghai", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" },
    ...{ CARGO_HOME: join(home, ".cargo"), CARGO_NET_OFFLINE: "true", CARGO: join(toolchain, "cargo") },
    ...{ CARGO_MANIFEST_DIR: join(folder, "xtask"), CARGO_TARGET_DIR: join(folder, "target") },
    PATH: [toolchain, process.env.PATH].join(delimiter),
    // Of `cargo xtask`: rustc would take the compiler's libraries, and with them the linker, from the home of another user.
    LD_LIBRARY_PATH: undefined,
  };
  const { command, giveBack } = await asNobody(t, outer);
  const run = async (...words) => {
    const [file, ...rest] = [...command, ...words];
    const umask = process.umask(0o077);
    try {
      return await runProgram(file, rest, { cwd: folder, env });
    } finally {
      process.umask(umask);
    }
  };
  const isNobody = command.length > 0;
  return { folder, isNobody, run, giveBack, verify: (path) => run(program, "verify", path) };
}

if (all) {
  test("another user, umask, language, time zone and folder make the same bytes", async (t) => {
    const { folder, isNobody, run, giveBack, verify } = await elsewhere(t);
    const given = join(await emptyFolder(t), basename(tarball));
    copyFileSync(tarball, given);
    try {
      const said = await verify(given);
      assert.match(said, /the same bytes as a build of sources without a commit/);
      if (isNobody) {
        const built = join(folder, "pkg", "index.js");
        assert.equal((await run("stat", "--format=%U %a", built)).trim(), "nobody 600");
      }
    } finally {
      await giveBack();
    }
  });
}
