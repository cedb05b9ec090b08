// Whole calls to a local server that responds at once: calls per second, and CPU time of this process per call.
import assert from "node:assert/strict";
import { callers } from "../lib/callers.mjs";
import { taskId } from "../lib/input.mjs";
import { each, rounds } from "../lib/rounds.mjs";
import { serve } from "../lib/serve.mjs";
import { deciles, number, quartiles, ratio, spread } from "../lib/statistics.mjs";

const CONCURRENCY = [1, 16, 256];
const OURS = "apsara-live, ACS3-HMAC-SHA256";
const OVER_HTTP = "apsara-live over createHttpFetch, ACS3-HMAC-SHA256";
const OPENAPI_CORE = "@alicloud/openapi-core, ACS3-HMAC-SHA256";
const POP_CORE = "@alicloud/pop-core, HMAC-SHA1";
const FETCH = "fetch, pre-signed, ACS3-HMAC-SHA256";

/** The minimum rate of calls relative to bare `fetch`, by the number of calls at a time. */
const SHARE_OF_FETCH = { 1: 0.82, 16: 0.74, 256: 0.7 };

/** Limits for 16 calls at a time over createHttpFetch, relative to a client of the vendor: calls per second and CPU. */
const BESIDE_VENDOR = [
  [OPENAPI_CORE, 1.25, 0.75],
  [POP_CORE, 1.05, 0.95],
];

/** Makes `calls` calls, `concurrency` at a time; resolves to microseconds per call. */
async function timed(call, calls, concurrency) {
  let begun = 0;
  const caller = async () => {
    while (begun++ < calls) assert.equal(await call(), taskId);
  };
  const from = performance.now();
  const cpu = process.cpuUsage();
  await Promise.all(Array.from({ length: concurrency }, caller));
  const { user, system } = process.cpuUsage(cpu);
  return { wall: ((performance.now() - from) * 1000) / calls, cpu: (user + system) / calls };
}

export default async function run({ quick }) {
  const subjects = await callers(await serve());
  const [count, calls] = quick ? [3, 512] : [25, 768];
  const tables = [];
  const targets = [];
  const gains = [];
  let bars = [];
  for (const concurrency of CONCURRENCY) {
    for (const call of Object.values(subjects)) await timed(call, quick ? 256 : 1024, concurrency);
    const measured = await rounds(count, subjects, (call) => timed(call, calls, concurrency));
    tables.push(table(concurrency, measured));
    targets.push(...(concurrency === 16 ? besideVendor(measured) : []), besideFetch(concurrency, measured));
    if (concurrency !== 16) continue;
    gains.push(...gainsOf(measured));
    bars = barsOf(measured);
  }
  return {
    title: "A whole call",
    text:
      "`stopRtcCloudRecording` to a server on this machine, in its own process, that responds at once. The subjects take turns in one " +
      "process, in a random order, and a ratio compares two measurements of the same round. CPU is user and system time of the calling process, including " +
      "garbage collection. `fetch` sends the same signed request each time and reads the reply: it is the limit of a client that calls " +
      "`fetch`. The vendor's clients send with `node:http`, as createHttpFetch does. No client waits for a quota.",
    tables,
    targets,
    gains,
    chart: { title: "CPU of a whole call, 16 at a time, µs", bars },
  };
}

/** Calls per second and CPU beside each client of the vendor, over both transports. */
function gainsOf(measured) {
  const [wall, cpu] = ["wall", "cpu"].map((kind) => columnOf(measured, kind));
  const beside = (share) =>
    Object.fromEntries([POP_CORE, OPENAPI_CORE].map((peer) => [peer.split(",")[0], share(peer)]));
  return [
    [OURS, "`fetch`"],
    [OVER_HTTP, "`createHttpFetch`"],
  ].flatMap(([ours, over]) => [
    {
      what: "calls per second, 16 at a time",
      over,
      better: "more",
      beside: beside((peer) => ratio(wall[peer], wall[ours])),
    },
    {
      what: "CPU per call, 16 at a time",
      over,
      better: "less",
      beside: beside((peer) => ratio(cpu[ours], cpu[peer])),
    },
  ]);
}

function barsOf(measured) {
  const cpu = columnOf(measured, "cpu");
  return [OVER_HTTP, OURS, POP_CORE, OPENAPI_CORE].map((subject) => {
    const value = quartiles(cpu[subject]).median;
    const name = subject === OURS ? "apsara-live over fetch" : subject.split(",")[0];
    return { name, value, label: number(value), ours: name.startsWith("apsara-live") };
  });
}

function table(concurrency, measured) {
  const [wall, cpu] = ["wall", "cpu"].map((kind) => columnOf(measured, kind));
  return {
    columns: [
      `${concurrency} at a time`,
      "calls per second",
      "CPU per call, µs",
      "from the first to the last tenth, µs",
    ],
    rows: Object.keys(measured).map((name) => [
      name,
      Math.round(1e6 / quartiles(wall[name]).median).toLocaleString("en"),
      spread(quartiles(cpu[name])),
      [deciles(cpu[name])].map(({ lower, upper }) => `${number(lower)} to ${number(upper)}`)[0],
    ]),
  };
}

const columnOf = (measured, kind) => each(measured, (times) => times[kind]);

function besideVendor(measured) {
  const [wall, cpu] = ["wall", "cpu"].map((kind) => columnOf(measured, kind));
  return BESIDE_VENDOR.flatMap(([peer, leastCalls, mostCpu]) => {
    const calls = ratio(wall[peer], wall[OVER_HTTP]);
    const share = ratio(cpu[OVER_HTTP], cpu[peer]);
    return [
      {
        what: `call, 16 at a time: ${OVER_HTTP} beside ${peer}: calls per second`,
        wanted: `at least ${leastCalls}`,
        measured: `${spread(calls)}; over fetch ${spread(ratio(wall[peer], wall[OURS]))}`,
        met: calls.median >= leastCalls,
      },
      {
        what: `call, 16 at a time: ${OVER_HTTP} beside ${peer}: CPU per call`,
        wanted: `at most ${mostCpu}`,
        measured: `${spread(share)}; over fetch ${spread(ratio(cpu[OURS], cpu[peer]))}`,
        met: share.median <= mostCpu,
      },
    ];
  });
}

function besideFetch(concurrency, measured) {
  const wall = columnOf(measured, "wall");
  const wanted = SHARE_OF_FETCH[concurrency];
  const throughput = ratio(wall[FETCH], wall[OURS]);
  return {
    what: `call, ${concurrency} at a time: ${OURS} beside ${FETCH}`,
    wanted: `at least ${wanted} of its calls per second`,
    measured: spread(throughput),
    met: throughput.median >= wanted,
  };
}
