// A run in words: each step, and the reason of the outcome.
import type { PlaygroundTexts } from "./texts.ts";
import type { Outcome, Step } from "./trace.ts";

/** The text of a step; the diagram shows the same. */
export function wordsOf(step: Step, texts: PlaygroundTexts): string {
  const { step: words } = texts;
  switch (step.type) {
    case "call":
      return words.call(step.method);
    case "request":
      return step.arrives ? words.request(step.number, step.action) : words.neverArrives(step.number, step.action);
    case "service":
      return step.effect === "executed" ? words.executed(step.number) : words.refused(step.number);
    case "response":
      return words.response(step.status, step.code);
    case "lost":
      return step.reason === "timeout" ? words.lostTimeout : words.lostConnection;
    case "wait":
      return words.wait(step.ms, step.code);
    case "end":
      return words.end(texts.fates[step.outcome.fate]);
  }
}

/** Why the call ended as it did. */
export function reasonOf(steps: readonly Step[], outcome: Outcome, { why }: PlaygroundTexts): string {
  const codes = steps.flatMap((step) => (step.type === "response" && step.code !== undefined ? [step.code] : []));
  const wasThrottled = codes.some((code) => code.startsWith("Throttling"));
  const wasLost = steps.some(({ type }) => type === "lost");
  switch (outcome.fate) {
    case "stopped":
      if (outcome.verified !== undefined) return why.verifiedStopped;
      if (codes.includes("InvalidTimeStamp.Expired")) return why.clock;
      if (wasThrottled) return why.throttled;
      return outcome.attempts === 1 ? why.stopped : why.stoppedLater;
    case "already-stopped":
      if (steps.some((step) => step.type === "service" && step.effect === "executed")) return why.alreadyByUs;
      return why.already;
    case "unknown":
      return why.unknown;
    case "not-stopped":
      return outcome.retryable === true || wasLost ? why.notSettled : why.refused;
  }
}
