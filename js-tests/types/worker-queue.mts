// apsara-live/cloudflare with the types of a Worker: its batches, bindings and Durable Objects fit.
import { createClient } from "apsara-live";
import { type ConsumedStops, consumeStops, StopLimiter, type StopTask } from "apsara-live/cloudflare";

export { StopLimiter };

interface Env {
  /** As `wrangler types` writes it, which wants the mark of Durable Objects. */
  STOP_LIMITER: DurableObjectNamespace<StopLimiter>;
  STOP_DEAD_LETTERS: Queue;
  STOPS: Queue<StopTask>;
  OTHER: string;
}

export class Own extends StopLimiter {
  constructor(state: DurableObjectState, _env: Env) {
    super(state);
  }
}

export default {
  async queue(batch, env) {
    const { retry }: ConsumedStops = await consumeStops(batch, env, {
      live: createClient(),
      queue: env.STOPS,
      maxRetries: 100,
    });
    void retry;
  },
} satisfies ExportedHandler<Env, StopTask>;

/** The functions that the runtime calls. */
const durable: DurableObject = new StopLimiter({} as DurableObjectState);
void durable;
