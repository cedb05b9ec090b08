// With the types of a Worker only: the package accepts its fetch, signals and responses, and its fetch accepts the package's requests.
import { createClient, LiveError, stopRtcCloudRecording } from "apsara-live";
import wasm from "apsara-live/apsara_live.wasm";
import { createApi } from "apsara-live/slim";
import { createLiveEmulator } from "apsara-live/testing";

interface Env {
  ACCESS_KEY_ID: string;
  ACCESS_KEY_SECRET: string;
  SERVICE: Fetcher;
}

export default {
  async fetch(request, env, context) {
    const credentials = { accessKeyId: env.ACCESS_KEY_ID, accessKeySecret: env.ACCESS_KEY_SECRET };
    const taskId = new URL(request.url).searchParams.get("task") ?? "";
    try {
      const live = createClient({ credentials, fetch: (url, init) => env.SERVICE.fetch(url, init) });
      context.waitUntil(live.stopLiveStreamMonitor({ monitorId: "x" }, { signal: AbortSignal.timeout(1) }));
      return Response.json(await stopRtcCloudRecording({ taskId }, { credentials, signal: request.signal }));
    } catch (error) {
      if (!(error instanceof LiveError)) throw error;
      return Response.json(error, { status: error.outcomeUnknown ? 504 : 502 });
    }
  },
} satisfies ExportedHandler<Env>;

const emulator = createLiveEmulator();
createClient({ fetch: globalThis.fetch });
createClient({ fetch: emulator.fetch });
const response: Response = await emulator.fetch("https://live.aliyuncs.com", { method: "POST" });

const live = createApi(() => fetch("https://assets.example/apsara_live.wasm")).createClient();
const compiled: WebAssembly.Module = wasm;
createApi(compiled);
const { method, url, headers, body } = await live.sign("StopRtcCloudRecording", { taskId: "x" });
await fetch(url, { method, headers, body });
await fetch(new Request(url, { method, headers, body, signal: new AbortController().signal }));
void response.status;

// @ts-expect-error the types of the DOM are missing
void document;
// @ts-expect-error the types of Node.js are missing
void __dirname;
