// Workflows and policy: the checks of OpenSSF Scorecard that a repository can answer by itself. zizmor checks the rest of the workflows.
import assert from "node:assert/strict";
import { dirname } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";
import { list, read } from "./repository.mjs";

const paths = list(".github/workflows/*.yml");
const workflows = paths.map((path) => ({ path, text: read(path), workflow: parse(read(path)) }));

test("there are workflows for each change, for a release and for each week", () => {
  for (const name of ["ci", "release", "audit"]) assert.ok(paths.includes(`.github/workflows/${name}.yml`), name);
});

for (const { path, text, workflow } of workflows) {
  const jobs = Object.entries(workflow.jobs);

  test(`${path} pins every action by its commit, and says which version that is`, () => {
    const uses = text.split("\n").filter((line) => /\buses:/.test(line));
    assert.ok(uses.length > 0);
    for (const line of uses) assert.match(line, /uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test(`${path} may only read, except in jobs with named permissions to write`, () => {
    assert.ok(["{}", '{"contents":"read"}'].includes(JSON.stringify(workflow.permissions)), "rights of all jobs");
    const writes = jobs.flatMap(([name, { permissions = {} }]) =>
      Object.entries(permissions).flatMap(([scope, access]) => (access === "write" ? [`${name}: ${scope}`] : [])),
    );
    const allowed = /^(npm|jsr|crates): id-token$|^github: contents$|^publish: (id-token|pages)$/;
    for (const write of writes) assert.match(write, allowed);
  });

  test(`${path} runs no code of others with rights of this repository`, () => {
    const triggers = Object.keys(workflow.on);
    assert.deepEqual(
      triggers.filter((trigger) => ["pull_request_target", "workflow_run", "issue_comment"].includes(trigger)),
      [],
    );
    for (const [name, { steps }] of jobs) {
      for (const { run = "" } of steps) assert.doesNotMatch(run, /\$\{\{/, `${name} puts an expression into a script`);
    }
  });

  test(`${path} keeps no token after the checkout, and every job ends in time`, () => {
    for (const [name, { steps, "timeout-minutes": minutes }] of jobs) {
      assert.ok(minutes > 0, `${name} has no timeout-minutes`);
      for (const step of steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"))) {
        assert.equal(step.with?.["persist-credentials"], false, name);
      }
    }
  });
}

const release = workflows.find(({ path }) => path.endsWith("/release.yml")).workflow.jobs;
const commands = (job) => release[job].steps.flatMap(({ run = [] }) => run);
const actions = (job) => release[job].steps.flatMap(({ uses = [] }) => uses).map((name) => name.split("@")[0]);

test("no code of others runs on a machine before it packs a release", () => {
  const harmless = ["actions/checkout", "actions/setup-node", "actions/upload-artifact"];
  for (const [job, more] of [
    ["pack", ['git merge-base --is-ancestor "$GITHUB_SHA" origin/main']],
    ["pack-again", []],
  ]) {
    assert.deepEqual(commands(job), [...more, "cargo xtask release --pack"], job);
    assert.deepEqual([...new Set(actions(job))], harmless, job);
    assert.equal(release[job].needs, undefined, job);
    assert.deepEqual(release[job].permissions ?? {}, {}, job);
  }
});

test("what is published was packed twice and tested, and is compared before anything else", () => {
  const compared =
    "cmp release/release-*/SHA256SUMS again/release-*/SHA256SUMS && cd release/release-* && sha256sum --check --strict SHA256SUMS";
  for (const job of ["npm", "jsr", "crates"]) {
    assert.deepEqual(release[job].needs, ["pack", "pack-again", "test"], job);
    const [first, ...rest] = commands(job).filter((command) => command !== "npm ci --prefix js-tests --ignore-scripts");
    assert.equal(first, compared, job);
    assert.match(rest.at(-1), /\bpublish\b/, job);
    assert.ok(!rest.some((command) => /xtask|\bnpm (?:ci|install)\b|\bpip\b/.test(command)), job);
  }
  assert.equal(commands("test").at(-1), "cmp release/release-*/SHA256SUMS target/release-*/SHA256SUMS");
  assert.ok(commands("crates").some((command) => command.includes('cmp "$crate" release/release-*/attached/')));
});

test("nothing installs with install scripts, and Python packages come by their hashes", () => {
  for (const path of list(".ci/*", ".github/workflows/*.yml", "xtask/src/*.rs")) {
    const lines = read(path).split("\n");
    for (const line of lines.filter((line) => /\bnpm (?:ci|install) |"(?:ci|install)", .*"--no-audit"/.test(line))) {
      assert.match(line, /--ignore-scripts/, `${path}: ${line.trim()}`);
    }
  }
  assert.match(read(".ci/run"), /pip install .*--require-hashes/);
  assert.match(read("xtask/src/audit.rs"), /"--require-hashes"/);
  for (const path of list("**/requirements.txt")) {
    const packages = read(path).match(/^[\w.[\]-]+==/gm).length;
    assert.ok(packages > 0 && read(path).match(/==\S+.*\\\n {4}--hash=sha256:/g).length === packages, path);
  }
});

test("CI compiles the crates with the oldest compiler that they support", () => {
  const [, version] = /^rust-version = "([\d.]+)"$/m.exec(read("Cargo.toml"));
  assert.ok(
    read(".github/workflows/ci.yml").includes(`cargo +${version}.0 check --locked --package apsara-live-core `),
  );
});

test("no workflow has a secret that lasts", () => {
  for (const { path, text } of workflows) {
    const secrets = [...text.matchAll(/secrets\.(\w+)/g)].map(([, name]) => name);
    assert.deepEqual(secrets, [], path);
  }
});

test("a bot keeps the actions and all lock files fresh", () => {
  const { updates } = parse(read(".github/dependabot.yml"));
  const folders = (ecosystem) =>
    updates
      .filter((update) => update["package-ecosystem"] === ecosystem)
      .flatMap(({ directory, directories = [directory] }) => directories);
  const within = (pattern, folder) =>
    new RegExp(`^${pattern.replaceAll("**", ".+").replaceAll(/(?<!\.)\*/g, "[^/]+")}$`).test(folder);
  const covered = (ecosystem, files) => {
    for (const file of files) {
      const folder = `/${dirname(file)}`.replace(/\/\.$/, "/");
      assert.ok(
        folders(ecosystem).some((pattern) => within(pattern, folder)),
        `${ecosystem} leaves out ${folder}`,
      );
    }
  };
  assert.deepEqual(folders("github-actions"), ["/"]);
  covered("npm", list("package-lock.json", "**/package-lock.json"));
  covered("cargo", list("Cargo.lock", "**/Cargo.lock"));
  covered("pip", list("**/requirements.txt"));
  for (const update of updates) assert.ok(update.schedule.interval, update["package-ecosystem"]);
});

test("the repository has licences, a security policy with a private way to report, and no binary programs", () => {
  assert.match(read("LICENSE-MIT"), /Permission is hereby granted/);
  assert.match(read("LICENSE-APACHE"), /Apache License/);
  assert.match(read("SECURITY.md"), /Report a vulnerability/);
  const binaries = list().filter((path) => /\.(exe|dll|so|dylib|jar|class|o|a|wasm|tgz|crate)$/.test(path));
  assert.deepEqual(binaries, []);
});
