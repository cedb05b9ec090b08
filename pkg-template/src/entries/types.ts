// The public types of every entry that has a client.
export type { ActionArguments, ActionName, ActionTypes, EntryOf, ParamsOf, ReplyOf } from "../api/actions.ts";
export type * from "../api/error-codes.ts";
export type * from "../api/events.ts";
export type { AccessDenied, AnyLiveError, LiveErrorDetails } from "../api/live-error.ts";
export type * from "../api/options.ts";
export type * from "../api/read-operations.ts";
export type * from "../api/results.ts";
export type * from "../api/stop-all.ts";
export type * from "../api/stop-operations.ts";
export type { PackageErrorCode, ServiceErrorCode } from "../generated/codes.ts";
export type * from "../generated/params.ts";
export type { SignedRequest, Verified } from "../generated/records.ts";
