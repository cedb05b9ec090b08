// Planted packages and files around the program: none is loaded, because it would get the AccessKey secret.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, realpath, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { delimiter, join } from "node:path";
import { test } from "node:test";
import { pinnedNode } from "../support/paths.mjs";
import { emptyFolder } from "../support/run-program.mjs";
import { installedWith, plant } from "./support/peers.mjs";
import { emulating, posix, run } from "./support/program.mjs";

/** The optional packages that the program or a package of the vendor loads. */
const PACKAGES = ["undici", "@alicloud/credentials", "supports-color"];

/** Places of planted packages, relative to a folder, and the way to run the program there. */
const SHAPES = {
  "the current folder": (at) => ({ modules: join(at, "node_modules"), cwd: at }),
  "a folder above": (at) => ({ modules: join(at, "node_modules"), cwd: join(at, "a", "b") }),
  "a relative HOME": (at) => ({ modules: join(at, "home", ".node_modules"), cwd: at, env: { HOME: "home" } }),
  "a HOME that is the current folder": (at) => ({
    modules: join(at, ".node_modules"),
    cwd: at,
    env: { HOME: "." },
  }),
  "the home folder": (at) => ({ modules: join(at, ".node_modules"), cwd: at, env: { HOME: at } }),
  NODE_PATH: (at) => ({ modules: join(at, "lib"), cwd: at, env: { NODE_PATH: join(at, "lib") } }),
  "a relative NODE_PATH": (at) => ({ modules: join(at, "lib"), cwd: at, env: { NODE_PATH: `other${delimiter}lib` } }),
};

/** A service that answers as the credentials URI of an instance. */
async function credentialsUri(t) {
  const server = createServer((_, response) => {
    const Expiration = new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+/, "");
    const body = { AccessKeyId: "testid", AccessKeySecret: "testsecret", SecurityToken: "test-token", Expiration };
    response.end(JSON.stringify({ Code: "Success", ...body }));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}/`;
}

/** Prepares a shape; resolves to options of `run`, and to a function that returns the planted packages that ran. */
async function planted(t, shape) {
  const at = await realpath(await emptyFolder(t));
  const { modules, cwd, env } = SHAPES[shape](at);
  await mkdir(cwd, { recursive: true });
  await plant(modules, ...PACKAGES);
  const ini = join(at, "credentials.ini");
  const [role, uri] = ["ram_role_arn", "credentials_uri"];
  await writeFile(
    ini,
    `[role]\ntype = ${role}\naccess_key_id = testid\naccess_key_secret = testsecret\nrole_arn = acs:ram::1:role/a\n
[uri]\ntype = ${uri}\ncredentials_uri = ${await credentialsUri(t)}\n`,
  );
  const trace = join(at, "trace");
  const traced = async () => (existsSync(trace) ? await readFile(trace, "utf8") : "");
  return { traced, cwd, env: { ALIBABA_CLOUD_CREDENTIALS_FILE: ini, TRACE: trace, ...env } };
}

const NO_KEY = { ALIBABA_CLOUD_ACCESS_KEY_ID: "", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "" };
const stop = ["stop", "recording", "task-1"];

/** Nothing listens at this proxy, and no server has the name of this service. */
const PROXY = { HTTPS_PROXY: "http://127.0.0.1:9" };
const unreachable = ["--timeout", "1s", "--endpoint", "https://service.invalid"];
const proxied = [...stop, ...unreachable];

for (const shape of Object.keys(SHAPES)) {
  test(`loads no undici from ${shape}`, posix, async (t) => {
    const { traced, env, cwd } = await planted(t, shape);
    const { code, stderr } = await run(proxied, { cwd, env: { ...env, ...PROXY }, node: pinnedNode("20") });
    assert.equal(await traced(), "");
    assert.equal(code, 2, stderr);
    assert.match(stderr, /this Node\.js uses no proxy by itself/);
  });

  test(`loads no @alicloud/credentials from ${shape}`, posix, async (t) => {
    const { traced, env, cwd } = await planted(t, shape);
    const { code, stderr } = await run([...stop, "--profile", "role"], { cwd, env: { ...env, ...NO_KEY } });
    assert.equal(await traced(), "");
    assert.equal(code, 2, stderr);
    assert.match(stderr, /needs the package @alicloud\/credentials, which is not installed/);
  });

  test(`loads packages beside it, and nothing from ${shape}`, posix, async (t) => {
    const { file } = await installedWith(t, "undici", "@alicloud/credentials");
    const { traced, env, cwd } = await planted(t, shape);
    const accessKeys = [{ accessKeyId: "testid", accessKeySecret: "testsecret", securityToken: "test-token" }];
    const { at } = await emulating(t, { accessKeys });
    const options = { file, cwd, node: pinnedNode("20") };
    const role = await run([...stop, "--profile", "uri", ...at], { ...options, env: { ...env, ...NO_KEY } });
    const proxy = await run(proxied, { ...options, env: { ...env, ...PROXY } });
    assert.equal(await traced(), "");
    assert.equal(role.code, 0, role.stderr);
    assert.equal(proxy.code, 75, proxy.stderr);
  });
}

test("loads nothing from above the folder in which it is installed", posix, async (t) => {
  const { file, modules } = await installedWith(t);
  await plant(join(modules, "..", "..", "node_modules"), ...PACKAGES);
  const { traced, env, cwd } = await planted(t, "the home folder");
  const options = { file, cwd, node: pinnedNode("20") };
  const role = await run([...stop, "--profile", "role"], { ...options, env: { ...env, ...NO_KEY } });
  const proxy = await run(proxied, { ...options, env: { ...env, ...PROXY } });
  assert.deepEqual([await traced(), role.code, proxy.code], ["", 2, 2], role.stderr + proxy.stderr);
});

for (const line of ["20", "22", "24", "26"]) {
  test(
    `Node.js ${line}: an optional package of a package is not loaded from a folder above either`,
    posix,
    async (t) => {
      const { file, modules } = await installedWith(t, "@alicloud/credentials");
      const above = join(modules, "..", "..", "node_modules");
      await plant(above, ...PACKAGES);
      const { traced, env, cwd } = await planted(t, "the home folder");
      for (const args of [[], ["--peers", join(modules, "..")]]) {
        const options = { file, cwd, env: { ...env, ...NO_KEY }, node: pinnedNode(line) };
        const { stdout } = await run(
          ["doctor", "--profile", "uri", "--endpoint", "http://127.0.0.1:9", ...args],
          options,
        );
        assert.match(stdout, /^ok {4}credentials .*by .*credentials/m);
        assert.equal(await traced(), "");
      }
    },
  );
}

for (const HOME of ["", ".", "home"]) {
  test(`reads no profile where HOME is ${JSON.stringify(HOME)}`, posix, async (t) => {
    const cwd = await emptyFolder(t);
    const key = { access_key_id: "testid", access_key_secret: "testsecret" };
    const profile = { name: "default", mode: "AK", ...key };
    for (const folder of [".aliyun", ".alibabacloud"]) await mkdir(join(cwd, HOME, folder), { recursive: true });
    await writeFile(join(cwd, HOME, ".aliyun", "config.json"), JSON.stringify({ profiles: [profile] }));
    const ini = "[default]\ntype = access_key\naccess_key_id = testid\naccess_key_secret = testsecret\n";
    await writeFile(join(cwd, HOME, ".alibabacloud", "credentials"), ini);
    const { at } = await emulating(t);
    const { code, stderr } = await run([...stop, ...at], { cwd, env: { ...NO_KEY, HOME } });
    assert.equal(code, 2, stderr);
    assert.match(stderr, /there are no credentials/);
  });
}

test("doctor and --verbose name the files of the packages", posix, async (t) => {
  const { file, modules } = await installedWith(t, "undici", "@alicloud/credentials");
  const { env, cwd } = await planted(t, "the current folder");
  const options = { file, cwd, env: { ...env, ...NO_KEY, ...PROXY }, node: pinnedNode("20") };
  const at = ["--profile", "uri", ...unreachable];
  const [doctor, verbose] = [await run(["doctor", ...at], options), await run([...stop, ...at, "--verbose"], options)];
  for (const path of ["undici/index.js", "@alicloud/credentials/dist/src/client.js"]) {
    const whole = join(await realpath(modules), path);
    assert.ok(doctor.stdout.includes(`, by ${whole}\n`), doctor.stdout);
    assert.ok(verbose.stderr.includes(`, by ${whole}\n`), verbose.stderr);
  }
});

test("packages that pnpm links to are loaded, also from above the project", posix, async (t) => {
  const { file, modules } = await installedWith(t, "@alicloud/credentials");
  const store = join(await realpath(await emptyFolder(t)), "node_modules", ".pnpm", "node_modules");
  // The project has a link; the package and its packages are beside each other in the store.
  await cp(modules, store, { recursive: true });
  const project = join(store, "..", "..", "..", "app");
  await mkdir(join(project, "node_modules", "@alicloud"), { recursive: true });
  await symlink(join(store, "@alicloud", "credentials"), join(project, "node_modules", "@alicloud", "credentials"));
  const { env, cwd } = await planted(t, "the current folder");
  const args = ["doctor", "--profile", "uri", "--endpoint", "http://127.0.0.1:9", "--peers", project];
  const { stdout } = await run(args, { file, cwd, env: { ...env, ...NO_KEY } });
  assert.match(stdout, /^ok {4}credentials .*by .*\.pnpm.*credentials/m);
});

test("--peers names the folder of the packages, by an absolute path", posix, async (t) => {
  const { modules } = await installedWith(t, "undici", "@alicloud/credentials");
  const { traced, env, cwd } = await planted(t, "the current folder");
  const options = { cwd, env: { ...env, ...NO_KEY, ...PROXY }, node: pinnedNode("20") };
  const at = ["--profile", "uri", ...unreachable];
  const { stdout } = await run(["doctor", ...at, "--peers", join(modules, "..")], options);
  for (const path of ["undici/index.js", "@alicloud/credentials/dist/src/client.js"]) {
    assert.ok(stdout.includes(`, by ${join(await realpath(modules), path)}\n`), stdout);
  }
  for (const folder of [".", "a", "./a"]) {
    const { code, stderr } = await run(["doctor", ...at, `--peers=${folder}`], options);
    assert.equal(code, 2, stderr);
    assert.match(stderr, /--peers is no absolute path/);
  }
  const elsewhere = await run([...stop, ...at, "--peers", cwd], options);
  // The operator named it: there, a planted package is a chosen one.
  assert.equal(elsewhere.code, 75, elsewhere.stderr);
  assert.notEqual(await traced(), "");
});
