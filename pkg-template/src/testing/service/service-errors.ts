// Table of the service's errors: the rows of the core, and rows of operations that only the emulator has.
import { SERVICE_ERRORS } from "../../generated/service-errors.ts";

const mandatory = <const Name extends string>(name: Name) =>
  ({ message: `${name} is mandatory for this action.`, status: 400 }) as const;

// Pages of StartLiveStreamMonitor and DeleteLiveStreamMonitor; the form of Missing* is the gateway's.
const OF_OTHER_OPERATIONS = {
  "InvalidParameter.Malformed": { message: "There are invalid parameters.", status: 400 },
  MissingAppId: mandatory("AppId"),
  MissingChannelId: mandatory("ChannelId"),
  MissingDomain: mandatory("Domain"),
  MissingInputList: mandatory("InputList"),
  MissingMonitorName: mandatory("MonitorName"),
  MissingOutputTemplate: mandatory("OutputTemplate"),
  MissingRecordParams: mandatory("RecordParams"),
  MissingStorageParams: mandatory("StorageParams"),
  MissingSubscribeParams: mandatory("SubscribeParams"),
  StreamMonitorAlreadyStarted: { message: "The monitor is already started.", status: 400 },
} as const;

/** HTTP status and message of each code. Rows of the core take precedence over rows of the emulator. */
export const ERRORS = { ...OF_OTHER_OPERATIONS, ...SERVICE_ERRORS };

export type EmulatedErrorCode = keyof typeof ERRORS;

/** A parameter for whose absence the table has a code. */
export type RequiredParameter = {
  [Code in EmulatedErrorCode]: Code extends `Missing${infer Name}` ? Name : never;
}[EmulatedErrorCode];
