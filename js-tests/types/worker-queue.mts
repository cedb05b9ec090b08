// apsara-live/cloudflare with the types of a Worker: its batches, bindings and Durable Objects fit.

import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from "cloudflare:workers";
import { createClient } from "apsara-live";
import {
  type ConsumedStops,
  cancelStop,
  consumeStops,
  type ScheduledStop,
  StopLimiter,
  type StopTask,
  scheduleStop,
  sendWhenDue,
} from "apsara-live/cloudflare";

export { StopLimiter };

interface Env {
  /** As `wrangler types` writes it, which wants the mark of Durable Objects. */
  STOP_LIMITER: DurableObjectNamespace<StopLimiter>;
  STOP_DEAD_LETTERS: Queue;
  STOPS: Queue<StopTask>;
  STOP_WORKFLOW: Workflow<ScheduledStop>;
  OTHER: string;
}

export class Own extends StopLimiter {
  constructor(state: DurableObjectState, _env: Env) {
    super(state);
  }
}

export class StopWorkflow extends WorkflowEntrypoint<Env, ScheduledStop> {
  override run(event: WorkflowEvent<ScheduledStop>, step: WorkflowStep): Promise<void> {
    return sendWhenDue(event, step, this.env.STOPS);
  }
}

export default {
  async fetch(_request, env) {
    const added: "scheduled" | "moved" = await scheduleStop(env, { taskId: "x" }, new Date());
    const cancelled: "cancelled" | "none" = await cancelStop(env, { monitorId: "y", ownerId: 5n });
    // @ts-expect-error no text
    void scheduleStop(env, { taskId: "x" }, "2027-01-11T12:05:00Z");
    return Response.json([added, cancelled]);
  },

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
