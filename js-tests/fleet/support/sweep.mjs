// A sweep with a file journal, in a process of its own that its parent kills.
import { createClient, fileJournal } from "apsara-live";
import { testAccessKey } from "apsara-live/testing";

const [endpoint, journal, olderThanMs] = process.argv.slice(2);
const live = createClient({ credentials: testAccessKey, endpoint, quota: { stopLiveStreamMonitor: 1000 } });
const run = live.sweepMonitors({ olderThanMs: Number(olderThanMs), concurrency: 4, journal: fileJournal(journal) });
console.log(JSON.stringify(await run.summary()));
