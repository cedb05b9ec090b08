// The stories of the playground: scenarios with a name.
import type { Scenario } from "./scenario.ts";

export type StoryName = "well" | "lost" | "always-lost" | "verified" | "throttled" | "clock" | "missing" | "many";

const WELL: Scenario = {
  action: "StopRtcCloudRecording",
  state: "RUNNING",
  faults: [],
  clockMinutes: 0,
  verify: false,
};

const ALWAYS_LOST = ["lost-reply", "lost-reply", "lost-reply", "lost-reply"] as const;

export const STORIES: { readonly [Name in Exclude<StoryName, "many">]: Scenario } = {
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
];

/** The story of many tasks. */
export const MANY = { tasks: 500, perSecond: 50 } as const;
