// Node.js 24, with HTTPS_PROXY and NO_PROXY:  NODE_USE_ENV_PROXY=1 node environment.mjs <TaskId>
import { createClient } from "apsara-live";

// LIVE_ENDPOINT is for the emulator.
const live = createClient({ endpoint: process.env.LIVE_ENDPOINT });
console.log((await live.stopRtcCloudRecording({ taskId: process.argv[2] })).outcome);
