// The age of a message: its deliveries, and the time at which it was first sent. A copy that the consumer sends keeps both.
import type { StopMessage } from "./bindings.ts";

/** The body of such a copy: the platform counts its deliveries from 1 again. */
interface CopyBody {
  readonly task: unknown;
  /** The deliveries of the messages before the copy. */
  readonly deliveries: number;
  /** The time of the first sending, in milliseconds since 1970. */
  readonly sentAt: number;
}

/** One delivery of a task: `deliveries` counts it. */
export type Delivery = CopyBody;

/** Returns the task of a message, and its age. */
export function deliveryOf({ body, attempts, timestamp }: StopMessage): Delivery {
  if (isCopy(body)) return { ...body, deliveries: body.deliveries + attempts };
  return { task: body, deliveries: attempts, sentAt: timestamp?.getTime() ?? Date.now() };
}

/** A task of the caller may have members of these names, but it has an ID, too. */
function isCopy(body: unknown): body is CopyBody {
  const { task, deliveries, sentAt, ...others } = Object(body);
  return (
    task !== undefined && Object.keys(others).length === 0 && Number.isFinite(deliveries) && Number.isFinite(sentAt)
  );
}
