// SECURITY.md names every variable and file that the program reads: compared with what the running program reads.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { read } from "../docs/support/pages.mjs";
import { emptyFolder, runNode } from "../support/run-program.mjs";
import { installedWith } from "./support/peers.mjs";
import { emulating, run, testKey } from "./support/program.mjs";

const recorder = new URL("support/recorder.mjs", import.meta.url).href;
const section = read("SECURITY.md").split("## What is read")[1].split("\n## ")[0];
const cells = [...section.matchAll(/^\| (.+?) \| /gm)].map(([, cell]) => cell);
const names = cells.flatMap((cell) => [...cell.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name]) => name));

const profile = { name: "a", mode: "AK", access_key_id: "LTAIMADEUPKEY01", access_key_secret: "made-up-secret-0001" };

test("the library reads the variables with credentials, and only where it is given none", async (t) => {
  const record = join(await emptyFolder(t), "record");
  const url = JSON.stringify(import.meta.resolve("apsara-live"));
  const readBy = async (options) => {
    await writeFile(record, "");
    const code = `const { createClient } = await import(${url});
      const fetch = async () => Response.json({ RequestId: "1", TaskId: "a" });
      await createClient({ fetch, ...${JSON.stringify(options)} }).stopRtcCloudRecording({ taskId: "a" });`;
    const env = { PATH: process.env.PATH, ...testKey, RECORD: record, NODE_OPTIONS: `--import ${recorder}` };
    await runNode(["--input-type=module", "--eval", code], { env });
    return [...new Set(readFileSync(record, "utf8").trim().split("\n"))];
  };
  const three = ["ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABA_CLOUD_SECURITY_TOKEN"];
  assert.deepEqual(
    await readBy({}),
    three.map((name) => `variable ${name}`),
  );
  assert.deepEqual(await readBy({ credentials: { accessKeyId: "testid", accessKeySecret: "testsecret" } }), [""]);
  assert.ok(three.every((name) => names.includes(name)));
});

test("the program reads the variables and files of SECURITY.md, and no others", async (t) => {
  const folder = await emptyFolder(t);
  const [record, ids, journal, ini] = ["record", "ids", "journal", "ini"].map((name) => join(folder, name));
  await mkdir(join(folder, ".aliyun"));
  await writeFile(join(folder, ".aliyun", "config.json"), JSON.stringify({ current: "a", profiles: [profile] }));
  await writeFile(ids, "task-1\n");
  await writeFile(ini, "[b]\ntype=access_key\naccess_key_id=LTAIMADEUPKEY02\naccess_key_secret=made-up-secret-0002\n");
  const { at } = await emulating(t);
  const { file } = await installedWith(t, "undici");
  const none = { ALIBABA_CLOUD_ACCESS_KEY_ID: "", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "" };
  const away = ["--endpoint", "https://live.test", "--timeout", "2s"];
  for (const [args, env] of [
    [["stop", "recording", "--from", ids, "--journal", journal, ...at], testKey],
    [["stop", "monitor", "monitor-1", "--verbose", ...at], { ...testKey, HTTP_PROXY: "http://localhost:1" }],
    [["status", "recording", "task-1", ...at], testKey],
    [["call", "Nothing", ...at], none],
    [["sign", "Nothing", "--profile", "b"], { ...none, ALIBABA_CLOUD_CREDENTIALS_FILE: ini }],
    [["sign", "Nothing", "--profile", "c"], none],
    [["sign", "Nothing"], { ...none, ALIBABA_CLOUD_CLI_PROFILE_DISABLED: "true" }],
    [["doctor", ...away], { ...testKey, HTTPS_PROXY: "http://localhost:1", NO_PROXY: "a" }],
    [["completion", "bash"], {}],
    [["--help"], {}],
  ]) {
    await run(args, {
      file,
      env: { HOME: folder, RECORD: record, NODE_OPTIONS: `--import ${recorder}`, ...env },
    });
  }
  const noted = new Set(readFileSync(record, "utf8").trim().split("\n"));
  const variables = [...noted].flatMap((line) => (line.startsWith("variable ") ? [line.slice(9)] : []));
  const documented = new Set([
    ...names,
    ...names.filter((name) => name.endsWith("_PROXY")).map((name) => name.toLowerCase()),
  ]);
  documented.delete("node_use_env_proxy");
  assert.deepEqual(
    variables.filter((name) => !documented.has(name)),
    [],
  );
  assert.deepEqual(
    [...documented].filter((name) => !variables.includes(name)),
    [],
  );
  const files = [...noted].flatMap((line) => (line.startsWith("file ") ? [line.slice(5)] : []));
  const known = [
    ids,
    journal,
    pathToFileURL(journal).href,
    ini,
    join(folder, ".aliyun", "config.json"),
    join(folder, ".alibabacloud", "credentials"),
  ];
  assert.deepEqual(
    files.filter((name) => !known.includes(name)),
    [],
  );
  assert.ok(existsSync(journal) && [ids, ini, ...known.slice(4)].every((name) => files.includes(name)), files.join());
});
