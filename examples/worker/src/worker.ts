//   POST /<TaskId>    with Authorization: Bearer API_TOKEN
import { createClient, httpStatusOf, LiveError } from "apsara-live";

/** `wrangler types` writes `Env` from wrangler.jsonc. ENDPOINT is for the emulator. */
interface Bindings extends Env {
  readonly ENDPOINT?: string;
}

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
      const { code, message, retryable, outcomeUnknown } = error;
      return Response.json({ code, message, retryable, outcomeUnknown }, { status: httpStatusOf(error) });
    }
  },

  /** Stops the stream monitors that have run for six hours. */
  async scheduled(_controller, env) {
    // A cron has 15 minutes.
    const run = clientOf(env).sweepMonitors({ olderThanMs: 6 * 3_600_000, deadlineMs: 14 * 60_000 });
    const { total = Number.NaN, stopped, alreadyStopped } = await run.summary();
    const left = total - stopped - alreadyStopped;
    // An error makes the run a failed one, in the dashboard and in alerts. An unknown number is not zero either.
    if (left !== 0) throw new Error(`${left} of ${total} monitors may still run`);
  },
} satisfies ExportedHandler<Bindings>;

function clientOf(env: Bindings) {
  const credentials = { accessKeyId: env.ACCESS_KEY_ID, accessKeySecret: env.ACCESS_KEY_SECRET };
  return createClient({ credentials, region: env.REGION, endpoint: env.ENDPOINT });
}

/** Refuses everyone while the token is unset. The time to compare two hashes tells nothing about the token. */
async function isAllowed(request: Request, env: Bindings) {
  if (!env.API_TOKEN) return false;
  const hash = (text: string) => crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const given = await hash(request.headers.get("authorization") ?? "");
  return crypto.subtle.timingSafeEqual(given, await hash(`Bearer ${env.API_TOKEN}`));
}
