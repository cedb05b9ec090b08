// Word of a transport on whether a request may have reached the service: a mark on the error with which it rejects.
import type { Delivery } from "../generated/records.ts";

/** A registered symbol: the mark holds across copies of the package. */
const DELIVERY = Symbol.for("apsara-live.delivery");

/** Marks an error, and returns it. An error that takes no mark says nothing. */
export function withDelivery(error: unknown, delivery: Delivery): unknown {
  // Every error is marked anew: an agent may throw the same object for each request.
  if ((typeof error === "object" && error !== null) || typeof error === "function") {
    Reflect.defineProperty(error, DELIVERY, { value: delivery, configurable: true });
  }
  return error;
}

/** Returns the mark of an error, and `undefined` where another `fetch` has thrown it. */
export function deliveryOf(error: unknown): Delivery | undefined {
  const mark: unknown = Object(error)[DELIVERY];
  return mark === "never-sent" || mark === "no-such-host" || mark === "unknown" ? mark : undefined;
}
