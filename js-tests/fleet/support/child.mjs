// A run with a file journal, in a process of its own that its parent kills.
import { createClient, fileJournal } from "apsara-live";
import { testAccessKey } from "apsara-live/testing";

const [endpoint, journal, count, concurrency] = process.argv.slice(2);
const tasks = Array.from({ length: Number(count) }, (_, i) => ({ taskId: `recording-${i}` }));
const live = createClient({ credentials: testAccessKey, endpoint, quota: { stopRtcCloudRecording: 1000 } });
const run = live.stopAll(tasks, { journal: fileJournal(journal), concurrency: Number(concurrency) });
console.log(JSON.stringify(await run.summary()));
