// One run of the script against a service, from the first request to the recording.
import { randomUUID } from "node:crypto";
import type { Credentials } from "../../api/options.ts";
import { NOUNS } from "../kinds.ts";
import { bodyOf, Cleaner } from "./clean-exchange.ts";
import { isThrottled, type Judge } from "./judge.ts";
import { asReceived, recordingOf } from "./judged.ts";
import { madeId } from "./made-id.ts";
import { play, type Reading, type Target, wrong } from "./player.ts";
import type { RawExchange } from "./raw-exchange.ts";
import type { Recording } from "./recording.ts";
import { type Given, type Run, type Step, stepsFor, UNKNOWN_APP } from "./script.ts";

/** The names of all monitors that `compare` makes begin so. */
export const PREFIX = "apsara-live-compare-";

export function newRun(given: Given): Run {
  return {
    given,
    monitorName: `${PREFIX}${randomUUID()}`,
    unknown: Object.fromEntries(NOUNS.map((noun) => [noun, randomUUID()])),
    made: {},
    ever: {},
    sent: {},
    requestIds: {},
    nonce: randomUUID(),
  };
}

export interface SessionOptions {
  readonly service: Recording["service"];
  readonly target: Target;
  readonly run: Run;
  readonly judge: Judge;
  readonly hosts: readonly string[];
  readonly onRequest: (step: Step) => void;
  readonly onLost: (step: Step, error: unknown) => void;
  readonly signal: AbortSignal;
}

/** Plays the script. The exchanges have all names and secrets. */
export function played(options: SessionOptions): Promise<readonly RawExchange[]> {
  const { target, run, judge, onRequest, onLost, signal } = options;
  const read = (raw: RawExchange): Promise<Reading> => readingOf(raw, judge);
  return play({ target, run, steps: stepsFor(run.given), read, onRequest, onLost, signal });
}

/** Returns the recording of exchanges. A long response can keep the processor busy: remove the tasks of the run before. */
export function cleanRecording(raw: readonly RawExchange[], options: SessionOptions): Promise<Recording> {
  const { run, judge, service } = options;
  const cleaner = new Cleaner(namesIn(options));
  return recordingOf(raw, { cleaner, judge, service, region: run.given.region });
}

async function readingOf(raw: RawExchange, judge: Judge): Promise<Reading> {
  const body = bodyOf(raw);
  const outcome = await judge(asReceived(raw));
  const isDone = !/^(?:error|sends again) /.test(outcome);
  return {
    isThrottled: isThrottled(outcome),
    isDone,
    isUnknown: outcome.includes("outcome unknown"),
    isStopped: outcome === "STOPPED",
    // An error may name the task of somebody else.
    taskId: isDone ? madeId(body, "taskid") : undefined,
  };
}

/** Returns all that a response could repeat of the account and of the run, with the kinds of the placeholders. */
function namesIn({ run, target, hosts }: SessionOptions): readonly (readonly [string, string | undefined])[] {
  const { given, monitorName, unknown, ever, nonce } = run;
  const { accessKeyId, accessKeySecret, securityToken }: Credentials = target.credentials;
  const { recording } = given;
  return [
    ["access-key-id", accessKeyId],
    ["access-key-secret", accessKeySecret],
    ["access-key-secret", wrong(accessKeySecret)],
    ["security-token", securityToken ?? undefined],
    ["nonce", nonce],
    ["monitor-name", monitorName],
    ["monitor", ever.monitor],
    ["recording", ever.recording],
    ...Object.entries(unknown).map(([noun, id]) => [`unknown-${noun}`, id] as const),
    ["domain", given.domain],
    ["account", given.owner],
    ["app", recording?.app ?? UNKNOWN_APP],
    ["channel", recording?.channel],
    ...(recording?.users ?? []).map((user) => ["user", user] as const),
    ...textsIn(recording?.storage).map((text) => ["storage", text] as const),
    ...hosts.map((host) => ["host", host] as const),
  ];
}

/** Returns the texts in a text of JSON. Short ones are words such as `MP4`. */
function textsIn(json: string | undefined): readonly string[] {
  const texts: string[] = [];
  if (json === undefined) return texts;
  JSON.parse(json, (_, value: unknown) => {
    if (typeof value === "string" && value.length > 4) texts.push(value);
    return value;
  });
  return texts;
}
