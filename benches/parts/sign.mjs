// Signing one request: from an operation and an id to a signed request with a new nonce and timestamp.
import { do_not_optimize, measure } from "mitata";
import { each, rounds } from "../lib/rounds.mjs";
import { signers } from "../lib/signers.mjs";
import { number, quartiles, ratio, spread } from "../lib/statistics.mjs";

const ACS3 = "apsara-live, ACS3-HMAC-SHA256";
const SHA1 = "apsara-live, HMAC-SHA1";

/** Compared subjects, and the ratio that we aim for. */
const TARGETS = [
  [SHA1, "@alicloud/pop-core, HMAC-SHA1", 2.5],
  [ACS3, "@alicloud/openapi-core, ACS3-HMAC-SHA256", 1.45],
  [ACS3, "aws4fetch, AWS4-HMAC-SHA256", 45],
  [SHA1, "node:crypto, HMAC-SHA1", 1],
  [ACS3, "node:crypto, ACS3-HMAC-SHA256", 1],
];

let checksum = 0;

/** Reads the end of each text, so that V8 joins every rope. */
function use({ url, headers, body }) {
  for (const text of [url, body, headers?.authorization]) {
    if (typeof text === "string") checksum += text.charCodeAt(text.length - 1);
  }
}

/** Returns the work to measure; it awaits only subjects that return a promise. */
function used(sign) {
  const asynchronous = sign() instanceof Promise;
  return asynchronous ? async () => use(await sign()) : () => use(sign());
}

/** Small batches keep garbage collection and other processes out of the median; the mean includes all samples. */
const options = (milliseconds) => ({
  min_cpu_time: milliseconds * 1e6,
  min_samples: 5,
  batch_samples: 16,
  batch_threshold: Number.POSITIVE_INFINITY,
  samples_threshold: Number.POSITIVE_INFINITY,
});

export default async function run({ quick }) {
  const subjects = Object.fromEntries(Object.entries(signers).map(([name, sign]) => [name, used(sign)]));
  // Compiles everything before the first round.
  for (const work of Object.values(subjects)) for (let i = 0; i < 20_000 && !quick; i++) await work();
  const measured = await rounds(quick ? 5 : 41, subjects, (work) => measure(work, options(quick ? 15 : 60)));
  do_not_optimize(checksum);
  const mean = each(measured, ({ avg }) => avg / 1000);
  const median = each(measured, ({ p50 }) => p50 / 1000);
  return {
    title: "Signing one request",
    text:
      "The subjects take turns in one process, and a ratio compares two times of the same round. Every subject makes a new timestamp and " +
      "nonce, and every text of the result is read. The mean of a round includes garbage collection and other work of the machine. The " +
      "median of its batches of 16 excludes both. Targets are judged by the mean. `node:crypto` is the limit: it hashes the same bytes " +
      "and calls `randomUUID()`, without making a request.",
    tables: [
      {
        columns: ["", "mean, µs", "median, µs", "ours: times as fast, by the mean", "by the median"],
        rows: Object.keys(signers).map((name) => {
          const us = [mean, median].map((times) => spread(quartiles(times[name])));
          const rival = TARGETS.find(([, theirs]) => theirs === name)?.[0];
          return [
            name,
            ...us,
            ...[mean, median].map((times) => (rival ? spread(ratio(times[name], times[rival])) : "")),
          ];
        }),
      },
    ],
    targets: TARGETS.map(([ours, theirs, wanted]) => {
      const times = ratio(mean[theirs], mean[ours]);
      return {
        what: `sign: ${ours} beside ${theirs}`,
        wanted: `at least ${wanted} times as fast`,
        measured: `${spread(times)}; by the median ${spread(ratio(median[theirs], median[ours]))}`,
        met: times.median >= wanted,
      };
    }),
    chart: {
      title: "Signing one request, µs",
      bars: Object.entries(mean)
        .map(([name, times]) => ({ name, value: quartiles(times).median }))
        .map(({ name, value }) => ({ name, value, label: number(value), ours: name.startsWith("apsara-live") })),
    },
  };
}
