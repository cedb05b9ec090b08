// Runs a scenario: the real client against the real emulator, both in this page.
import type { LiveError as LiveErrorType, LiveEvent, StopResult } from "apsara-live";
import type { ReceivedRequest } from "apsara-live/testing";
import { ACTIONS, ATTEMPT_TIMEOUT_MS, emulatorOptions, type Scenario } from "./scenario.ts";
import type { Outcome, Step } from "./trace.ts";

type TimedEvent = LiveEvent & { readonly at: number };

/** Resolves to the steps; the last one is the end. */
export async function run(scenario: Scenario): Promise<Step[]> {
  const [{ createClient, LiveError }, { createLiveEmulator, testAccessKey }] = await Promise.all([
    import("apsara-live"),
    import("apsara-live/testing"),
  ]);
  const { method, parameter, id } = ACTIONS[scenario.action];
  const emulator = createLiveEmulator({
    ...emulatorOptions(scenario),
    now: () => Date.now() + scenario.clockMinutes * 60_000,
  });
  const live = createClient({
    credentials: testAccessKey,
    fetch: emulator.fetch as typeof fetch,
    attemptTimeoutMs: ATTEMPT_TIMEOUT_MS,
  });
  // The first call of a client loads the WebAssembly, which is no part of the story.
  await live.sign("StopRtcCloudRecording", { taskId: id });

  const events: TimedEvent[] = [];
  const begun = performance.now();
  const elapsed = (): number => performance.now() - begun;
  const onEvent = (event: LiveEvent): unknown => events.push({ ...event, at: elapsed() });
  const stop = live[method] as (params: object, options: object) => Promise<StopResult>;
  const outcome = await stop({ [parameter]: id }, { verify: scenario.verify, onEvent }).then(
    resolved,
    (error: unknown) => {
      if (!(error instanceof LiveError)) throw error;
      return rejected(error);
    },
  );
  return [
    { at: 0, type: "call", method },
    ...stepsOf(events, emulator.requests),
    { at: elapsed(), type: "end", outcome },
  ];
}

function resolved({ outcome, attempts, code, verified }: StopResult): Outcome {
  return { fate: outcome, attempts, code, verified: verified?.toString(), message: undefined, retryable: undefined };
}

function rejected({ code, attempts, message, outcomeUnknown, retryable, verified }: LiveErrorType): Outcome {
  const fate = outcomeUnknown ? "unknown" : "not-stopped";
  return { fate, attempts, code, verified: verified?.toString(), message, retryable };
}

/** Requests are sent one after the other, so that the n-th request of the client is the n-th of the emulator. */
function stepsOf(events: readonly TimedEvent[], received: readonly ReceivedRequest[]): Step[] {
  const steps: Step[] = [];
  let number = 0;
  let isOpen = false;
  const close = (at: number): void => {
    if (isOpen) steps.push({ at, type: "lost", number, reason: lossOf(received[number - 1]) });
    isOpen = false;
  };
  for (const event of events) {
    const { at } = event;
    if (event.type === "request") {
      close(at);
      const request = received[number];
      number += 1;
      isOpen = true;
      const arrives = reaches(request);
      steps.push({ at, type: "request", action: event.operation, number, arrives });
      if (arrives)
        steps.push({ at, type: "service", number, effect: request?.executed === true ? "executed" : "refused" });
    } else if (event.type === "response") {
      const request = received[number - 1];
      if (isOpen) steps.push({ at, type: "response", number, status: event.status, code: request?.code });
      isOpen = false;
    } else if (event.type === "retry") {
      close(at);
      steps.push({ at, type: "wait", ms: event.delayMs, code: event.code });
    } else if (event.type === "outcome") {
      close(at);
    }
  }
  return steps;
}

/** Faults of the network in front of the service. */
const IN_FRONT: ReadonlySet<string> = new Set(["reset", "unavailable", "redirect"]);

const reaches = (request: ReceivedRequest | undefined): boolean => !IN_FRONT.has(request?.fault?.type ?? "none");

const lossOf = (request: ReceivedRequest | undefined): "connection" | "timeout" =>
  request?.fault?.type === "hang" || request?.fault?.type === "slow" ? "timeout" : "connection";
