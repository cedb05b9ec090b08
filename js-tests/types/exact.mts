// With exact optional properties and the types of the DOM: fetch accepts the package's requests, and the package its signals.
import { createClient } from "apsara-live";

const live = createClient({ fetch: (url, init) => fetch(url, init) });
const { url, ...init } = await live.sign("StopRtcCloudRecording", { taskId: "x" });
await fetch(url, init);
await fetch(new Request(url, init));

/** A caller's own function, which passes optional members on. */
const stop = (taskId: string, options: { signal?: AbortSignal | undefined; timeoutMs?: number | undefined }) =>
  live.stopRtcCloudRecording({ taskId }, { signal: options.signal, timeoutMs: options.timeoutMs });
void stop("x", {});
