// Word of a transport on whether a request may have reached the service: a mark on the error with which it rejects.
import type { Delivery } from "../generated/records.ts";

/** A registered symbol: the mark holds across copies of the package. */
const DELIVERY = Symbol.for("apsara-live.delivery");

/** Returns the error with the mark, or an object like it. A thrown value that is no object takes no mark, and says nothing. */
export function withDelivery(error: unknown, delivery: Delivery): unknown {
  if ((typeof error !== "object" || error === null) && typeof error !== "function") return error;
  const mark = { value: delivery };
  // An agent may end several requests with one object, which may be frozen: the mark of another request must stay.
  const isFree = !Object.hasOwn(error, DELIVERY) && Reflect.defineProperty(error, DELIVERY, mark);
  return isFree || deliveryOf(error) === delivery ? error : Object.create(error, { [DELIVERY]: mark });
}

/** Returns the mark of an error, and `undefined` where another `fetch` has thrown it. */
export function deliveryOf(error: unknown): Delivery | undefined {
  const mark: unknown = Object(error)[DELIVERY];
  return mark === "never-sent" || mark === "no-such-host" || mark === "unknown" ? mark : undefined;
}
