// A run of the program over many ids, with a journal, and a second run that skips them all.
import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

const preload = new URL("counting.mjs", import.meta.url).href;

function* lines(count) {
  for (let i = 0; i < count; i++) yield `${String(i).padStart(8, "0")}-8501-4d0c-8ac1-72295a6be0d4\n`;
}

/** Without a limit, V8 puts the collection of garbage off: a million ids took 2 GB. */
const HEAP_MB = 700;

/**
 * Stops `count` recordings in a folder; `run` runs the program. Resolves to the code, the stderr, the time and the counts of both runs.
 */
export async function stopTwice(run, folder, count) {
  const [input, journal, file] = ["ids", "journal.jsonl", "counts"].map((name) => join(folder, `${count}-${name}`));
  await pipeline(lines(count), createWriteStream(input));
  const args = [
    "stop",
    "recording",
    "--from",
    input,
    "--journal",
    journal,
    "--rate",
    "100000",
    "--concurrency",
    "1000",
  ];
  const env = { COUNTS: file, NODE_OPTIONS: `--import ${preload} --max-old-space-size=${HEAP_MB}` };
  const runs = [];
  for (let i = 0; i < 2; i++) {
    const begun = performance.now();
    const { code, stderr } = await run(args, { env });
    const seconds = (performance.now() - begun) / 1000;
    runs.push({ code, stderr, seconds, ...JSON.parse(await readFile(file, "utf8")) });
  }
  return runs;
}
