// Stops a recording with credentials of a source:  node main.mjs <source> <TaskId>
import { createClient } from "apsara-live";
import { call, chain, ecs, oidc, role } from "./sources.mjs";

const sources = { call, chain, ecs, oidc, role };
const [source, taskId] = process.argv.slice(2);
// LIVE_ENDPOINT is for the emulator.
const live = createClient({ credentials: sources[source](), endpoint: process.env.LIVE_ENDPOINT });
console.log((await live.stopRtcCloudRecording({ taskId })).outcome);
