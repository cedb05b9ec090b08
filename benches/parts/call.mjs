// Whole calls to a local server that responds at once: calls per second, and CPU time of this process per call.
import assert from "node:assert/strict";
import { callers } from "../lib/callers.mjs";
import { taskId } from "../lib/input.mjs";
import { each, rounds } from "../lib/rounds.mjs";
import { serve } from "../lib/serve.mjs";
import { quartiles, ratio, spread } from "../lib/statistics.mjs";

const CONCURRENCY = [1, 16, 256];
const OURS = ["ACS3-HMAC-SHA256", "HMAC-SHA1"];
const PEERS = ["@alicloud/pop-core, HMAC-SHA1", "@alicloud/openapi-core, ACS3-HMAC-SHA256"];

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
  for (const concurrency of CONCURRENCY) {
    for (const call of Object.values(subjects)) await timed(call, quick ? 256 : 1024, concurrency);
    const measured = await rounds(count, subjects, (call) => timed(call, calls, concurrency));
    tables.push(table(concurrency, measured));
    targets.push(...OURS.flatMap((method) => against(concurrency, measured, method)));
  }
  return {
    title: "A whole call",
    text:
      "`stopRtcCloudRecording` to a server on this machine, in its own process, that responds at once. The subjects take turns in one " +
      "process, and a ratio compares two measurements of the same round. CPU is user and system time of the calling process, including " +
      "garbage collection. `fetch` sends the same signed request each time and reads the reply: it is the limit.",
    tables,
    targets,
  };
}

function table(concurrency, measured) {
  const wall = each(measured, ({ wall }) => wall);
  const cpu = each(measured, ({ cpu }) => cpu);
  return {
    columns: [`${concurrency} at a time`, "calls per second", "CPU per call, µs"],
    rows: Object.keys(measured).map((name) => [
      name,
      Math.round(1e6 / quartiles(wall[name]).median).toLocaleString("en"),
      spread(quartiles(cpu[name])),
    ]),
  };
}

function against(concurrency, measured, method) {
  const ours = `apsara-live, ${method}`;
  const wall = each(measured, ({ wall }) => wall);
  const cpu = each(measured, ({ cpu }) => cpu);
  const throughput = ratio(wall[`fetch, pre-signed, ${method}`], wall[ours]);
  const what = `call, ${concurrency} at a time: ${ours} beside`;
  return [
    {
      what: `${what} fetch, pre-signed`,
      wanted: "at least 0.9 of its calls per second",
      measured: spread(throughput),
      ...(concurrency === 16 && { inShort: `calls per second, ${method}, 16 at a time: share of bare \`fetch\`` }),
      met: throughput.median >= 0.9,
    },
    ...PEERS.map((peer) => {
      const times = ratio(cpu[ours], cpu[peer]);
      // A client that calls `fetch` cannot cost less than `fetch`.
      const lowest = ratio(cpu[`fetch, pre-signed, ${method}`], cpu[peer]);
      const measured = `${spread(times)}; fetch alone ${spread(lowest)}`;
      return { what: `${what} ${peer}`, wanted: "less than 1 of its CPU per call", measured, met: times.median < 1 };
    }),
  ];
}
