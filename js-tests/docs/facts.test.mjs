// Facts of the guides that stand in the sources, too: quotas, RAM actions, hosts, exit codes, defaults and faults.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "apsara-live";
import { pages, read } from "./support/pages.mjs";
import { imported, source } from "./support/source.mjs";

/** Returns the rows of all tables of a page in both languages, as lists of cells. */
const rowsOf = (name) =>
  [`docs/guide/${name}.md`, `docs/zh/guide/${name}.md`].map((page) =>
    [...read(page).matchAll(/^\| (.*) \|$/gm)].map(([, row]) => row.split(" | ")),
  );

test("the guides state the RAM action and the quota of each operation", async () => {
  const { OPERATIONS, OPERATION_REFERENCES } = await imported("generated", "operations.ts");
  for (const rows of rowsOf("permissions")) {
    for (const [name, { method }] of Object.entries(OPERATIONS)) {
      const { ramAction } = OPERATION_REFERENCES[name];
      const { callsPerSecond } = OPERATIONS[name];
      const [, ...facts] = rows.find(([call]) => call.startsWith(`\`${method}\``)) ?? [];
      assert.deepEqual(facts, [`\`${ramAction}\``, String(callsPerSecond)], name);
    }
  }
});

test("every policy in the documents allows only actions of the operations", async () => {
  const { OPERATION_REFERENCES } = await imported("generated", "operations.ts");
  const actions = Object.values(OPERATION_REFERENCES).map(({ ramAction }) => ramAction);
  const policies = pages.flatMap((page) => [...read(page).matchAll(/"(live:\w+)"/g)].map(([, action]) => action));
  assert.ok(policies.length > 0);
  for (const action of policies) assert.ok(actions.includes(action), action);
});

test("the guides state the exit codes", async () => {
  const { EXIT } = await imported("cli", "exit-codes.ts");
  for (const rows of rowsOf("command-line")) {
    const stated = rows.map(([code]) => code).filter((code) => /^\d+$/.test(code));
    assert.deepEqual(stated.map(Number), Object.values(EXIT));
  }
});

test("the guides state the options of stopAll and their defaults", () => {
  const [, options] = /export interface StopAllOptions \{\n(.*?)^\}/ms.exec(source("api", "stop-all.ts"));
  const members = [...options.matchAll(/(?:@defaultValue (\w+) \*\/\n)? {2}readonly (\w+)\?/g)];
  assert.ok(members.length > 5);
  for (const rows of rowsOf("many-tasks")) {
    for (const [, value, name] of members) {
      const row = rows.find(([option]) => option === `\`${name}\``);
      assert.ok(row, name);
      if (value !== undefined && value !== "none") assert.equal(row[1], `\`${value}\``, name);
    }
  }
});

test("the guides say which member of a result may be missing", () => {
  const types = source("api", "results.ts");
  for (const page of ["docs/guide/results.md", "docs/zh/guide/results.md"]) {
    const [, listed] = /`\{ (outcome, .*?) \}`/.exec(read(page));
    for (const member of listed.split(", ")) assert.ok(types.includes(`readonly ${member}: `), `${page}: ${member}`);
  }
});

test("the guides list all faults", () => {
  const types = [...source("testing", "faults", "fault-types.ts").matchAll(/^ {2}type: "([\w-]+)";/gm)].map(
    ([, type]) => type,
  );
  assert.ok(types.length > 10);
  for (const page of ["docs/guide/testing.md", "docs/zh/guide/testing.md"]) {
    const [listed] = /^.*`throttle`[\s\S]*?`hang`/m.exec(read(page));
    const stated = [...listed.matchAll(/`([a-z-]+)`/g)].map(([, type]) => type);
    assert.deepEqual(stated.sort(), types.filter((type) => type !== "none").sort());
  }
});

for (const [options, host] of [
  [{}, "live.aliyuncs.com"],
  [{ region: "ap-southeast-1" }, "live.ap-southeast-1.aliyuncs.com"],
  [{ region: "us-east-1" }, "live.us-east-1.aliyuncs.com"],
  [{ region: "cn-shanghai", network: "vpc" }, "live-vpc.cn-shanghai.aliyuncs.com"],
]) {
  test(`the guides name the host ${host}`, async () => {
    const live = createClient({ ...options, credentials: { accessKeyId: "testid", accessKeySecret: "testsecret" } });
    const { url } = await live.sign("StopRtcCloudRecording", { taskId: "task-1" });
    assert.equal(new URL(url).host, host);
    const named = options.network === "vpc" ? "live-vpc.<region>.aliyuncs.com" : host;
    for (const rows of rowsOf("endpoints")) assert.ok(rows.some((row) => row.join(" ").includes(`\`${named}\``)));
  });
}

test("the guides state the numbers of actions", async () => {
  const { ACTION_NAMES } = await imported("generated", "action-names.ts");
  const { BODY_ACTIONS, GET_ACTIONS } = await imported("generated", "action-wire.ts");
  const countOf = (names) => names.split(" ").length;
  const [all, get, body] = [Object.keys(ACTION_NAMES).length, countOf(GET_ACTIONS), countOf(BODY_ACTIONS)];
  const quotas = Object.values(JSON.parse(read("xtask/actions/facts.json")).actions).flatMap(
    ({ quota }) => quota ?? [],
  );
  const inMinutes = quotas.filter(({ per }) => per === "minute").length;
  const stated = {
    "docs/guide/any-action.md": [
      `${get} actions go by \`GET\``,
      `and ${body} of these`,
      `[${all} actions]`,
      `${quotas.length} actions, ${inMinutes} of`,
    ],
    "docs/zh/guide/any-action.md": [
      `${get} 个接口使用 \`GET\``,
      `其中 ${body} 个`,
      `[${all} 个接口]`,
      `${quotas.length} 个接口的配额，其中 ${inMinutes} 个`,
    ],
  };
  for (const [page, facts] of Object.entries(stated)) {
    for (const fact of facts) assert.ok(read(page).includes(fact), `${page}: ${fact}`);
  }
});
