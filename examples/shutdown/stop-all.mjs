// Stops the recordings whose IDs are in the lines of a file. The same command goes on after SIGTERM, Ctrl-C or a crash:
//   node stop-all.mjs ids.txt stopped.jsonl
import { open } from "node:fs/promises";
import { createClient, fileJournal } from "apsara-live";

const [list, journal] = process.argv.slice(2);

async function* tasks() {
  const file = await open(list);
  for await (const line of file.readLines()) {
    if (line.trim() !== "") yield { taskId: line.trim() };
  }
}

// Kubernetes, systemd and docker send SIGTERM, and kill the process after a grace period.
const end = new AbortController();
for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => end.abort());

// LIVE_ENDPOINT is for the emulator.
const live = createClient({ endpoint: process.env.LIVE_ENDPOINT });
// After the signal no further request is sent. Those under way settle, within the `attemptTimeoutMs` of the client.
const run = live.stopAll(tasks(), { journal: fileJournal(journal), signal: end.signal });
for await (const { task, outcome, error } of run) console.log(task.taskId, outcome, error?.code ?? "");

const { failed, unknown } = run.progress;
// 75 is EX_TEMPFAIL: run the command again.
if (end.signal.aborted || unknown > 0) process.exitCode = 75;
else if (failed > 0) process.exitCode = 1;
