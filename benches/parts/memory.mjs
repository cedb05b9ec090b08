// Memory: does not grow over a million signatures and 100,000 calls with errors, aborts and traps. A target that is not met fails
// the run, because counts and bytes do not depend on the machine.

import { Agent } from "node:http";
import { ended, fetch } from "../lib/faulty-fetch.mjs";
import { credentials, operation, taskId } from "../lib/input.mjs";
import { census, trapAt, wasmBytes } from "../lib/resources.mjs";
import { serve } from "../lib/serve.mjs";

// Imports the package after resources.mjs has replaced globals.
const { createClient, stopRtcCloudRecording } = await import("apsara-live");
const { createHttpFetch } = await import("apsara-live/node");

/** Tolerance for the JavaScript heap, because compiled code and its caches come and go. */
const SLACK = 512 * 1024;
const AT_ONCE = 20;
const CALLS_PER_TRAP = 1000;
const CHUNK = 1000;
/** Calls before a count. A new instance creates each constant of the wasm on its first use, and rare constants need many calls. */
const SETTLING = 20_000;

const retry = { maxAttempts: 2, baseDelayMs: 0, maxDelayMs: 0 };
const common = { credentials, retry, quota: false };

/** Clients of both methods, and the options of a call without a client. For one row: an idle client keeps the instance of its last call. */
function over(transport) {
  const options = { ...common, ...transport };
  const methods = ["ACS3-HMAC-SHA256", "HMAC-SHA1"];
  return { options, clients: methods.map((signatureMethod) => createClient({ ...options, signatureMethod })) };
}

const agent = new Agent({ keepAlive: true });
const endpoint = `http://${await serve("faulty-server.mjs")}`;
const TRANSPORTS = { fetch: { fetch }, createHttpFetch: { fetch: createHttpFetch({ agent }), endpoint } };

/** Requests under way over the agent, and those that wait for a connection. */
const exchanges = () => [agent.sockets, agent.requests].flatMap((lists) => Object.values(lists).flat()).length;

async function signs({ clients }, count) {
  for (let i = 0; i < count; i++) {
    const { url } = await clients[i % 2].sign(operation, { taskId });
    if (!url) throw new Error("not signed");
  }
}

/** Makes a call: one in ten without a client, which creates and frees one, and one in seven without retries. */
function call({ clients, options: common }, i, params, given) {
  const options = i % 7 === 0 ? { ...given, retry: false } : given;
  if (i % 10 === 0) return stopRtcCloudRecording(params, { ...common, ...options });
  return clients[i % 2].stopRtcCloudRecording(params, options);
}

let begun = 0;

async function calls(clients, count, outcomes, { traps }) {
  const end = begun + count;
  const caller = async () => {
    while (begun < end) {
      const i = begun++;
      if (traps && i % CALLS_PER_TRAP === 0) trapAt(1 + ((i / CALLS_PER_TRAP) % 40));
      const outcome = await ended((...given) => call(clients, i, ...given));
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, caller));
}

/** V8 discards compiled code, and compiles it again: the heap is the smallest of some censuses. */
const CENSUSES = 4;

async function settled(work) {
  await work(SETTLING, { traps: false });
  // An idle connection takes some kilobytes of the heap, and the number of idle connections varies.
  agent.destroy();
  return census();
}

/** Counts after a warm-up and after the rest of the work. The warm-up is long, because V8 compiles code during all of it. */
async function flat(warmUp, rest, work) {
  const run = async (count) => {
    let most = 0;
    for (let done = 0; done < count; done += CHUNK) {
      await work(CHUNK, { traps: true });
      most = Math.max(most, wasmBytes());
    }
    const counts = [];
    for (let index = 0; index < CENSUSES; index++) counts.push(await settled(work));
    most = Math.max(most, wasmBytes());
    return { ...counts.at(-1), wasm: most, heapBytes: Math.min(...counts.map(({ heapBytes }) => heapBytes)) };
  };
  return { warm: await run(warmUp), after: await run(rest) };
}

const KIB = 1024;
const kib = (bytes) => `${Math.round(bytes / KIB).toLocaleString("en")} KiB`;

const ENDS = ["stopped", "already-stopped", "service", "network", "protocol", "aborted", "internal"];

/** Works 100,000 times, or a million times. */
async function measured(all, quick, work) {
  const warmUp = all / 10;
  const rest = quick ? warmUp : all - warmUp;
  return [(warmUp + rest).toLocaleString("en"), await flat(warmUp, rest, work)];
}

async function signing(quick) {
  const clients = over(TRANSPORTS.fetch);
  const [count, counts] = await measured(1_000_000, quick, (signed) => signs(clients, signed));
  return { count, counts };
}

/** Makes calls with every fault; returns the counts, and how the calls ended. */
async function faulty(quick, transport) {
  const outcomes = {};
  const clients = over(transport);
  const [count, counts] = await measured(100_000, quick, (calling, how) => calls(clients, calling, outcomes, how));
  for (const end of ENDS) if (!outcomes[end]) throw new Error(`no call ended with ${end}: ${JSON.stringify(outcomes)}`);
  return { count, counts, ends: ENDS.map((end) => `${outcomes[end].toLocaleString("en")} ${end}`).join(", ") };
}

export default async function run({ quick }) {
  const signed = await signing(quick);
  const rows = { [`${signed.count} signed requests`]: signed.counts };
  const ends = [];
  for (const [name, transport] of Object.entries(TRANSPORTS)) {
    const calling = await faulty(quick, transport);
    rows[`${calling.count} calls over ${name}`] = calling.counts;
    ends.push(`over \`${name}\` with ${calling.ends}`);
  }
  // The last silent request was aborted before this.
  if (exchanges() > 0) throw new Error(`${exchanges()} requests are left behind`);
  const targets = Object.entries(rows).flatMap(([what, { warm, after }]) => [
    target(`${what}: wasm memory`, "at most as after warm-up", after.wasm <= warm.wasm, kib(after.wasm - warm.wasm)),
    target(
      `${what}: JavaScript heap`,
      `within ${kib(SLACK)} of after warm-up`,
      after.heapBytes <= warm.heapBytes + SLACK,
      kib(after.heapBytes - warm.heapBytes),
    ),
    target(
      `${what}: live wasm-bindgen objects`,
      "as many as after warm-up",
      after.objects === warm.objects && after.values === warm.values && after.instances === 1,
      `${warm.objects}, then ${after.objects}; held by wasm ${warm.values}, then ${after.values}`,
    ),
  ]);
  return {
    title: "Memory",
    text:
      `Counted outside the package, after a warm-up and at the end. ${AT_ONCE} calls run at a time, with every fault: of a \`fetch\`, ` +
      `and, over \`createHttpFetch\`, of a server. They ended ${ends.join("; ")}. The internal errors are traps in the wasm. After a ` +
      "trap a new instance starts, and the old one is collected. No request and no connection in use was left behind.",
    tables: [
      {
        columns: ["", "wasm memory", "JavaScript heap", "instances", "objects", "values held by wasm"],
        rows: Object.entries(rows).flatMap(([what, { warm, after }]) => [
          [`${what}, warm`, ...cells(warm)],
          [`${what}, after`, ...cells(after)],
        ]),
      },
    ],
    targets,
    failures: targets.filter(({ met }) => !met).map(({ what }) => what),
  };
}

const target = (what, wanted, met, measured) => ({ what: `memory: ${what}`, wanted, measured, met });

const cells = ({ wasm, heapBytes, instances, objects, values }) => [
  kib(wasm),
  kib(heapBytes),
  instances,
  objects,
  values,
];
