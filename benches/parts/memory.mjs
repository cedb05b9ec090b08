// Memory: signs and calls by the million, with errors, aborts and traps among them, and nothing grows. These are counts and bytes, not
// times, so here a target that is not met fails the run.

import { credentials, operation, taskId } from "../lib/input.mjs";
import { census, trapAt, wasmBytes } from "../lib/watched.mjs";
import { ended, fetch } from "../lib/weather.mjs";

// Whatever the package takes from the runtime, it takes after that.
const { createClient, stopRtcCloudRecording } = await import("apsara-live");

/** What the heap of JavaScript may differ by without anything having grown: compiled code and its caches come and go. */
const SLACK = 512 * 1024;
const AT_ONCE = 20;
const CALLS_PER_TRAP = 1000;
const CHUNK = 1000;

const retry = { maxAttempts: 2, baseDelayMs: 0, maxDelayMs: 0 };
const clients = ["ACS3-HMAC-SHA256", "HMAC-SHA1"].map((signatureMethod) =>
  createClient({ credentials, signatureMethod, fetch, retry }),
);

async function signs(count) {
  for (let i = 0; i < count; i++) {
    const { url } = await clients[i % 2].sign(operation, { taskId });
    if (!url) throw new Error("not signed");
  }
}

/** One call in ten is made without a client, which makes and frees one of its own; one in seven asks only once. */
function call(i, params, given) {
  const options = i % 7 === 0 ? { ...given, retry: false } : given;
  if (i % 10 === 0) return stopRtcCloudRecording(params, { credentials, fetch, retry, ...options });
  return clients[i % 2].stopRtcCloudRecording(params, options);
}

let begun = 0;

async function calls(count, outcomes) {
  const end = begun + count;
  const caller = async () => {
    while (begun < end) {
      const i = begun++;
      if (i % CALLS_PER_TRAP === 0) trapAt(1 + ((i / CALLS_PER_TRAP) % 40));
      const outcome = await ended((...given) => call(i, ...given));
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, caller));
}

/** Warms up, takes the census, does the rest, and takes it again. The warm-up is that long because code is compiled all through it. */
async function flat(warmUp, rest, work) {
  const run = async (count) => {
    let most = 0;
    for (let done = 0; done < count; done += CHUNK) {
      await work(CHUNK);
      most = Math.max(most, wasmBytes());
    }
    return { wasm: most, ...(await census()) };
  };
  return { warm: await run(warmUp), after: await run(rest) };
}

const KIB = 1024;
const kib = (bytes) => `${Math.round(bytes / KIB).toLocaleString("en")} KiB`;

export default async function run({ quick }) {
  const outcomes = {};
  const rows = {};
  for (const [what, all, work] of [
    ["signed requests", 1_000_000, signs],
    ["calls", 100_000, (count) => calls(count, outcomes)],
  ]) {
    const warmUp = all / 10;
    const rest = quick ? warmUp : all - warmUp;
    rows[`${(warmUp + rest).toLocaleString("en")} ${what}`] = await flat(warmUp, rest, work);
  }
  const targets = Object.entries(rows).flatMap(([what, { warm, after }]) => [
    target(`${what}: wasm memory`, "no more than after warm-up", after.wasm <= warm.wasm, kib(after.wasm - warm.wasm)),
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
  const ends = ["stopped", "already-stopped", "service", "network", "protocol", "aborted", "internal"];
  for (const end of ends) if (!outcomes[end]) throw new Error(`no call ended with ${end}: ${JSON.stringify(outcomes)}`);
  return {
    title: "Memory",
    text:
      `Counted without help of the package, after a warm-up and after all. The calls are ${AT_ONCE} at a time, against a ` +
      `\`fetch\` that fails in every way; they ended: ${ends.map((end) => `${outcomes[end].toLocaleString("en")} ${end}`).join(", ")}, the ` +
      "last by traps that were set in the wasm. After a trap a new instance takes over, and the old one is collected.",
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
