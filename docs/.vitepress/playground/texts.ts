// Words of the playground: what a language has to say.
import type { FaultType } from "apsara-live/testing";
import type { Language } from "../language.ts";
import type { StopAction, TaskState } from "./scenario.ts";
import type { StoryName } from "./stories.ts";
import { english } from "./texts-en.ts";
import { chinese } from "./texts-zh.ts";
import type { Lane, Outcome } from "./trace.ts";

type Reason =
  | "stopped"
  | "stoppedLater"
  | "clock"
  | "throttled"
  | "verifiedStopped"
  | "alreadyByUs"
  | "already"
  | "unknown"
  | "refused"
  | "notSettled";

export interface PlaygroundTexts {
  readonly stories: string;
  readonly story: { readonly [Name in StoryName]: readonly [name: string, plot: string] };
  readonly own: string;
  readonly operation: string;
  readonly actions: { readonly [Action in StopAction]: string };
  readonly state: string;
  readonly states: { readonly [State in TaskState]: string };
  readonly clock: string;
  readonly verify: string;
  readonly faults: string;
  readonly faultsHint: string;
  readonly fault: (number: number) => string;
  readonly addFault: string;
  readonly removeFault: (number: number) => string;
  readonly faultNames: { readonly [Type in FaultType]: string };
  readonly stop: string;
  readonly stopMany: (tasks: number) => string;
  readonly running: string;
  readonly outcome: string;
  readonly fates: { readonly [Fate in Outcome["fate"]]: string };
  readonly attempts: (count: number) => string;
  readonly idle: string;
  readonly why: { readonly [R in Reason]: string };
  readonly diagram: string;
  readonly diagramHint: string;
  readonly lanes: { readonly [L in Lane]: string };
  readonly proxy: string;
  readonly steps: string;
  readonly step: {
    readonly call: (method: string) => string;
    readonly request: (number: number, action: string) => string;
    readonly neverArrives: (number: number, action: string) => string;
    readonly executed: (number: number) => string;
    readonly refused: (number: number) => string;
    readonly response: (status: number, code: string | undefined) => string;
    readonly lostConnection: string;
    readonly lostTimeout: string;
    readonly wait: (ms: number, code: string) => string;
    readonly end: (fate: string) => string;
  };
  readonly drawn: {
    readonly call: string;
    readonly fates: { readonly [Fate in Outcome["fate"]]: string };
    readonly request: (number: number) => string;
    readonly question: string;
    readonly executed: string;
    readonly refused: string;
    readonly wait: (ms: number) => string;
    readonly timeout: string;
    readonly broken: string;
  };
  readonly ms: (value: number) => string;
  readonly code: string;
  readonly codeHint: string;
  readonly copy: string;
  readonly copied: string;
  readonly many: {
    readonly chart: string;
    readonly summary: (stopped: number, seconds: string, busiest: number, throttled: number) => string;
    readonly outageSummary: (stopped: number, seconds: string, lost: number) => string;
    readonly progress: (stopped: number, total: number) => string;
    readonly quota: string;
    readonly outage: string;
    readonly seconds: string;
  };
}

export const TEXTS: { readonly [L in Language]: PlaygroundTexts } = { en: english, zh: chinese };
