//   POST /<TaskId>    with Authorization: Bearer API_TOKEN
import { createClient, LiveError } from "apsara-live";

export default {
  async fetch(request, env, context) {
    if (request.method !== "POST" || !(await isAllowed(request, env)))
      return new Response("Forbidden", { status: 403 });
    const taskId = new URL(request.url).pathname.slice(1);
    try {
      const stopping = clientOf(env).stopRtcCloudRecording({ taskId });
      // When a client disconnects, the work of its request ends, except for this promise, which has 30 seconds more.
      context.waitUntil(stopping.catch(() => {}));
      return Response.json(await stopping);
    } catch (error) {
      if (!(error instanceof LiveError)) throw error;
      const { kind, code, message, retryable, outcomeUnknown } = error;
      const status = kind === "argument" ? 400 : retryable ? 503 : 502;
      return Response.json({ code, message, retryable, outcomeUnknown }, { status });
    }
  },

  /** Stops all stream monitors that still run. */
  async scheduled(_controller, env) {
    const live = clientOf(env);
    const { failed, unknown } = await live.stopAll(await runningMonitors(live)).summary();
    // An error makes the run a failed one, in the dashboard and in alerts.
    if (failed + unknown > 0) throw new Error(`${failed + unknown} monitors may still run`);
  },
};

/** All pages are read before a monitor is stopped: a monitor that stops moves the others to another page. */
async function runningMonitors(live) {
  const running = [];
  for (let pageNum = 1; ; pageNum++) {
    const { liveStreamMonitorList = [] } = await live.describeLiveStreamMonitorList({
      status: 1,
      pageNum,
      pageSize: 50,
    });
    if (liveStreamMonitorList.length === 0) return running;
    running.push(...liveStreamMonitorList.map(({ monitorId }) => ({ monitorId })));
  }
}

function clientOf(env) {
  const credentials = { accessKeyId: env.ACCESS_KEY_ID, accessKeySecret: env.ACCESS_KEY_SECRET };
  // ENDPOINT is for the emulator.
  return createClient({ credentials, region: env.REGION, endpoint: env.ENDPOINT });
}

/** Refuses everyone while the token is unset. The time to compare two hashes tells nothing about the token. */
async function isAllowed(request, env) {
  if (!env.API_TOKEN) return false;
  const hash = async (text) => new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  const given = await hash(request.headers.get("authorization") ?? "");
  const expected = await hash(`Bearer ${env.API_TOKEN}`);
  return given.reduce((difference, byte, index) => difference | (byte ^ expected[index]), 0) === 0;
}
