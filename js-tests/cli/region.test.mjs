// The region: of the option, the environment, the profile that the credentials come from, or the default.
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { emptyFolder } from "../support/run-program.mjs";
import { emulating, run } from "./support/program.mjs";

const KEY = { access_key_id: "testid", access_key_secret: "testsecret" };
const NO_KEY = { ALIBABA_CLOUD_ACCESS_KEY_ID: "", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "" };
const ENV = { ALIBABA_CLOUD_REGION_ID: "us-east-1" };
const SINGAPORE = "live.ap-southeast-1.aliyuncs.com";
const VIRGINIA = "live.us-east-1.aliyuncs.com";
const ofProfile = (name) => `the profile "${name}" of ~/.aliyun/config.json`;

/** Makes a home folder; returns the environment. */
async function home(t, env = {}) {
  const HOME = await emptyFolder(t);
  const singapore = { mode: "AK", ...KEY, region_id: "ap-southeast-1" };
  const profiles = [
    { name: "a", ...singapore },
    { name: "vpc", ...singapore, endpoint_type: "vpc" },
    { name: "none", mode: "AK", ...KEY, region_id: "" },
    { name: "odd", mode: "AK", ...KEY, region_id: "MARKER secret" },
  ];
  await mkdir(join(HOME, ".aliyun"));
  await writeFile(join(HOME, ".aliyun", "config.json"), JSON.stringify({ current: "a", profiles }));
  await mkdir(join(HOME, ".alibabacloud"));
  const ini =
    "[ini]\ntype = access_key\naccess_key_id = testid\naccess_key_secret = testsecret\nregion_id = ap-southeast-1\n";
  await writeFile(join(HOME, ".alibabacloud", "credentials"), ini);
  return { ...NO_KEY, HOME, ...env };
}

const INI = 'the profile "ini" of ~/.alibabacloud/credentials';
const CURRENT = "the current profile of ~/.aliyun/config.json";
const WITH_KEY = { ALIBABA_CLOUD_ACCESS_KEY_ID: "testid", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "testsecret" };

/** Arguments and environment, with the host of a recording and with what --verbose and doctor say. */
const CASES = {
  "the option": [["--region", "us-east-1"], {}, VIRGINIA, "us-east-1, of --region"],
  "the option before the environment": [["--region", "ap-southeast-1"], ENV, SINGAPORE, "ap-southeast-1, of --region"],
  "the environment before the profile": [[], ENV, VIRGINIA, "us-east-1, of ALIBABA_CLOUD_REGION_ID"],
  "the current profile": [[], {}, SINGAPORE, `ap-southeast-1, of ${CURRENT}`],
  "an empty variable": [[], { ALIBABA_CLOUD_REGION_ID: "" }, SINGAPORE, `ap-southeast-1, of ${CURRENT}`],
  "a named profile in the VPC": [
    ["--profile", "vpc"],
    {},
    "live-vpc.ap-southeast-1.aliyuncs.com",
    `ap-southeast-1, of ${ofProfile("vpc")}; network vpc, of ${ofProfile("vpc")}`,
  ],
  "--network before the profile": [
    ["--profile", "vpc", "--network", "public"],
    {},
    SINGAPORE,
    `ap-southeast-1, of ${ofProfile("vpc")}; network public, of --network`,
  ],
  "a profile of the INI file": [["--profile", "ini"], {}, SINGAPORE, `ap-southeast-1, of ${INI}`],
  "a profile without a region": [["--profile", "none"], {}, "live.aliyuncs.com", "cn-shanghai, of the default"],
  "no profile, for an AccessKey of the environment": [[], WITH_KEY, "live.aliyuncs.com", "cn-shanghai, of the default"],
};

for (const [name, [args, env, host, how]] of Object.entries(CASES)) {
  test(`takes the region of ${name}`, async (t) => {
    const { at } = await emulating(t);
    const variables = await home(t, env);
    const sign = ["sign", "StopRtcCloudRecording", "TaskId=task-1", "--verbose", ...args];
    const { code, stdout, stderr } = await run(sign, { env: variables });
    assert.equal(code, 0, stderr);
    assert.equal(new URL(JSON.parse(stdout).url).host, host);
    assert.ok(stderr.includes(`region: ${how}\n`), stderr);
    const doctor = await run(["doctor", ...args, ...at], { env: variables });
    assert.equal(doctor.code, 0, doctor.stdout);
    assert.ok(doctor.stdout.includes(`ok    region       ${how}\n`), doctor.stdout);
  });
}

/** Regions that are none, with their source. */
const UNUSABLE = {
  "the option": [["--region", "MARKER secret", "--network", "vpc"], {}, "--region"],
  "the environment": [[], { ALIBABA_CLOUD_REGION_ID: "MARKER secret" }, "ALIBABA_CLOUD_REGION_ID"],
  "a profile": [["--profile", "odd"], {}, ofProfile("odd")],
};

for (const [name, [args, env, source]] of Object.entries(UNUSABLE)) {
  test(`names ${name} whose region is no region ID, and shows nothing of it`, async (t) => {
    const { at } = await emulating(t);
    const variables = await home(t, env);
    const stop = await run(["stop", "recording", "task-1", ...args], { env: variables });
    const doctor = await run(["doctor", ...args, ...at], { env: variables });
    assert.deepEqual([stop.code, doctor.code], [2, 4]);
    assert.ok(stop.stderr.includes(`the region of ${source} is no region ID`), stop.stderr);
    assert.ok(doctor.stdout.includes(`FAIL  region       the region of ${source} is no region ID`), doctor.stdout);
    assert.doesNotMatch(stop.stderr + doctor.stdout + doctor.stderr, /MARKER/);
  });
}
