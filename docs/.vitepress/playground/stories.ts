// The stories of the playground: scenarios and runs of many tasks, with names.
import type { Scenario } from "./scenario.ts";

export type CallName = "well" | "lost" | "always-lost" | "verified" | "throttled" | "clock" | "missing";
export type ManyName = "many" | "outage";
export type StoryName = CallName | ManyName;

/** A run of many tasks. */
export interface ManyPlan {
  readonly tasks: number;
  readonly perSecond: number;
  /** How long the run will take, about. */
  readonly lengthMs: number;
  /** The time in which no request reaches the service, from the beginning of the run. */
  readonly outage?: { readonly fromMs: number; readonly untilMs: number };
  /** How much faster the clock of the page runs. */
  readonly factor?: number;
}

const WELL: Scenario = {
  action: "StopRtcCloudRecording",
  state: "RUNNING",
  faults: [],
  clockMinutes: 0,
  verify: false,
};

const ALWAYS_LOST = ["lost-reply", "lost-reply", "lost-reply", "lost-reply"] as const;

export const STORIES: { readonly [Name in CallName]: Scenario } = {
  well: WELL,
  lost: { ...WELL, faults: ["lost-reply"] },
  "always-lost": { ...WELL, faults: ALWAYS_LOST },
  verified: { ...WELL, faults: ALWAYS_LOST, verify: true },
  throttled: { ...WELL, action: "StopLiveStreamMonitor", faults: ["throttle", "throttle"] },
  clock: { ...WELL, clockMinutes: 60 },
  missing: { ...WELL, state: "none" },
};

export const STORY_NAMES: readonly StoryName[] = [
  "well",
  "lost",
  "always-lost",
  "verified",
  "throttled",
  "clock",
  "missing",
  "many",
  "outage",
];

export const PLANS: { readonly [Name in ManyName]: ManyPlan } = {
  many: { tasks: 500, perSecond: 50, lengthMs: 11_000 },
  outage: { tasks: 200, perSecond: 50, lengthMs: 75_000, outage: { fromMs: 2000, untilMs: 62_000 }, factor: 10 },
};

export const isMany = (name: StoryName | undefined): name is ManyName => name !== undefined && name in PLANS;
