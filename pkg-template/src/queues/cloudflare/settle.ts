// The settlement of one message: acknowledged, delivered again, sent again before its last delivery, or dead.
import { LiveError } from "../../api/live-error.ts";
import { type Decision, decide } from "../decide.ts";
import type { DeadLetterQueue, StopBindings, StopMessage, StopQueue } from "./bindings.ts";
import { type Delivery, deliveryOf } from "./delivery.ts";
import { withinLimit } from "./time-limit.ts";

export interface SettleOptions {
  /** The queue to send a message to again. */
  readonly queue?: StopQueue | undefined;
  /** `max_retries` of the queue. */
  readonly maxRetries?: number | undefined;
}

/** A queue keeps a message for four days, unless it is told otherwise: no sender expects an older one to be retried. */
const MAX_AGE_DAYS = 4;
const DAY_MS = 86_400_000;

/** The delay of a failure about which nothing is known. It doubles with each delivery. */
const backOffMs = (attempt: number): number => decide(undefined, { attempt }).afterMs ?? 0;

/** Settles a message, and returns the decision. Never rejects: if a queue takes no message, this one is delivered again. */
export async function settle(
  message: StopMessage,
  resultOrError: unknown,
  { STOP_DEAD_LETTERS }: StopBindings,
  { queue, maxRetries = Number.POSITIVE_INFINITY }: SettleOptions,
): Promise<Decision> {
  const delivery = deliveryOf(message);
  const decision = decide(resultOrError, { attempt: delivery.deliveries });
  if (decision.action === "done") {
    message.ack();
    return decision;
  }
  // Also for the dead that have no queue, and for throttling, which may last.
  const afterMs = Math.max(decision.afterMs ?? 0, backOffMs(delivery.deliveries));
  const again: Decision = { ...decision, action: "retry", afterMs };
  const delaySeconds = Math.ceil(afterMs / 1000);
  const bury = async (letters: DeadLetterQueue, why?: string): Promise<Decision> => {
    await withinLimit("STOP_DEAD_LETTERS", async () => letters.send(letter(delivery, resultOrError, why)));
    message.ack();
    return { action: "dead" };
  };
  try {
    if (decision.action === "dead") {
      if (STOP_DEAD_LETTERS !== undefined) return await bury(STOP_DEAD_LETTERS);
    } else if (message.attempts >= maxRetries) {
      // One delivery stays in reserve: the Worker may be killed, or a queue take no message.
      const obstacle = obstacleOf(delivery, queue);
      if (obstacle === undefined) {
        await withinLimit("options.queue", async () => queue?.send(delivery, { delaySeconds }));
        message.ack();
        return again;
      }
      if (STOP_DEAD_LETTERS !== undefined) return await bury(STOP_DEAD_LETTERS, obstacle);
    }
  } catch {
    message.retry({ delaySeconds });
    return again;
  }
  message.retry({ delaySeconds });
  return decision.action === "dead" ? decision : again;
}

/** Returns why a message cannot be sent again, if so. */
function obstacleOf({ sentAt }: Delivery, queue: StopQueue | undefined): string | undefined {
  if (queue === undefined) return "options.queue is missing";
  return Date.now() - sentAt > MAX_AGE_DAYS * DAY_MS ? `it is older than ${MAX_AGE_DAYS} days` : undefined;
}

function letter({ task, deliveries }: Delivery, error: unknown, why?: string): object {
  const { code, message } =
    error instanceof LiveError
      ? error
      : { code: "ERR_INTERNAL", message: error instanceof Error ? error.message : String(error) };
  return {
    // JSON would make `{}` of bytes.
    task: task instanceof ArrayBuffer ? new TextDecoder().decode(task) : task,
    code,
    message: why === undefined ? message : `${message}; not sent again after ${deliveries} deliveries: ${why}`,
  };
}
