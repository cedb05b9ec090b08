// Sources of credentials: the vendor's package and STS, against servers on this machine.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { testAccessKey } from "apsara-live/testing";
import { authority } from "../support/authority.mjs";
import { listen } from "../support/listen.mjs";
import { serving, task } from "../support/live.mjs";
import { tests } from "../support/paths.mjs";
import { emulatorEnv, recipe } from "./support/recipe.mjs";
import { startSts } from "./support/sts.mjs";

const role = { accessKeyId: "STS.role", accessKeySecret: "role-secret", securityToken: "role-token" };
const arn = "acs:ram::123456789:role/stop";

/** Starts a service that knows `accessKeys`, STS, and a copy of the project that trusts both. */
async function started(t, { accessKeys = [role], keys = [role] } = {}) {
  const { ca, server } = await authority(t);
  const { emulator, url } = await serving(t, { accessKeys });
  const sts = await startSts(t, { certificate: server, keys });
  const project = await recipe(t, "credentials");
  const trusted = join(project.folder, "ca.pem");
  await writeFile(trusted, ca);
  // An empty home, without the developer's own profiles.
  const env = {
    ...emulatorEnv(url),
    HOME: project.folder,
    STS_ENDPOINT: sts.host,
    NODE_EXTRA_CA_CERTS: trusted,
    ALIBABA_CLOUD_ROLE_ARN: arn,
  };
  const run = (args, own) => project.run(args, { env: { ...env, ...own } });
  const stop = async (source, own, args = []) => {
    assert.equal(await run([...args, "main.mjs", source, task.taskId], own), "stopped\n");
  };
  const tokens = () => emulator.requests.map(({ headers }) => new Headers(headers).get("x-acs-security-token"));
  return { project, run, sts, stop, tokens };
}

test("credentials: the chain takes the environment", async (t) => {
  const { stop, tokens } = await started(t, { accessKeys: [testAccessKey] });
  await stop("chain");
  assert.deepEqual(tokens(), [null]);
});

test("credentials: the chain takes a URI", async (t) => {
  const { stop, tokens } = await started(t);
  const server = createServer((_, response) => {
    const { accessKeyId: AccessKeyId, accessKeySecret: AccessKeySecret, securityToken: SecurityToken } = role;
    const Expiration = new Date(Date.now() + 3_600_000).toISOString();
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ Code: "Success", AccessKeyId, AccessKeySecret, SecurityToken, Expiration }));
  });
  const none = { ALIBABA_CLOUD_ACCESS_KEY_ID: "", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "" };
  const uri = { ALIBABA_CLOUD_CREDENTIALS_URI: await listen(t, server), ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" };
  await stop("chain", { ...none, ...uri });
  assert.deepEqual(tokens(), ["role-token"]);
});

test("credentials: the role of an ECS instance", async (t) => {
  const { stop, tokens } = await started(t);
  const asked = [];
  const metadata = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers["x-aliyun-ecs-metadata-token"] ?? ""}`.trim());
    if (request.url === "/latest/api/token") return response.end("metadata-token");
    const { accessKeyId: AccessKeyId, accessKeySecret: AccessKeySecret, securityToken: SecurityToken } = role;
    const Expiration = new Date(Date.now() + 3_600_000).toISOString();
    response.end(JSON.stringify({ Code: "Success", AccessKeyId, AccessKeySecret, SecurityToken, Expiration }));
  });
  const { port } = new URL(await listen(t, metadata));
  const redirect = ["--import", join(tests, "recipes", "programs", "metadata-address.mjs")];
  await stop("ecs", { METADATA_PORT: port, ALIBABA_CLOUD_ECS_METADATA: "stop" }, redirect);
  assert.deepEqual(tokens(), ["role-token"]);
  assert.deepEqual(asked, [
    "PUT /latest/api/token",
    "GET /latest/meta-data/ram/security-credentials/stop metadata-token",
  ]);
});

test("credentials: OIDC", async (t) => {
  const { project, sts, stop, tokens } = await started(t);
  const file = join(project.folder, "token");
  await writeFile(file, "token-of-the-pod");
  const provider = "acs:ram::123456789:oidc-provider/ack";
  await stop("oidc", { ALIBABA_CLOUD_OIDC_PROVIDER_ARN: provider, ALIBABA_CLOUD_OIDC_TOKEN_FILE: file });
  assert.deepEqual(tokens(), ["role-token"]);
  const [{ Action, RoleArn, OIDCProviderArn, OIDCToken }] = sts.requests;
  const asked = [Action, RoleArn, OIDCProviderArn, OIDCToken];
  assert.deepEqual(asked, ["AssumeRoleWithOIDC", arn, provider, "token-of-the-pod"]);
});

test("credentials: a role that an AccessKey assumes", async (t) => {
  const { sts, stop, tokens } = await started(t);
  await stop("role");
  assert.deepEqual(tokens(), ["role-token"]);
  const [{ Action, RoleArn, AccessKeyId }] = sts.requests;
  assert.deepEqual([Action, RoleArn, AccessKeyId], ["AssumeRole", arn, "testid"]);
});

test("credentials: a role by a call of STS, and again when the token has expired", async (t) => {
  const old = { accessKeyId: "STS.old", accessKeySecret: "old-secret", securityToken: "old-token" };
  const { sts, stop, tokens } = await started(t, {
    accessKeys: [{ ...old, expiration: 0 }, role],
    keys: [old, role],
  });
  await stop("call");
  assert.deepEqual(tokens(), ["old-token", "role-token"]);
  assert.deepEqual(
    sts.requests.map(({ Action, RoleArn }) => [Action, RoleArn]),
    Array(2).fill(["AssumeRole", arn]),
  );
  assert.match(sts.requests[0].authorization, /^ACS3-HMAC-SHA256 Credential=testid,/);
});

test("credentials: a role by a call of STS, once for several stops", async (t) => {
  const { project, run, sts, tokens } = await started(t);
  const program = `
    import { createClient } from "apsara-live";
    import { call } from "./sources.mjs";
    const live = createClient({ credentials: call(), endpoint: process.env.LIVE_ENDPOINT });
    for (let stops = 0; stops < 3; stops++) await live.stopRtcCloudRecording({ taskId: "task-1" });`;
  await writeFile(join(project.folder, "thrice.mjs"), program);
  await run(["thrice.mjs"]);
  assert.deepEqual([sts.requests.length, tokens()], [1, Array(3).fill("role-token")]);
});
