// With the types of Node.js: the package accepts its fetch and signals, and its fetch accepts the package's requests.
import { Agent as HttpAgent } from "node:http";
import { Agent } from "node:https";
import { createClient } from "apsara-live";
import { createHttpFetch, type HttpFetch, type HttpResponse } from "apsara-live/node";
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
await using server = await emulator.serve();
void server.url;

const httpFetch: HttpFetch = createHttpFetch({ agent: new Agent({ keepAlive: true, maxSockets: 8 }) });
createClient({ fetch: httpFetch });
createClient({ fetch: createHttpFetch({ agent: new HttpAgent() }) });
const answered: HttpResponse = await httpFetch(url, { method, headers, body, signal: AbortSignal.timeout(1) });
void [answered.status, answered.headers.get("date")];
// @ts-expect-error not an agent
createHttpFetch({ agent: {} });

// @ts-expect-error the types of the DOM are missing
void document;
