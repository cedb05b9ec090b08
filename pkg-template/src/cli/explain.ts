// Errors for an operator: the error, its meaning for the task, and the remedy.
import { LiveError } from "../api/live-error.ts";
import { REMEDIES } from "../generated/remedies.ts";
import { EXIT } from "./exit-codes.ts";
import type { Output } from "./output.ts";
import { UsageError } from "./usage-error.ts";

/** Subject of an error: a task to stop, an action, an operation that changes nothing, or a check of `doctor`. */
export type About = "stop" | "action" | "read" | "check";

/** Remedies of codes of this package in the words of the program, where the remedy of the kind is another. */
const BY_CODE: Readonly<Record<string, string>> = {
  ERR_RUN_ENDED: "Run the same command again.",
  ERR_RUN_HALTED: "Mend the cause, and run the same command again.",
  ERR_NOT_STOPPED: "Run the same command again, or give it more time with --wait=5m.",
  ERR_QUOTA: "Run it again, or give it more time with --timeout.",
};

const BY_KIND: Readonly<Record<LiveError["kind"], string>> = {
  argument: "Correct the command.",
  credentials: "Check the credentials.",
  service: "See the code on the vendor's page of the action.",
  throttled: "Run it again with a lower --rate: all users of the account share its quota.",
  network: "Check the network, the proxy and --endpoint, then run it again.",
  timeout: "Run it again, or give it more time with --timeout.",
  protocol: "Look for a proxy or a gateway between here and the service.",
  internal: "Run it again, and report this fault of the package.",
};

const NOTHING_SENT = "Nothing was sent.";

/** The kinds of errors whose cause `doctor` finds. */
const FOR_DOCTOR: readonly LiveError["kind"][] = ["credentials", "network", "protocol"];

/** The three sentences of an error. */
export interface Explanation {
  readonly happened: string;
  readonly means: string;
  readonly remedy: string;
}

export function explained(error: LiveError, about: About): Explanation {
  const { code, requestId, retryAfterMs } = error;
  const id = requestId === undefined ? "" : ` (request id ${requestId})`;
  const wait = retryAfterMs === undefined ? "" : ` Wait ${retryAfterMs} ms first, as the service asks.`;
  const shownCode = error.message.includes(code) ? "" : ` [${code}]`;
  return {
    happened: `${error.message}${shownCode}${id}`,
    means: meaning(error, about),
    remedy: `${remedyOf(error, about)}${wait}`,
  };
}

/** Returns the remedy of the code, or else of the kind. */
function remedyOf({ kind, code, retryable, verified }: LiveError, about: About): string {
  if (verified === "refused") return "Allow the key to read the state of tasks, or leave out --wait and --verify.";
  const remedies = kind === "service" && !retryable ? { ...REMEDIES, ...BY_CODE } : BY_CODE;
  const known = Object.hasOwn(remedies, code) ? remedies[code] : undefined;
  const doctor = about !== "check" && FOR_DOCTOR.includes(kind) ? " apsara-live doctor tells more." : "";
  return known ?? (kind === "service" && retryable ? "Run it again." : BY_KIND[kind] + doctor);
}

function meaning({ outcomeUnknown, attempts, verified }: LiveError, about: About): string {
  if (attempts === 0 && about !== "stop") return NOTHING_SENT;
  if (about === "read" || about === "check") return "Nothing was changed.";
  if (about === "action") {
    return outcomeUnknown ? "The action may have been executed." : "The action was not executed.";
  }
  const state = verified === undefined ? "" : ` The service says: ${JSON.stringify(verified)}.`;
  if (outcomeUnknown) return `The task may be stopped, or still running and costing money.${state}`;
  return `${attempts === 0 ? "Nothing was sent: this" : "This"} command did not stop the task.${state}`;
}

/** Writes an error, and returns the exit code of a command that it ends. */
export function told(output: Output, error: unknown, about: About): number {
  if (error instanceof UsageError) {
    report(output, { happened: error.message, means: NOTHING_SENT, remedy: error.remedy });
    return EXIT.usage;
  }
  if (error instanceof LiveError) {
    report(output, explained(error, about));
    return exitCodeOfError(error);
  }
  report(output, {
    happened: `unexpected: ${String(error)}`,
    means: about === "read" ? "Nothing was changed." : "What was under way may have been executed.",
    remedy: "Run it again, and report this fault of the package.",
  });
  return EXIT.again;
}

/** Writes the three sentences. */
export function report(output: Output, { happened, means, remedy }: Explanation): void {
  output.error({ style: "red", text: "error:" }, ` ${happened}`);
  output.error(`  ${means}`);
  output.error(`  ${remedy}`);
}

export function exitCodeOfError({ kind, retryable, outcomeUnknown, attempts }: LiveError): number {
  if (retryable || outcomeUnknown) return EXIT.again;
  return attempts === 0 && (kind === "argument" || kind === "credentials") ? EXIT.usage : EXIT.failed;
}

/** The members of an error that JSON lines have. */
export function errorJson(error: LiveError): Record<string, unknown> {
  const { kind, code, message, httpStatus, requestId, attempts, retryable, outcomeUnknown, retryAfterMs } = error;
  return { kind, code, message, httpStatus, requestId, attempts, retryable, outcomeUnknown, retryAfterMs };
}

/** Why a request of `fetch` failed, in a code or in a few words. */
export function reasonOf(error: unknown): string {
  const { cause, message } = Object(error);
  return String(cause?.code ?? cause?.message ?? message);
}
