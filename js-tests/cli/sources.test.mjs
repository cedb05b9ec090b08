// Sources of credentials, row by row: what the real @alicloud/credentials takes, and what the program takes.
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { emptyFolder } from "../support/run-program.mjs";
import { installedWith } from "./support/peers.mjs";
import { emulating, run } from "./support/program.mjs";
import { vendorServices } from "./support/vendor-services.mjs";

const require = createRequire(import.meta.url);
const { default: Vendor } = require("@alicloud/credentials");

const KEY = { access_key_id: "LTAIfile", access_key_secret: "MARKERsecret" };
const STS = { ...KEY, access_key_id: "STS.file", sts_token: "MARKERtoken" };
const ROLE = { ram_role_arn: "acs:ram::1:role/a", ram_session_name: "session" };
const LATER = Math.floor(Date.now() / 1000) + 7200;

const aliyun = (...profiles) => ({
  ".aliyun/config.json": JSON.stringify({
    current: "p0",
    profiles: profiles.map((profile, index) => ({ name: `p${index}`, ...profile })),
  }),
});
const ini = (text) => ({ ".alibabacloud/credentials": text });
const section = (name, id, more = "") =>
  `[${name}]\ntype = access_key\naccess_key_id = ${id}\naccess_key_secret = MARKERs${more}\n`;

const ENV_KEY = { ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAIenv", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "MARKERsecret" };
const OIDC = {
  ALIBABA_CLOUD_ROLE_ARN: ROLE.ram_role_arn,
  ALIBABA_CLOUD_OIDC_PROVIDER_ARN: "acs:ram::1:oidc-provider/a",
  ALIBABA_CLOUD_OIDC_TOKEN_FILE: "HOME/token",
};
const URI = { ALIBABA_CLOUD_CREDENTIALS_URI: "http://127.0.0.1:PORT/uri" };
const NO_ECS = { ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" };
const FILE = { ALIBABA_CLOUD_CREDENTIALS_FILE: "HOME/credentials.ini" };
const AK_FILE = aliyun({ mode: "AK", ...KEY });
const INI_FILE = ini(section("default", "LTAIini"));

/** Files and environment, with the AccessKey ID that both take. HOME and PORT are replaced. */
const SAME = {
  "a key in the environment": [{}, ENV_KEY, "LTAIenv"],
  "a token in the environment": [{}, { ...ENV_KEY, ALIBABA_CLOUD_SECURITY_TOKEN: "MARKERtoken" }, "LTAIenv"],
  "the environment before all others": [{ ...AK_FILE, ...INI_FILE }, { ...ENV_KEY, ...OIDC, ...URI }, "LTAIenv"],
  "OIDC in the environment": [{}, OIDC, "STS.oidc"],
  "OIDC before files": [{ ...AK_FILE, ...INI_FILE }, { ...OIDC, ...URI }, "STS.oidc"],
  "two of three variables of OIDC": [AK_FILE, { ...OIDC, ALIBABA_CLOUD_OIDC_TOKEN_FILE: "" }, "LTAIfile"],
  "mode AK": [AK_FILE, {}, "LTAIfile"],
  "mode StsToken": [aliyun({ mode: "StsToken", ...STS }), {}, "STS.file"],
  "mode RamRoleArn": [aliyun({ mode: "RamRoleArn", ...KEY, ...ROLE }), {}, "STS.role-of.LTAIfile"],
  "mode EcsRamRole": [aliyun({ mode: "EcsRamRole", ram_role_name: "mine" }), {}, "STS.ecs.mine"],
  "mode EcsRamRole without a name": [aliyun({ mode: "EcsRamRole" }), {}, "STS.ecs.role-of-instance"],
  "mode OIDC": [
    aliyun({ mode: "OIDC", ...ROLE, oidc_provider_arn: "acs:ram::1:oidc-provider/a", oidc_token_file: "HOME/token" }),
    {},
    "STS.oidc",
  ],
  "mode ChainableRamRoleArn": [
    aliyun({ mode: "ChainableRamRoleArn", source_profile: "p1", ...ROLE }, { mode: "StsToken", ...STS }),
    {},
    "STS.role-of.STS.file.with-token",
  ],
  "mode CloudSSO": [
    aliyun({
      mode: "CloudSSO",
      cloud_sso_sign_in_url: "https://signin-cn-shanghai.alibabacloud.com/start/login",
      cloud_sso_account_id: "1",
      cloud_sso_access_config: "ac-1",
      access_token: "MARKERtoken",
      cloud_sso_access_token_expire: LATER,
    }),
    {},
    "STS.cloudsso",
  ],
  "mode OAuth": [
    aliyun({
      mode: "OAuth",
      oauth_site_type: "CN",
      oauth_access_token: "MARKERtoken",
      oauth_refresh_token: "MARKERtoken",
      oauth_access_token_expire: LATER,
    }),
    {},
    "STS.oauth",
  ],
  "mode External": [
    aliyun({
      mode: "External",
      process_command: `"${process.execPath}" -p "JSON.stringify({ mode: 'AK', access_key_id: 'LTAIexternal', access_key_secret: 'MARKERsecret-of-LTAIexternal' })"`,
    }),
    {},
    "LTAIexternal",
  ],
  ALIBABA_CLOUD_PROFILE: [
    aliyun({ mode: "AK", ...KEY }, { mode: "StsToken", ...STS }),
    { ALIBABA_CLOUD_PROFILE: "p1" },
    "STS.file",
  ],
  "the INI file": [INI_FILE, {}, "LTAIini"],
  "config.json before the INI file": [{ ...AK_FILE, ...INI_FILE }, {}, "LTAIfile"],
  ALIBABA_CLOUD_CLI_PROFILE_DISABLED: [
    { ...AK_FILE, ...INI_FILE },
    { ALIBABA_CLOUD_CLI_PROFILE_DISABLED: "true" },
    "LTAIini",
  ],
  "ALIBABA_CLOUD_PROFILE in the INI file": [
    ini(section("default", "LTAIini") + section("other", "LTAIother")),
    { ALIBABA_CLOUD_PROFILE: "other" },
    "LTAIother",
  ],
  "a role in the INI file": [
    ini(
      "[default]\ntype = ram_role_arn\naccess_key_id = LTAIini\naccess_key_secret = MARKERs\nrole_arn = a\nrole_session_name = b\n",
    ),
    {},
    "STS.role-of.LTAIini",
  ],
  ALIBABA_CLOUD_CREDENTIALS_FILE: [
    { "credentials.ini": section("default", "LTAIother"), ...INI_FILE },
    FILE,
    "LTAIother",
  ],
  "quotes, comments and escapes in the INI file": [
    ini(
      `; comment\n["default"]\n"type" = 'access_key'\naccess_key_id = "LTAIquoted"\naccess_key_secret=a\\;b\\#c;comment\n#x\n`,
    ),
    {},
    "LTAIquoted",
  ],
  "a section that comes twice": [
    ini("[default]\ntype=access_key\naccess_key_id=LTAItwice\n[x]\ny=1\n[default]\naccess_key_secret=MARKERs\n"),
    {},
    "LTAItwice",
  ],
  "files before a credentials URI": [AK_FILE, URI, "LTAIfile"],
  "a credentials URI": [{}, { ...URI, ...NO_ECS }, "STS.uri"],
  "the metadata of ECS": [{}, {}, "STS.ecs.role-of-instance"],
  "a role for the metadata of ECS": [{}, { ALIBABA_CLOUD_ECS_METADATA: "mine" }, "STS.ecs.mine"],
  nothing: [{}, NO_ECS, undefined],
};

/** Where the program differs: files and environment, the ID that @alicloud/credentials takes, and what the program takes or says. */
const OTHER = {
  "ALIBABACLOUD_PROFILE, as aliyun": [
    aliyun({ mode: "AK", ...KEY }, { mode: "StsToken", ...STS }),
    { ALIBABACLOUD_PROFILE: "p1" },
    "LTAIfile",
    "STS.file",
  ],
  "two variables that name different profiles": [
    aliyun({ mode: "AK", ...KEY }, { mode: "StsToken", ...STS }),
    { ALIBABA_CLOUD_PROFILE: "p0", ALIBABACLOUD_PROFILE: "p1" },
    "LTAIfile",
    /ALIBABA_CLOUD_PROFILE and ALIBABACLOUD_PROFILE name different profiles/,
  ],
  "a current profile that is not there, as aliyun": [
    { ".aliyun/config.json": '{"current":"gone","profiles":[{"name":"p0"}]}', ...INI_FILE },
    {},
    "LTAIini",
    /the current profile "gone" is not in ~\/\.aliyun\/config\.json/,
  ],
  "half a key in the environment": [
    AK_FILE,
    { ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAIenv" },
    "LTAIfile",
    /ALIBABA_CLOUD_ACCESS_KEY_SECRET is not/,
  ],
  "no mode, with a token, as aliyun": [aliyun({ ...STS, ...ROLE }), NO_ECS, undefined, "STS.file"],
  "an empty mode, with a token, as aliyun": [aliyun({ mode: "", ...STS }), NO_ECS, undefined, "STS.file"],
  "no mode, with a role, as aliyun": [aliyun({ ...KEY, ...ROLE }), NO_ECS, undefined, "STS.role-of.LTAIfile"],
  "no mode, with a key, as aliyun": [aliyun(KEY), NO_ECS, undefined, "LTAIfile"],
  "no mode, with the role of an instance, as aliyun": [
    aliyun({ ram_role_name: "mine" }),
    {},
    "STS.ecs.role-of-instance",
    "STS.ecs.mine",
  ],
  "a mode in another case, as aliyun": [aliyun({ mode: "stsToken", ...STS }), NO_ECS, undefined, "STS.file"],
  "a token in mode RamRoleArn, as aliyun": [
    aliyun({ mode: "RamRoleArn", ...STS, ...ROLE }),
    {},
    "STS.role-of.STS.file",
    "STS.role-of.STS.file.with-token",
  ],
  "mode CredentialsURI, as aliyun": [
    aliyun({ mode: "CredentialsURI", credentials_uri: URI.ALIBABA_CLOUD_CREDENTIALS_URI }),
    NO_ECS,
    undefined,
    "STS.uri",
  ],
  "no mode RsaKeyPair, which @alicloud/credentials cannot do": [
    aliyun({ mode: "RsaKeyPair", key_pair_name: "pair", private_key: "HOME/private.pem" }),
    NO_ECS,
    undefined,
    /a mode that this program does not know/,
  ],
  "no type in the INI file, with a token": [
    ini("[default]\naccess_key_id = STS.ini\naccess_key_secret = MARKERs\nsecurity_token = MARKERtoken\n"),
    NO_ECS,
    undefined,
    "STS.ini",
  ],
  "a comment behind the name of a section": [
    ini(section("default", "LTAIini").replace("]", "] # mine")),
    NO_ECS,
    undefined,
    "LTAIini",
  ],
  "a comment behind the name of the next section": [
    ini(section("default", "LTAIini") + section("other", "LTAIother").replace("]", "] ; not mine")),
    {},
    "LTAIother",
    "LTAIini",
  ],
  "a credentials URI before the metadata of ECS": [{}, URI, "STS.ecs.role-of-instance", "STS.uri"],
};

/** Sources whose secrets no output may show, with the AccessKey ID. */
const SECRET = [
  "OIDC in the environment",
  "mode CloudSSO",
  "mode OAuth",
  "mode External",
  "a credentials URI",
  "the metadata of ECS",
];

/** Makes a home folder; returns the environment. */
async function home(t, files, env, port) {
  const HOME = await emptyFolder(t);
  const inPlace = (text) => text.replaceAll("HOME", HOME.replaceAll("\\", "/")).replaceAll("PORT", port);
  for (const [path, text] of Object.entries({ token: "MARKERtoken", ...files })) {
    await mkdir(dirname(join(HOME, path)), { recursive: true });
    await writeFile(join(HOME, path), inPlace(text), { mode: 0o600 });
  }
  const variables = Object.entries(env).map(([name, value]) => [name, inPlace(value)]);
  const none = { ALIBABA_CLOUD_ACCESS_KEY_ID: "", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "" };
  return { ...none, HOME, USERPROFILE: HOME, ...Object.fromEntries(variables) };
}

/** Resolves to the AccessKey ID that the default chain of @alicloud/credentials takes. */
async function vendorId(env) {
  const saved = { ...process.env };
  Object.assign(process.env, env);
  try {
    return (await new Vendor().getCredential()).accessKeyId;
  } catch {
    return undefined;
  } finally {
    for (const name of Object.keys(env)) delete process.env[name];
    Object.assign(process.env, saved);
  }
}

/** Options of `run` with which @alicloud/credentials asks the server of this test. */
const preloaded = (env, file, port) => ({
  file,
  env: { ...env, NODE_OPTIONS: `--require=${require.resolve("./support/vendor-hosts.cjs")}`, VENDOR_PORT: port },
});

/** Signs a request; resolves to the AccessKey ID of it, or to the error. */
async function programSays(env, file, port) {
  const { code, stdout, stderr } = await run(["sign", "StopRtcCloudRecording", "TaskId=a"], preloaded(env, file, port));
  assert.doesNotMatch(stderr, /MARKER/);
  if (code === 2) return stderr;
  assert.equal(code, 0, stderr);
  return /Credential=([^,]+),/.exec(JSON.parse(stdout).headers.authorization)[1];
}

test("sources of credentials", async (t) => {
  const port = await vendorServices(t);
  process.env.VENDOR_PORT = port;
  require("./support/vendor-hosts.cjs");
  const { file } = await installedWith(t, "@alicloud/credentials");
  for (const [name, [files, env, id]] of Object.entries(SAME)) {
    await t.test(`both take ${name}`, async (t) => {
      const variables = await home(t, files, env, port);
      assert.equal(await vendorId(variables), id);
      const said = await programSays(variables, file, port);
      if (id === undefined) assert.match(said, /there are no credentials/);
      else assert.equal(said, id);
    });
  }
  for (const [name, [files, env, vendors, ours]] of Object.entries(OTHER)) {
    await t.test(`the program takes ${name}`, async (t) => {
      const variables = await home(t, files, env, port);
      assert.equal(await vendorId(variables), vendors);
      const said = await programSays(variables, file, port);
      if (typeof ours === "string") assert.equal(said, ours);
      else assert.match(said, ours);
    });
  }
  for (const name of SECRET) {
    await t.test(`no output shows a secret of ${name}`, async (t) => {
      const [files, env, id] = SAME[name];
      const variables = await home(t, files, env, port);
      const token = id.startsWith("STS.") ? { securityToken: `MARKERtoken-of-${id}` } : {};
      const accessKeys = [{ accessKeyId: id, accessKeySecret: `MARKERsecret-of-${id}`, ...token }];
      const { at, emulator } = await emulating(t, { accessKeys });
      for (const command of [["stop", "recording", "a", "b"], ["call", "DescribeLiveStreamMonitorList"], ["doctor"]]) {
        const message = `MARKERsecret-of-${id} MARKERtoken-of-${id}`;
        emulator.faults.push(...new Array(9).fill({ type: "error", code: "SignatureDoesNotMatch", message }));
        const { stdout, stderr } = await run([...command, "--verbose", ...at], preloaded(variables, file, port));
        assert.match(stdout + stderr, /SignatureDoesNotMatch/);
        assert.doesNotMatch(stdout + stderr, /MARKER/, command.join(" "));
      }
    });
  }
});
