// Signing one request: operation and id in, signed request out, with a fresh nonce and timestamp.
import { do_not_optimize, measure } from "mitata";
import { each, rounds } from "../lib/rounds.mjs";
import { signers } from "../lib/signers.mjs";
import { number, quartiles, ratio, spread } from "../lib/statistics.mjs";

const ACS3 = "apsara-live, ACS3-HMAC-SHA256";
const SHA1 = "apsara-live, HMAC-SHA1";

/** Who is compared with whom, and how many times as fast we want to be. */
const TARGETS = [
  [SHA1, "@alicloud/pop-core, HMAC-SHA1", 6],
  [ACS3, "@alicloud/openapi-core, ACS3-HMAC-SHA256", 4],
  [ACS3, "aws4fetch, AWS4-HMAC-SHA256", 50],
  [SHA1, "node:crypto, HMAC-SHA1", 1],
  [ACS3, "node:crypto, ACS3-HMAC-SHA256", 1],
];

let checksum = 0;

/** Reads the end of each text, so that none is left as a rope that was never joined. */
function use({ url, headers, body }) {
  for (const text of [url, body, headers?.authorization]) {
    if (typeof text === "string") checksum += text.charCodeAt(text.length - 1);
  }
}

/** Awaited where the subject answers with a promise, and only there. */
function used(sign) {
  const asynchronous = sign() instanceof Promise;
  return asynchronous ? async () => use(await sign()) : () => use(sign());
}

/** Small batches, so that a median knows neither collections of garbage nor other processes; and no sample dropped, so that a mean knows all. */
const options = (milliseconds) => ({
  min_cpu_time: milliseconds * 1e6,
  min_samples: 5,
  batch_samples: 16,
  batch_threshold: Number.POSITIVE_INFINITY,
  samples_threshold: Number.POSITIVE_INFINITY,
});

export default async function run({ quick }) {
  const subjects = Object.fromEntries(Object.entries(signers).map(([name, sign]) => [name, used(sign)]));
  // What is compiled at the first round would count for that round only.
  for (const work of Object.values(subjects)) for (let i = 0; i < 20_000 && !quick; i++) await work();
  const measured = await rounds(quick ? 5 : 41, subjects, (work) => measure(work, options(quick ? 15 : 60)));
  do_not_optimize(checksum);
  const mean = each(measured, ({ avg }) => avg / 1000);
  const median = each(measured, ({ p50 }) => p50 / 1000);
  return {
    title: "Signing one request",
    text:
      "One process; the subjects take turns, and a ratio is that of the two times of one round. Every subject makes a timestamp and a " +
      "nonce of its own, and every text of the result is read. The mean of a round has the collections of garbage in it, and whatever else " +
      "the machine did; the median of its batches of 16 has neither. Targets are judged by the mean. `node:crypto` is the limit: the " +
      "hashing of the same bytes and a `randomUUID()`, without a request.",
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
        ...(wanted > 1 && { inShort: `signing, ${ours.split(", ")[1]}: times as fast as ${theirs.split(",")[0]}` }),
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
