// Every Node.js, Deno and Bun, over node:https, through the proxy of HTTPS_PROXY:  node agent.mjs <TaskId>
import { createClient } from "apsara-live";
import { createHttpFetch } from "apsara-live/node";
import { HttpsProxyAgent } from "https-proxy-agent";

const agent = new HttpsProxyAgent(process.env.HTTPS_PROXY, { keepAlive: true });
// LIVE_ENDPOINT is for the emulator.
const live = createClient({ fetch: createHttpFetch({ agent }), endpoint: process.env.LIVE_ENDPOINT });
console.log((await live.stopRtcCloudRecording({ taskId: process.argv[2] })).outcome);
agent.destroy();
