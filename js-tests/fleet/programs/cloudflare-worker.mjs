// A Worker with a consumer for each of its queues, for faults: it crashes in a batch, and its Durable Object is aborted.
import { createClient } from "apsara-live";
import { consumeStops, StopLimiter } from "apsara-live/cloudflare";
import { testAccessKey } from "apsara-live/testing";

const counts = { leases: 0, aborts: 0, batches: 0, crashes: 0, settled: {} };
const deadLetters = [];

export class Limiter extends StopLimiter {
  #state;

  constructor(state) {
    super(state);
    this.#state = state;
  }

  async fetch(request) {
    counts.leases++;
    if (counts.leases === 5 || counts.leases === 15) {
      counts.aborts++;
      this.#state.abort("aborted by the test");
    }
    return super.fetch(request);
  }
}

async function consume(batch, env) {
  const live = createClient({ credentials: testAccessKey, endpoint: env.ENDPOINT, quota: false });
  const quota = { stopRtcCloudRecording: env.QUOTA };
  const onDecision = ({ action }) => (counts.settled[action] = (counts.settled[action] ?? 0) + 1);
  await consumeStops(batch, env, { live, quota, onDecision });
}

export default {
  async fetch(request, env) {
    if (request.method === "GET") return Response.json({ ...counts, deadLetters });
    const tasks = await request.json();
    const queues = [env.STOPS_1, env.STOPS_2, env.STOPS_3, env.STOPS_4];
    const each = Math.ceil(tasks.length / queues.length);
    for (const [index, queue] of queues.entries()) {
      const own = tasks.slice(index * each, (index + 1) * each);
      for (let at = 0; at < own.length; at += 100) {
        await queue.sendBatch(own.slice(at, at + 100).map((body) => ({ body, contentType: "json" })));
      }
    }
    return new Response();
  },

  async queue(batch, env) {
    if (batch.queue === "dead") {
      deadLetters.push(...batch.messages.map(({ body }) => body));
      return;
    }
    counts.batches++;
    const crash = async () => {
      counts.crashes++;
      await new Promise((resolve) => setTimeout(resolve, 60));
      throw new Error("crashed by the test");
    };
    await (counts.batches === 8 ? Promise.race([consume(batch, env), crash()]) : consume(batch, env));
  },
};
