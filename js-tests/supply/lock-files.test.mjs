// Lock files: packages come from the public registries only, and every one has a checksum.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { list, read, root } from "./repository.mjs";

const npmLocks = list("package-lock.json", "**/package-lock.json");
const cargoLocks = list("Cargo.lock", "**/Cargo.lock");
const lockfileLint = join(root, "js-tests", "node_modules", "lockfile-lint", "bin", "lockfile-lint.js");
const rules = ["--validate-https", "--allowed-hosts", "npm", "--validate-integrity", "--validate-package-names"];

test("git lists the lock files", () => {
  assert.ok(npmLocks.length > 2 && npmLocks.includes("package-lock.json"), String(npmLocks));
  assert.ok(cargoLocks.length > 1 && cargoLocks.includes("Cargo.lock"), String(cargoLocks));
});

for (const path of npmLocks) {
  test(`${path} passes lockfile-lint`, () => {
    execFileSync(process.execPath, [lockfileLint, "--type", "npm", "--path", path, ...rules], { cwd: root });
  });

  // lockfile-lint accepts a package without a checksum.
  test(`every package of ${path} has a checksum`, () => {
    const { lockfileVersion, packages } = JSON.parse(read(path));
    assert.equal(lockfileVersion, 3);
    const own = ([folder, { link }]) => folder === "" || link || !folder.includes("node_modules/");
    const others = Object.entries(packages).filter((entry) => !own(entry));
    assert.ok(others.length > 0);
    for (const [folder, { integrity, inBundle }] of others) {
      if (!inBundle) assert.match(integrity ?? "", /^sha512-/, folder);
    }
  });
}

for (const path of cargoLocks) {
  test(`every crate of ${path} is from crates.io and has a checksum, or is of this repository`, () => {
    const crates = read(path).split("[[package]]\n").slice(1);
    assert.ok(crates.length > 20);
    const [own] = /^name = .*$/m.exec(read(path.replace("Cargo.lock", "Cargo.toml"))) ?? [];
    for (const crate of crates) {
      const [line, name] = /^name = "(.*)"$/m.exec(crate);
      if (/^(apsara-live-|xtask$|wasm-test-runner$)/.test(name) || line === own)
        assert.doesNotMatch(crate, /^source = /m, name);
      else {
        assert.match(crate, /^source = "registry\+https:\/\/github\.com\/rust-lang\/crates\.io-index"$/m, name);
        assert.match(crate, /^checksum = "[0-9a-f]{64}"$/m, name);
      }
    }
  });
}

test("requirements of Python name exact versions", () => {
  for (const path of list("**/requirements.txt")) {
    const lines = read(path)
      .split("\n")
      .filter((line) => /^\w/.test(line));
    assert.ok(lines.length > 0, path);
    for (const line of lines) assert.match(line, /^[\w.[\]-]+==[\w.]+(?: ; [^\\]+)? \\$/, path);
  }
});

test("packages of npm are named by exact versions", () => {
  for (const path of npmLocks.map((lock) => lock.replace("package-lock.json", "package.json"))) {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read(path));
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })) {
      assert.match(version, /^(npm:[^ ]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/, `${name} in ${path}`);
    }
  }
});
