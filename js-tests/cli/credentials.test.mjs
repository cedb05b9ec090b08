// Credentials of the environment and of the vendor's files. No output shows a secret.
import assert from "node:assert/strict";
import { realpathSync } from "node:fs";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { pinnedNode } from "../support/paths.mjs";
import { emptyFolder } from "../support/run-program.mjs";
import { installedWith } from "./support/peers.mjs";
import { emulating, installed, run } from "./support/program.mjs";

const MARKER = { accessKeyId: "LTAIMARKERID0001", accessKeySecret: "MARKERsecret7f3a9cMARKER" };
const TOKEN = "MARKERtoken51d0e2MARKER";
const STS = { accessKeyId: "STS.MARKERID0002", accessKeySecret: "MARKERstssecret44MARKER", securityToken: TOKEN };
const NONE = { ALIBABA_CLOUD_ACCESS_KEY_ID: "", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "" };

const ak = { mode: "AK", access_key_id: MARKER.accessKeyId, access_key_secret: MARKER.accessKeySecret };
const sts = {
  mode: "StsToken",
  access_key_id: STS.accessKeyId,
  access_key_secret: STS.accessKeySecret,
  sts_token: TOKEN,
};

/** Makes a home folder with files; returns the environment. */
async function home(t, files, env = {}) {
  const folder = await emptyFolder(t);
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), typeof content === "string" ? content : JSON.stringify(content), {
      mode: 0o600,
    });
  }
  return { ...NONE, HOME: folder, ...env };
}

const config = (profiles, current) => ({ ".aliyun/config.json": { current, profiles } });
const ini = (text) => ({ ".alibabacloud/credentials": text });
const emulator = (t) =>
  emulating(t, { accessKeys: [{ ...MARKER }, { ...STS }, { accessKeyId: "testid", accessKeySecret: "testsecret" }] });

const INI = `# comment
[default]
enable = true
type = access_key
access_key_id = ${MARKER.accessKeyId}
access_key_secret = ${MARKER.accessKeySecret}   # mine
[temporary]
type = sts
access_key_id = ${STS.accessKeyId}
access_key_secret = ${STS.accessKeySecret}
security_token = ${TOKEN}
[off]
enable = false
type = access_key
`;

/** The found credentials, by files, environment and arguments: a part of the output of `doctor`. */
const FOUND = {
  "the current profile": [
    config([{ name: "a", ...ak }], "a"),
    {},
    [],
    "the current profile of ~/.aliyun/config.json, mode AK",
  ],
  "--profile": [
    config(
      [
        { name: "a", ...ak },
        { name: "b", ...sts },
      ],
      "a",
    ),
    {},
    ["--profile", "b"],
    '"b" of ~/.aliyun/config.json, mode StsToken',
  ],
  ALIBABA_CLOUD_PROFILE: [
    config([{ name: "a" }, { name: "b", ...sts }], "a"),
    { ALIBABA_CLOUD_PROFILE: "b" },
    [],
    '"b" of',
  ],
  "the environment before files": [
    config([{ name: "a", mode: "AK" }], "a"),
    { ALIBABA_CLOUD_ACCESS_KEY_ID: "testid", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "testsecret" },
    [],
    "found in the environment",
  ],
  "--profile before the environment": [
    config([{ name: "a", ...ak }], "a"),
    { ALIBABA_CLOUD_ACCESS_KEY_ID: "other", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "other-secret" },
    ["--profile", "a"],
    '"a" of',
  ],
  "the INI file": [ini(INI), {}, [], '"default" of ~/.alibabacloud/credentials, type access_key'],
  "a profile of the INI file": [ini(INI), {}, ["--profile", "temporary"], "type sts"],
  "the INI file behind an empty profile": [
    { ...config([{ name: "default", mode: "AK", access_key_id: "", access_key_secret: "" }], "default"), ...ini(INI) },
    {},
    [],
    "~/.alibabacloud/credentials",
  ],
};

for (const [name, [files, env, args, said]] of Object.entries(FOUND)) {
  test(`finds ${name}`, async (t) => {
    const { at } = await emulator(t);
    const { code, stdout, stderr } = await run(["doctor", ...args, ...at], { env: await home(t, files, env) });
    assert.equal(code, 0, stdout + stderr);
    assert.ok(stdout.includes(said), stdout);
  });
}

const secret = MARKER.accessKeySecret;

/** Unusable files, with a part of the message about each. */
const MALFORMED = {
  "a file that is no JSON": [
    { ".aliyun/config.json": `{"profiles":[{"access_key_secret":"${secret}",}]}` },
    [],
    "config.json is malformed: it is no JSON",
  ],
  "a text in place of an object": [{ ".aliyun/config.json": JSON.stringify(secret) }, [], "it is no JSON object"],
  "profiles that are no list": [{ ".aliyun/config.json": { profiles: { secret } } }, [], "no list of objects"],
  "a current profile that is no text": [
    { ".aliyun/config.json": { current: { secret }, profiles: [] } },
    [],
    "is no text",
  ],
  "a profile without an id": [
    config([{ name: "a", mode: "AK", access_key_secret: secret }], "a"),
    [],
    "has no access_key_id",
  ],
  "a profile without a token": [config([{ name: "a", ...ak, mode: "StsToken" }], "a"), [], "has no sts_token"],
  "a mode that objects inherit": [
    config([{ name: "a", ...ak, mode: "__proto__" }], "a"),
    [],
    "a mode that this program does not know",
  ],
  "an unknown mode": [config([{ name: "a", ...ak, mode: secret }], "a"), [], "a mode that this program does not know"],
  "a secret with white space": [
    config([{ name: "a", ...ak, access_key_secret: `${secret} x` }], "a"),
    [],
    "accessKeySecret",
  ],
  "an INI file without a section": [ini(`access_key_secret = ${secret}`), [], "malformed: line 1"],
  "an INI file with an odd line": [ini(`[default]\n${secret}`), [], "malformed: line 2"],
  "an INI profile without an id": [ini(`[default]\naccess_key_secret = ${secret}`), [], "has no access_key_id"],
  "an INI profile of an unknown type": [
    ini(`[default]\ntype = ${secret}`),
    [],
    "a type that this program does not know",
  ],
  "a profile that is not there": [config([{ name: "a", ...ak }], "a"), ["--profile", "b"], 'no profile "b"'],
  "no file at all": [{}, [], "there are no credentials"],
};

for (const [name, [files, args, said]] of Object.entries(MALFORMED)) {
  test(`names ${name}, and shows nothing of it`, async (t) => {
    const { at, emulator: service } = await emulator(t);
    const env = await home(t, files);
    for (const command of [["stop", "recording", "task-1", "--verbose"], ["doctor"]]) {
      const { code, stdout, stderr } = await run([...command, ...args, ...at], { env });
      assert.equal(code, command[0] === "doctor" ? 3 : 2, stderr);
      assert.ok(`${stdout}${stderr}`.includes(said), stdout + stderr);
      assert.doesNotMatch(`${stdout}${stderr}`, /MARKER/);
      assert.ok(service.requests.every(({ headers }) => headers.authorization === undefined));
    }
  });
}

test("no output of any command shows a secret of a profile", async (t) => {
  const { at, emulator: service } = await emulator(t);
  const env = await home(
    t,
    config(
      [
        { name: "a", ...ak },
        { name: "b", ...sts },
      ],
      "a",
    ),
  );
  const commands = [
    ["stop", "recording", "task-1", "nope"],
    ["stop", "monitor", "monitor-1"],
    ["stop", "recording", "task-1", "--dry-run"],
    ["status", "recording", "task-1"],
    ["status", "monitor"],
    ["call", "DescribeLiveStreamMonitorList"],
    ["call", "Nope"],
    ["sign", "StopRtcCloudRecording", "TaskId=task-1", "--curl", "--redact"],
    ["doctor"],
    ["completion", "bash"],
    ["nope"],
  ];
  for (const profile of ["a", "b"]) {
    for (const command of commands) {
      for (const more of [[], ["--json"]]) {
        service.faults.push({
          type: "error",
          code: "SignatureDoesNotMatch",
          message: `${MARKER.accessKeySecret} ${STS.accessKeySecret} ${TOKEN}`,
        });
        const { stdout, stderr } = await run([...command, "--verbose", "--profile", profile, ...more, ...at], { env });
        service.faults.length = 0;
        const shown = `${stdout}${stderr}`
          .replaceAll(profile === "a" ? STS.accessKeySecret : MARKER.accessKeySecret, "")
          .replaceAll(profile === "a" ? TOKEN : "", "");
        assert.doesNotMatch(shown, /MARKER(?!ID)/, [profile, ...command].join(" "));
      }
    }
    // Unredacted, a signed request has its id, its token and its signature, and never the secret.
    const signed = await run(["sign", "StopRtcCloudRecording", "TaskId=task-1", "--profile", profile, ...at], { env });
    assert.equal(signed.code, 0);
    assert.doesNotMatch(signed.stdout + signed.stderr, /MARKERsecret|MARKERstssecret/);
  }
});

const complete = {
  ...ak,
  ram_role_arn: "acs:ram::1:role/a",
  ram_session_name: "a",
  oidc_provider_arn: "acs:ram::1:oidc-provider/a",
  oidc_token_file: "/token",
  credentials_uri: "http://127.0.0.1:1/",
};

/** Sources that need the package: files and environment, and how the message names them. */
const VENDORS = {
  ...Object.fromEntries(
    ["RamRoleArn", "ChainableRamRoleArn", "EcsRamRole", "OIDC", "CredentialsURI", "CloudSSO", "OAuth", "External"].map(
      (mode) => [`mode ${mode}`, [config([{ name: "a", ...complete, mode }], "a"), {}]],
    ),
  ),
  "the environment, by OIDC": [
    {},
    {
      ALIBABA_CLOUD_ROLE_ARN: "acs:ram::1:role/a",
      ALIBABA_CLOUD_OIDC_PROVIDER_ARN: "acs:ram::1:oidc-provider/a",
      ALIBABA_CLOUD_OIDC_TOKEN_FILE: "/token",
    },
  ],
  "the environment, by ALIBABA_CLOUD_CREDENTIALS_URI": [{}, { ALIBABA_CLOUD_CREDENTIALS_URI: "http://127.0.0.1:1/" }],
  "the metadata service of ECS": [{}, { ALIBABA_CLOUD_ECS_METADATA: "role" }],
};

for (const [source, [files, variables]] of Object.entries(VENDORS)) {
  test(`without the vendor's package, the error for ${source} names it, and the command that installs it`, async (t) => {
    const { code, stderr } = await run(["stop", "recording", "task-1"], {
      env: { ...(await home(t, files)), ...variables },
    });
    assert.equal(code, 2);
    const [happened, , remedy] = stderr.trimEnd().split("\n");
    assert.ok(happened.endsWith(`${source}, needs the package @alicloud/credentials, which is not installed`), stderr);
    const folder = realpathSync(installed());
    assert.equal(
      remedy,
      `  Install it in ${folder}, where apsara-live is installed, or name its folder by --peers: npm install @alicloud/credentials`,
    );
  });
}

test("without any source, the role of an ECS instance needs the package, unless the metadata is disabled", async (t) => {
  const env = await home(t, {});
  const ecs =
    /The role of an ECS instance needs the package @alicloud\/credentials, which is not installed\. Install it in /;
  for (const command of [["stop", "recording", "task-1"], ["doctor"]]) {
    const said = await run(command, { env });
    assert.match(said.stdout + said.stderr, ecs);
    const disabled = await run(command, { env: { ...env, ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" } });
    assert.match(disabled.stdout + disabled.stderr, /there are no credentials/);
    assert.doesNotMatch(disabled.stdout + disabled.stderr, /ECS/);
  }
});

/** A server of a credentials URI that answers with a body; resolves to its URL. */
async function credentialsUri(t, body) {
  const source = createServer((_, response) => response.end(JSON.stringify(body())));
  await new Promise((resolve) => source.listen(0, "127.0.0.1", resolve));
  t.after(() => source.close());
  return `http://127.0.0.1:${source.address().port}/`;
}

test("other modes get credentials through @alicloud/credentials", async (t) => {
  const uri = await credentialsUri(t, () => ({
    Code: "Success",
    AccessKeyId: STS.accessKeyId,
    AccessKeySecret: STS.accessKeySecret,
    SecurityToken: TOKEN,
    Expiration: new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+/, ""),
  }));
  const env = await home(t, config([{ name: "a", mode: "CredentialsURI", credentials_uri: uri }], "a"));
  const { file } = await installedWith(t, "@alicloud/credentials");
  const { at } = await emulator(t);
  const { code, stdout, stderr } = await run(["stop", "recording", "task-1", ...at], { env, file });
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^stopped\ttask-1/);
});

test("no output shows a response that @alicloud/credentials puts into its error", async (t) => {
  const uri = await credentialsUri(t, () => ({ AccessKeyId: "LEAKID", AccessKeySecret: "LEAKSECRET" }));
  const env = await home(t, config([{ name: "a", mode: "CredentialsURI", credentials_uri: uri }], "a"));
  const { file } = await installedWith(t, "@alicloud/credentials");
  const { at } = await emulator(t);
  const commands = [
    ["stop", "recording", "task-1"],
    ["status", "recording", "task-1"],
    ["call", "A"],
    ["sign", "A"],
    ["doctor"],
  ];
  const check = async (command) => {
    const { code, stdout, stderr } = await run([...command, "--verbose", "--json", "--timeout", "3s", ...at], {
      env,
      file,
    });
    assert.notEqual(code, 0);
    assert.match(stdout + stderr, /the credentials provider failed: Error/);
    assert.doesNotMatch(stdout + stderr, /LEAK/, command.join(" "));
  };
  await Promise.all(commands.map(check));
});

test("a file that other users may read or change gets one warning", {
  skip: process.platform === "win32",
}, async (t) => {
  for (const files of [config([{ name: "a", ...ak }], "a"), ini(INI)]) {
    const [path] = Object.keys(files);
    const env = await home(t, files);
    for (const [mode, expected] of [
      [0o600, 0],
      [0o400, 0],
      [0o640, 1],
      [0o604, 1],
      [0o666, 1],
    ]) {
      await chmod(join(env.HOME, path), mode);
      const { code, stderr } = await run(["sign", "Nothing"], { env });
      assert.equal(code, 0, stderr);
      const warnings = stderr.match(/^warning: other users may read or change .*$/gm) ?? [];
      assert.equal(warnings.length, expected, stderr);
      if (expected > 0)
        assert.match(warnings[0], new RegExp(`~/${path} \\(mode ${mode.toString(8)}\\): run chmod 600`));
      const quiet = await run(["sign", "Nothing", "--quiet"], { env });
      assert.equal(quiet.stderr, "");
    }
  }
});

/** Preloaded code: machines without a user for the process, or with the home of another user. */
const HOMES = {
  "no user": 'require("node:os").homedir = () => { throw new Error("no passwd entry"); };',
  "another's home": `const fs = require("node:fs");
const { readFileSync } = fs;
fs.readFileSync = (path, ...rest) => {
  if (String(path).includes(".aliyun")) throw Object.assign(new Error("denied"), { code: "EACCES" });
  return readFileSync(path, ...rest);
};`,
};

for (const [name, code] of Object.entries(HOMES)) {
  test(`reads ALIBABA_CLOUD_CREDENTIALS_FILE with ${name}`, async (t) => {
    const env = await home(t, { ...ini(INI), "preload.cjs": code, ...config([{ name: "a", ...sts }], "a") });
    env.NODE_OPTIONS = `--require=${join(env.HOME, "preload.cjs")}`;
    env.ALIBABA_CLOUD_CREDENTIALS_FILE = join(env.HOME, ".alibabacloud", "credentials");
    const { code: exit, stdout, stderr } = await run(["sign", "A"], { env });
    assert.equal(exit, 0, stderr);
    assert.ok(stdout.includes(`Credential=${MARKER.accessKeyId},`), stdout);
    assert.equal(/^warning: ~\/\.aliyun\/config\.json cannot be read: EACCES$/m.test(stderr), name !== "no user");
  });
}

test("reads ALIBABA_CLOUD_CREDENTIALS_FILE with --permission, which allows no file of the home folder", async (t) => {
  const env = await home(t, { "mine.ini": INI, ...config([{ name: "a", ...sts }], "a") });
  const { file, modules } = await installedWith(t);
  env.ALIBABA_CLOUD_CREDENTIALS_FILE = join(env.HOME, "mine.ini");
  const allowed = [modules, env.ALIBABA_CLOUD_CREDENTIALS_FILE].map((path) => `--allow-fs-read=${path}`);
  env.NODE_OPTIONS = ["--permission", ...allowed].join(" ");
  const { code, stdout, stderr } = await run(["sign", "A"], { env, file, node: pinnedNode("24") });
  assert.equal(code, 0, stderr);
  assert.ok(stdout.includes(`Credential=${MARKER.accessKeyId},`), stdout);
});
