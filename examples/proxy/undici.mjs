// Every Node.js, with fetch, HTTPS_PROXY and NO_PROXY:  node undici.mjs <TaskId>
import { createClient } from "apsara-live";
import { EnvHttpProxyAgent, fetch } from "undici";

const dispatcher = new EnvHttpProxyAgent();
// LIVE_ENDPOINT is for the emulator.
const live = createClient({
  // The fetch of the same undici: the fetch of Node.js may not understand its dispatcher.
  fetch: (url, init) => fetch(url, { ...init, dispatcher }),
  endpoint: process.env.LIVE_ENDPOINT,
});
console.log((await live.stopRtcCloudRecording({ taskId: process.argv[2] })).outcome);
await dispatcher.close();
