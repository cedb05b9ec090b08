// The public functions over a source of wasm. They hold no state but the running instance, and decide nothing.
import { LiveError } from "./errors.js";
import { createLoader } from "./loader.js";

/** A call answers { value }, { error } or { reason }, the last being the caller's own reason to abort. */
function settle(reply) {
  if ("value" in reply) return reply.value;
  throw "error" in reply ? new LiveError(reply.error) : reply.reason;
}

export function createApi(source) {
  const run = createLoader(source);

  const stopRtcCloudRecording = async (params, options) =>
    settle(await run((glue) => glue.stopRtcCloudRecording(params, options)));

  const stopLiveStreamMonitor = async (params, options) =>
    settle(await run((glue) => glue.stopLiveStreamMonitor(params, options)));

  return { createClient: (options) => createClient(run, options), stopRtcCloudRecording, stopLiveStreamMonitor };
}

/** Functions, not methods: they may be taken off the client and passed on. Options are in no property that could be printed. */
function createClient(run, options) {
  const given = options !== null && typeof options === "object" && !Array.isArray(options) ? { ...options } : options;
  let current;
  const call = async (start) =>
    settle(
      await run((glue) => {
        // A client lives in an instance of the wasm; another instance gets a client of its own.
        if (current?.glue !== glue) current = { glue, client: new glue.Client(given) };
        return start(current.client);
      }),
    );
  return Object.freeze({
    stopRtcCloudRecording: (params, callOptions) => call((client) => client.stopRtcCloudRecording(params, callOptions)),
    stopLiveStreamMonitor: (params, callOptions) => call((client) => client.stopLiveStreamMonitor(params, callOptions)),
    sign: (operation, params, signOptions) => call((client) => client.sign(operation, params, signOptions)),
    get clockOffsetMs() {
      return current?.client.clockOffsetMs ?? 0;
    },
  });
}
