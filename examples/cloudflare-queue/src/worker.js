// A Worker that stops tasks through a queue: at once, or when they are due.
//
//   POST /    [{"taskId": "…"}, {"monitorId": "…", "stopAt": "2026-12-24T18:00:00Z"}]    with Authorization: Bearer API_TOKEN
import { createClient } from "apsara-live";
import { consumeStops } from "apsara-live/cloudflare";
import { Schedule } from "./schedule.js";

export { StopLimiter } from "apsara-live/cloudflare";
export { Schedule };

/** Messages of one `sendBatch`. */
const BATCH = 100;

export default {
  async fetch(request, env) {
    if (!(await isAllowed(request, env))) return new Response("unauthorized", { status: 401 });
    if (request.method !== "POST") return new Response("POST a list of tasks", { status: 405 });
    const tasks = await request.json().catch(() => undefined);
    if (!Array.isArray(tasks)) return new Response("expected a list of tasks", { status: 400 });
    const due = tasks.filter(({ stopAt }) => stopAt === undefined);
    const later = tasks.filter(({ stopAt }) => stopAt !== undefined);
    if (later.some(({ stopAt }) => Number.isNaN(Date.parse(stopAt)))) {
      return new Response("expected stopAt in ISO 8601", { status: 400 });
    }
    if (later.length > 0) await schedule(env).add(later);
    await enqueue(env, due);
    return Response.json({ queued: due.length, scheduled: later.length }, { status: 202 });
  },

  async scheduled(_controller, env) {
    for (;;) {
      const due = await schedule(env).due(Date.now(), BATCH);
      if (due.length === 0) return;
      await enqueue(
        env,
        due.map(({ task }) => task),
      );
      // Afterwards: a sweep that fails before queues the tasks again, which is harmless.
      await schedule(env).remove(due.map(({ id }) => id));
    }
  },

  async queue(batch, env) {
    const credentials = { accessKeyId: env.ACCESS_KEY_ID, accessKeySecret: env.ACCESS_KEY_SECRET };
    // ENDPOINT is for the emulator.
    const options = env.ENDPOINT === undefined ? {} : { endpoint: env.ENDPOINT };
    const live = createClient({ credentials, region: env.REGION, quota: false, ...options });
    await consumeStops(batch, env, {
      live,
      // A message with one delivery left is sent again.
      queue: env.STOPS,
      maxRetries: 100,
      onDecision: ({ action }, { code, outcome }) => console.log(JSON.stringify({ action, code, outcome })),
    });
  },
};

async function enqueue(env, tasks) {
  for (let at = 0; at < tasks.length; at += BATCH) {
    await env.STOPS.sendBatch(tasks.slice(at, at + BATCH).map((body) => ({ body, contentType: "json" })));
  }
}

const schedule = (env) => env.SCHEDULE.get(env.SCHEDULE.idFromName("schedule"));

/** Refuses everyone while the token is unset. The time to compare two hashes tells nothing about the token. */
async function isAllowed(request, env) {
  if (!env.API_TOKEN) return false;
  const hash = async (text) => new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  const given = await hash(request.headers.get("authorization") ?? "");
  const expected = await hash(`Bearer ${env.API_TOKEN}`);
  return given.reduce((difference, byte, index) => difference | (byte ^ expected[index]), 0) === 0;
}
