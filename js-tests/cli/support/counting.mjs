// Preloaded into the program: a service that stops each recording at once, and the counts of the process in the file COUNTS at its end.
import fs from "node:fs";
import { answerBy } from "../../support/answered.mjs";

const counts = { requests: 0, writes: 0, syncs: 0, reads: 0 };

answerBy(async (url) => {
  counts.requests += 1;
  const TaskId = new URL(url).searchParams.get("TaskId");
  return new Response(JSON.stringify({ RequestId: "R", TaskId }));
});

for (const [name, count] of [
  ["writeSync", "writes"],
  ["fsyncSync", "syncs"],
  ["readSync", "reads"],
]) {
  const original = fs[name];
  fs[name] = (...given) => {
    counts[count] += 1;
    return original(...given);
  };
}

process.on("exit", () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const used = { rssMb: maxRSS / 1024, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 };
  fs.writeFileSync(process.env.COUNTS, JSON.stringify({ ...counts, ...used }));
});
