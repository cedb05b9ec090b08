// A Worker that stops tasks through a queue: at once, or when they are due.
//
//   POST /    [{"taskId": "…"}, {"monitorId": "…", "stopAt": "2026-12-24T18:00:00Z"}]    with Authorization: Bearer API_TOKEN
import { WorkflowEntrypoint } from "cloudflare:workers";
import { createClient } from "apsara-live";
import { consumeStops, scheduleStop, sendWhenDue } from "apsara-live/cloudflare";
import { readTask } from "apsara-live/queue";

export { StopLimiter } from "apsara-live/cloudflare";

/** Each instance sleeps until its time, and then queues its task. */
export class StopWorkflow extends WorkflowEntrypoint {
  run(event, step) {
    return sendWhenDue(event, step, this.env.STOPS);
  }
}

/** Messages of one `sendBatch`. */
const BATCH = 100;

export default {
  async fetch(request, env) {
    if (!(await isAllowed(request, env))) return new Response("unauthorized", { status: 401 });
    if (request.method !== "POST") return new Response("POST a list of tasks", { status: 405 });
    const tasks = await request.json().catch(() => undefined);
    if (!Array.isArray(tasks)) return new Response("expected a list of tasks", { status: 400 });
    const problem = tasks.map(problemOf).find(Boolean);
    if (problem !== undefined) return new Response(problem, { status: 400 });
    const due = tasks.filter(({ stopAt }) => stopAt === undefined);
    const later = tasks.filter(({ stopAt }) => stopAt !== undefined);
    // A task that was scheduled before moves to its new time.
    for (const { stopAt, ...task } of later) await scheduleStop(env, task, new Date(stopAt));
    await enqueue(env, due);
    return Response.json({ queued: due.length, scheduled: later.length }, { status: 202 });
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

/** Says what is wrong with a task, if anything: accepted, it would become a dead letter that its sender never sees. */
function problemOf(given, index) {
  const { stopAt, ...task } = Object(given);
  try {
    readTask(task);
  } catch ({ message }) {
    return `task ${index}: ${message}`;
  }
  if (stopAt !== undefined && Number.isNaN(Date.parse(stopAt))) return `task ${index}: expected stopAt in ISO 8601`;
}

async function enqueue(env, tasks) {
  for (let at = 0; at < tasks.length; at += BATCH) {
    await env.STOPS.sendBatch(tasks.slice(at, at + BATCH).map((body) => ({ body, contentType: "json" })));
  }
}

/** Refuses everyone while the token is unset. The time to compare two hashes tells nothing about the token. */
async function isAllowed(request, env) {
  if (!env.API_TOKEN) return false;
  const hash = (text) => crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const given = await hash(request.headers.get("authorization") ?? "");
  return crypto.subtle.timingSafeEqual(given, await hash(`Bearer ${env.API_TOKEN}`));
}
