// With the types of the DOM: the package accepts its fetch and signals, and its fetch accepts the package's requests.
import { createClient } from "apsara-live";
import { createLiveEmulator } from "apsara-live/testing";

const emulator = createLiveEmulator();
const live = createClient({ fetch: globalThis.fetch });
createClient({ fetch: emulator.fetch });
createClient({ fetch: (url, init) => fetch(url, init) });
await live.stopRtcCloudRecording({ taskId: "x" }, { signal: AbortSignal.timeout(1) });
await live.stopRtcCloudRecording({ taskId: "x" }, { signal: new AbortController().signal });

const { method, url, headers, body } = await live.sign("StopRtcCloudRecording", { taskId: "x" });
await fetch(url, { method, headers, body });
const response: Response = await emulator.fetch(url, { method, headers });
void response.status;

// @ts-expect-error the types of Node.js are missing
void process;
