// Tells what happens in a call: to `onEvent`, and to node:diagnostics_channel where the runtime has it, without an import that a bundler
// would follow.

const TYPES = ["request", "response", "retry", "credentials", "outcome"];

let channels;

/** Returns a function that tells an event; as long as nobody listens, no event is even made. */
export function createTeller(operation, onEvent) {
  channels ??= find();
  const heard = TYPES.some((type) => channels[type]?.hasSubscribers);
  if (!heard && onEvent === undefined) return () => {};
  return (type, details) => {
    const event = Object.freeze({ type, operation, ...details() });
    try {
      onEvent?.(event);
    } catch {
      // A listener's fault is not the call's.
    }
    if (heard) channels[type].publish(event);
  };
}

function find() {
  try {
    const { channel } = process.getBuiltinModule("node:diagnostics_channel");
    return Object.fromEntries(TYPES.map((type) => [type, channel(`apsara-live:${type}`)]));
  } catch {
    // Not Node.js; what calls itself `process` elsewhere may lack the function, or have one that throws.
    return {};
  }
}
