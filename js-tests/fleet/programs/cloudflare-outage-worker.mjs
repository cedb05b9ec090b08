// A Worker whose queue allows few retries, and whose Durable Object once does not answer.
import { createClient } from "apsara-live";
import { consumeStops, StopLimiter } from "apsara-live/cloudflare";
import { testAccessKey } from "apsara-live/testing";

const counts = { hung: 0, copies: 0 };
const deadLetters = [];
let hasCredentials = true;

function credentials() {
  if (!hasCredentials) throw new Error("no credentials by the test");
  return testAccessKey;
}

export class Limiter extends StopLimiter {
  async fetch(request) {
    if (counts.hung++ === 0) return new Promise(() => {});
    return super.fetch(request);
  }
}

export default {
  async fetch(request, env) {
    if (request.method === "GET") return Response.json({ ...counts, deadLetters });
    if (request.method === "PUT") {
      hasCredentials = await request.json();
      return new Response();
    }
    await env.STOPS.sendBatch((await request.json()).map((body) => ({ body, contentType: "json" })));
    return new Response();
  },

  async queue(batch, env) {
    if (batch.queue === "dead") {
      deadLetters.push(...batch.messages.map(({ body }) => body));
      return;
    }
    const live = createClient({ credentials, endpoint: env.ENDPOINT, quota: false });
    const queue = {
      send(...copy) {
        counts.copies++;
        return env.STOPS.send(...copy);
      },
    };
    await consumeStops(batch, env, { live, queue, maxRetries: env.MAX_RETRIES });
  },
};
