// The script of `compare`: its steps as data, in their order. The service and the emulator get the same one.
import { OPERATIONS } from "../../generated/operations.ts";
import type { STATE_QUESTIONS } from "../../generated/stops.ts";
import { keyOf } from "../../options/params.ts";
import { KINDS } from "../kinds.ts";

/** Values that the user gives. */
export interface Given {
  readonly region: string;
  readonly domain: string;
  /** The numeric ID of the account. */
  readonly owner?: string | undefined;
  readonly recording?: RecordingGiven | undefined;
  /** Whether the host of another region can be asked: an `--endpoint` names one host. */
  readonly hasOtherHost: boolean;
}

/** The channel of a recording, and where its files go. */
export interface RecordingGiven {
  readonly app: string;
  readonly channel: string;
  readonly users: readonly string[];
  /** `StorageParams`, as JSON text. */
  readonly storage: string;
}

/** A task that the script makes. */
export type Made = "monitor" | "recording";

/** Values of one run of the script. */
export interface Run {
  readonly given: Given;
  /** Names the monitor. Unique, so that a monitor whose ID was lost can be found. */
  readonly monitorName: string;
  /** IDs that name no task, by the word for the task. */
  readonly unknown: Readonly<Record<string, string>>;
  /** The tasks that the run has made and not removed. */
  readonly made: Partial<Record<Made, string>>;
  /** The same, and those that are removed. */
  readonly ever: Partial<Record<Made, string>>;
  /** The tasks whose request was sent, with what is known since. */
  readonly sent: Partial<Record<Made, "in doubt" | "refused" | "made">>;
  /** The service's IDs of those requests. */
  readonly requestIds: Partial<Record<Made, string>>;
  /** The nonce of two requests. */
  readonly nonce: string;
}

/** What is wrong with a request on purpose. */
type Deviation =
  /** Signed with another secret than the account's. */
  | "wrong secret"
  /** Signed with a time 20 minutes ago. */
  | "clock"
  /** Signed with the same nonce as the other requests with this deviation. */
  | "nonce"
  /** Sent to the host of another region. */
  | "other host";

export interface Step {
  /** A few words, unique in the script. */
  readonly name: string;
  readonly action: string;
  /** A step is left out if one of its parameters has no value, such as the ID of a monitor that could not be made. */
  readonly params: (run: Run) => Readonly<Record<string, string | undefined>>;
  readonly signature?: "HMAC-SHA1";
  /** With HMAC-SHA1 only: relays go by `GET` in any case. */
  readonly get?: true;
  /** The parameters go into a form body. */
  readonly form?: true;
  readonly deviation?: Deviation;
  readonly makes?: Made;
  /** Nothing of the task is left to remove if the step succeeds. */
  readonly ends?: Made;
  /** Repeated until the task is `STOPPED`. */
  readonly until?: keyof typeof STATE_QUESTIONS;
  /** Left out unless the user gives what it needs. */
  readonly only?: (given: Given) => boolean;
}

/** A region with a host of its own, which is not the region. */
export const otherRegion = (region: string): string =>
  region === "ap-southeast-1" ? "eu-central-1" : "ap-southeast-1";

/** The application of a transcoding that does not exist. */
export const UNKNOWN_APP = "apsara-live-compare-app";

const LIST = "DescribeLiveStreamMonitorList";
const STOP = "StopLiveStreamMonitor";

const monitor = ({ made }: Run) => ({ MonitorId: made.monitor });
const formerMonitor = ({ ever }: Run) => ({ MonitorId: ever.monitor });
const recording = ({ made }: Run) => ({ TaskId: made.recording });
const hasOtherHost = ({ hasOtherHost }: Given): boolean => hasOtherHost;
const hasRecording = ({ recording }: Given): boolean => recording !== undefined;
const ofMonitor = { params: monitor } as const;
const ofRecording = { params: recording, only: hasRecording } as const;

/** Reads the monitor, and changes nothing. */
const describe = { ...ofMonitor, action: LIST } as const;

const MONITOR_STEPS: readonly Step[] = [
  {
    name: "create a monitor",
    action: "CreateLiveStreamMonitor",
    makes: "monitor",
    params: ({ given, monitorName }) => ({
      MonitorName: monitorName,
      Domain: given.domain,
      InputList: JSON.stringify([
        { Index: 1, InputUrl: `rtmp://${given.domain}/apsara-live-compare/input`, LayoutId: 1 },
      ]),
      OutputTemplate: "lp_ld",
    }),
  },
  { ...describe, name: "describe the new monitor" },
  { ...ofMonitor, name: "start", action: "StartLiveStreamMonitor" },
  { ...ofMonitor, name: "start again", action: "StartLiveStreamMonitor" },
  { ...describe, name: "describe" },
  { ...describe, name: "describe, HMAC-SHA1", signature: "HMAC-SHA1" },
  { ...describe, name: "describe, HMAC-SHA1, GET", signature: "HMAC-SHA1", get: true },
  { ...describe, name: "describe, parameters in a form", form: true },
  {
    ...describe,
    name: "describe, with RegionId",
    params: (run) => ({ ...monitor(run), RegionId: run.given.region }),
  },
  {
    ...describe,
    name: "describe, with another RegionId",
    params: (run) => ({ ...monitor(run), RegionId: otherRegion(run.given.region) }),
  },
  {
    ...describe,
    name: "describe, with OwnerId",
    only: ({ owner }) => owner !== undefined,
    params: (run) => ({ ...monitor(run), OwnerId: run.given.owner }),
  },
  { ...describe, name: "describe, wrong secret", deviation: "wrong secret" },
  { ...describe, name: "describe, wrong secret, HMAC-SHA1", deviation: "wrong secret", signature: "HMAC-SHA1" },
  { ...describe, name: "describe, clock 20 minutes slow", deviation: "clock" },
  { ...describe, name: "describe, a nonce", deviation: "nonce" },
  { ...describe, name: "describe, the same nonce", deviation: "nonce" },
  { ...ofMonitor, name: "stop", action: STOP },
  { ...ofMonitor, name: "stop again", action: STOP },
  { ...describe, name: "describe until STOPPED", until: STOP },
  { ...ofMonitor, name: "stop the stopped monitor, HMAC-SHA1", action: STOP, signature: "HMAC-SHA1" },
  { ...ofMonitor, name: "stop the stopped monitor, HMAC-SHA1, GET", action: STOP, signature: "HMAC-SHA1", get: true },
  { ...ofMonitor, name: "stop the stopped monitor, parameters in a form", action: STOP, form: true },
  {
    ...ofMonitor,
    name: "stop at the host of another region",
    action: STOP,
    deviation: "other host",
    only: hasOtherHost,
  },
  { ...ofMonitor, name: "delete", action: "DeleteLiveStreamMonitor", ends: "monitor" },
  { name: "stop the deleted monitor", action: STOP, params: formerMonitor },
  { name: "describe the deleted monitor", action: LIST, params: formerMonitor },
];

/** Values of the parameters that a stop needs beside its ID. */
const BESIDE: Readonly<Record<string, (given: Given) => string>> = {
  region: ({ region }) => region,
  appId: ({ recording }) => recording?.app ?? UNKNOWN_APP,
};

const UNKNOWN_STEPS: readonly Step[] = KINDS.map(({ noun, operation, id, beside }) => ({
  name: `stop an unknown ${noun}`,
  action: operation,
  params: ({ unknown, given }) => {
    const names = Object.keys(OPERATIONS[operation].parameters).filter((name) => [id, ...beside].includes(keyOf(name)));
    return Object.fromEntries(
      names.map((name) => [name, keyOf(name) === id ? unknown[noun] : BESIDE[keyOf(name)]?.(given)]),
    );
  },
}));

const RECORDING_STEPS: readonly Step[] = [
  {
    name: "start a recording",
    action: "StartRtcCloudRecording",
    makes: "recording",
    only: hasRecording,
    params: ({ given: { recording } }) => ({
      AppId: recording?.app,
      ChannelId: recording?.channel,
      SubscribeParams: JSON.stringify({ SubscribeUserIdList: recording?.users.map((UserId) => ({ UserId })) }),
      RecordParams: JSON.stringify({ RecordMode: 1 }),
      StorageParams: recording?.storage,
      // The service ends an idle recording by itself: should the reply with its ID be lost, nothing else can.
      MaxIdleTime: "10",
    }),
  },
  { ...ofRecording, name: "describe the recording", action: "DescribeRtcCloudRecordingFiles" },
  {
    ...ofRecording,
    name: "stop the recording at the host of another region",
    action: "StopRtcCloudRecording",
    deviation: "other host",
    only: (given) => hasRecording(given) && hasOtherHost(given),
  },
  { ...ofRecording, name: "stop the recording", action: "StopRtcCloudRecording" },
  { ...ofRecording, name: "stop the recording again", action: "StopRtcCloudRecording" },
  {
    ...ofRecording,
    name: "describe the recording until STOPPED",
    action: "DescribeRtcCloudRecordingFiles",
    until: "StopRtcCloudRecording",
    ends: "recording",
  },
  {
    name: "stop the stopped recording",
    action: "StopRtcCloudRecording",
    only: hasRecording,
    params: ({ ever }) => ({ TaskId: ever.recording }),
  },
];

const STEPS: readonly Step[] = [...MONITOR_STEPS, ...UNKNOWN_STEPS, ...RECORDING_STEPS];

/** Returns the steps for what the user gives. */
export const stepsFor = (given: Given): readonly Step[] => STEPS.filter(({ only }) => only?.(given) !== false);

/** Returns the step of that name. */
export const stepNamed = (name: string): Step | undefined => STEPS.find((step) => step.name === name);

/** Returns the task that an action makes. */
export const madeBy = (action: string): Made | undefined =>
  STEPS.find((step) => step.action === action && step.makes !== undefined)?.makes;
