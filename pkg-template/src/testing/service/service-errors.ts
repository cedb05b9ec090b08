// Table of the errors that the service answers: the rows of the core, and those of operations that only the emulator has.
import { SERVICE_ERRORS } from "../../generated/service-errors.ts";

const mandatory = <const Name extends string>(name: Name) =>
  ({ message: `${name} is mandatory for this action.`, status: 400 }) as const;

// Pages of StartLiveStreamMonitor and DeleteLiveStreamMonitor; the form of Missing* is that of the gateway.
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

/** HTTP status and message of each code. A row of the core comes before one of the emulator. */
export const ERRORS = { ...OF_OTHER_OPERATIONS, ...SERVICE_ERRORS };

export type ServiceErrorCode = keyof typeof ERRORS;

/** A parameter for whose absence the table has a code. */
export type RequiredParameter = {
  [Code in ServiceErrorCode]: Code extends `Missing${infer Name}` ? Name : never;
}[ServiceErrorCode];
