// Events of a call: to its listeners, and to node:diagnostics_channel if the runtime has it.
import type { LiveEvent, LiveEventType } from "../api/events.ts";
import type { Listener } from "../options/call-options.ts";

const TYPES: readonly LiveEventType[] = ["request", "response", "retry", "credentials", "held", "resumed", "outcome"];

interface Channel {
  readonly hasSubscribers: boolean;
  publish(event: unknown): void;
}

let channels: Partial<Record<LiveEventType, Channel>> | undefined;

/** An event without the members that all events of a call share. */
export type EventDetails = { [T in LiveEventType]: Omit<Extract<LiveEvent, { type: T }>, keyof Shared> };

interface Shared {
  readonly type: LiveEventType;
  readonly operation: string;
  readonly callId: string;
  readonly context?: unknown;
}

/** Emits an event of a call. The details are a function, so that a call without listeners makes no events. */
export type Emit = <T extends LiveEventType>(type: T, details: () => EventDetails[T]) => void;

export function createEmitter(
  operation: string,
  context: unknown,
  ofClient: Listener | undefined,
  ofCall: Listener | undefined,
): Emit {
  channels ??= findChannels();
  let shared: Omit<Shared, "type"> | undefined;
  return (type, details) => {
    const channel = channels?.[type]?.hasSubscribers === true ? channels[type] : undefined;
    if (channel === undefined && ofClient === undefined && ofCall === undefined) return;
    shared ??= { operation, callId: nextCallId(), ...(context === undefined ? {} : { context }) };
    const event = Object.freeze({ type, ...shared, ...details() });
    // biome-ignore lint/plugin: the compiler does not see that a type and the details of this type are one event
    for (const listener of [ofClient, ofCall]) tell(listener, event as unknown as LiveEvent);
    channel?.publish(event);
  };
}

/** Calls a listener and ignores its exceptions and rejections: a failure of a listener is not a failure of the call. */
function tell(listener: Listener | undefined, event: LiveEvent): void {
  try {
    // `Promise.resolve` also takes a thenable that throws.
    Promise.resolve(listener?.(event)).catch(() => {});
  } catch {
    // See above.
  }
}

/** Without an import, which bundlers would follow. */
function findChannels(): Partial<Record<LiveEventType, Channel>> {
  try {
    const { channel } = process.getBuiltinModule("node:diagnostics_channel");
    return Object.fromEntries(TYPES.map((type) => [type, channel(`apsara-live:${type}`)]));
  } catch {
    // Not Node.js: in other runtimes, an object `process` may lack the function, or its function may throw.
    return {};
  }
}

/** The part of Node.js's `process` that is used. */
declare const process: {
  getBuiltinModule(name: "node:diagnostics_channel"): { channel(name: string): Channel };
};

let calls = 0;
let prefix: string | undefined;

/** Returns an ID that is unique in this process, and almost certainly among processes. */
function nextCallId(): string {
  prefix ??= Math.random().toString(36).slice(2, 10).padEnd(8, "0");
  return `${prefix}-${++calls}`;
}
