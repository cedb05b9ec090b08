// The client's option `quota`: methods, and further actions by their names.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { stopRtcCloudRecording } from "apsara-live";
import { root } from "../support/paths.mjs";
import { atOnce, client, hostile, key, refuses } from "./refuses.mjs";

const { actions } = JSON.parse(readFileSync(join(root, "xtask/actions/facts.json"), "utf8"));

const methods = ["StopRtcCloudRecording", "StopLiveStreamMonitor", "StopLivePullToPush", "StopRtcCloudTranscode", "DescribeRtcCloudRecordingFiles", "DescribeLiveStreamMonitorList", "DescribeLivePullToPush", "DescribeRtcCloudTranscode"]; // biome-ignore format: one line
const keyOf = (name) => name[0].toLowerCase() + name.slice(1);
const keys = methods.map(keyOf);

test("true is the documented quota of an action, and refused for an action without one", () => {
  for (const [name, { quota }] of Object.entries(actions).filter(([name]) => !methods.includes(name))) {
    const create = () => client({ quota: { [name]: true } });
    if (quota) create();
    else assert.throws(create, { code: "ERR_INVALID_OPTION" }, name);
  }
});

test("a number is taken for any action, and true for any method", () => {
  client({ quota: { StartSomethingNew: 1, UpdateRtcCloudRecording: 100_000, DescribeCasters: undefined } });
  client({ quota: Object.fromEntries(keys.map((name) => [name, true])) });
});

const path = (name) => `options.quota.${name}`;
const refused = (quota, expected) => [JSON.stringify(quota), () => client({ quota }), atOnce(expected)];
const invalid = (name, says) => ({ code: "ERR_INVALID_OPTION", path: path(name), says });
const unknown = (name, meant) => ({
  code: "ERR_UNKNOWN_KEY",
  path: path(name),
  says: `unknown key; did you mean "${meant}"?`,
});
const noQuota = "a number of calls a second, because no quota of this action is known";

refuses([
  refused({ DescribeCastres: true }, invalid("DescribeCastres", `expected ${noQuota}; did you mean "DescribeCasters"?`)), // biome-ignore format: a row
  refused({ UpdateRtcCloudRecording: true }, invalid("UpdateRtcCloudRecording", `expected ${noQuota}`)), // biome-ignore format: a row
  refused({ StopRtcCloudRecording: 50 }, unknown("StopRtcCloudRecording", "stopRtcCloudRecording")), // biome-ignore format: a row
  refused({ STOPRTCCLOUDRECORDING: true }, unknown("STOPRTCCLOUDRECORDING", "stopRtcCloudRecording")), // biome-ignore format: a row
  refused({ describeCasters: 5 }, unknown("describeCasters", "DescribeCasters")), // biome-ignore format: a row
  ...["StartCaster", "DeleteCaster", "MuteAllGroupUser"].map((name) => {
    return refused({ [keyOf(name)]: 5 }, unknown(keyOf(name), name));
  }),
  // No quota of this action is documented, and StopCaster is another.
  refused(
    { stopCasterScene: 5 },
    {
      code: "ERR_UNKNOWN_KEY",
      path: path("stopCasterScene"),
      says: `unknown key; the known keys are ${keys.sort().join(", ")}`,
    },
  ),
  refused({ StopCasterScene: true }, invalid("StopCasterScene", `expected ${noQuota}`)),
  refused({ describeLivePullToPushList: 5 }, unknown("describeLivePullToPushList", "DescribeLivePullToPushList")),
  refused({ StartCaster: 5, startCasterScene: 5 }, unknown("startCasterScene", "StartCasterScene")),
  refused({ "Describe-Casters": 5 }, unknown("Describe-Casters", "DescribeCasters")), // biome-ignore format: a row
  ...[0, -1, 1.5, 100_001, false, null, "5", {}].map((calls) => refused({ DescribeCasters: calls }, invalid("DescribeCasters"))), // biome-ignore format: a row
  ...[0, 1.5, false, null, "5"].map((calls) => refused({ stopRtcCloudRecording: calls }, invalid("stopRtcCloudRecording"))), // biome-ignore format: a row
  ["a getter that throws", () => client({ quota: hostile.getter("StartCaster") }), atOnce(invalid("StartCaster"))],
  [
    "a proxy that throws at ownKeys",
    () => client({ quota: hostile.ownKeys() }),
    atOnce({ code: "ERR_INVALID_OPTION", path: "options.quota" }),
  ],
  [
    "an action for a function without a client",
    () => stopRtcCloudRecording({ taskId: "task" }, { credentials: key, quota: { StartCaster: 5 } }),
    { code: "ERR_UNKNOWN_KEY", path: path("StartCaster") },
  ],
]);
