// The types of all actions: code that must compile, and code that must not.
import { type ActionResult, createClient, type ParamsOf, type ReplyOf } from "apsara-live";
import type {} from "apsara-live/actions";
import { createApi } from "apsara-live/slim";

/** True only for identical types. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <_A, _B>(_: Same<_A, _B>) => {};

const live = createClient();

const started = await live.call("StartRtcCloudRecording", {
  AppId: "school",
  ChannelId: "lecture",
  SubscribeParams: { SubscribeUserIdList: [{ UserId: "teacher" }] },
  RecordParams: { RecordMode: 1 },
  // A text stays as it is.
  StorageParams: JSON.stringify({ StorageType: 1, FileInfo: [{ Format: "MP4" }] }),
  NotifyFileUploadedFormat: ["MP4"],
  MaxIdleTime: "300",
});
same<typeof started, ActionResult<ReplyOf<"StartRtcCloudRecording">>>(true);
same<typeof started.reply.TaskId, string | undefined>(true);

// Without an obligatory parameter, none has to be given.
const casters = await live.call("DescribeCasters");
same<typeof casters.reply.Total, number | undefined>(true);
void live.call(
  "DescribeCasters",
  { PageSize: 10n, OwnerId: "9223372036854775807" },
  { idempotent: false, method: "GET" },
);
void live.call("CheckLiveMessageUsersOnline", { AppId: "a", UserIds: ["b", "c"] });
void live.call("CheckLiveMessageUsersOnline", { AppId: "a", UserIds: "b,c" });
void live.call("CreateMessageApp", { AppName: "a", Extension: { anything: "b" } });

// The caller's own reply, and names that the types do not have.
const own = await live.call<{ TaskId: string }>("StartRtcCloudRecording", { AppId: "a" });
same<typeof own.reply, { TaskId: string }>(true);
// biome-ignore lint/suspicious/noExplicitAny: a reply of any type is the caller's choice
const anything = await live.call<any>("DescribeCasters", {});
void anything.reply.of.any.form;
const unknownReply = await live.call("StartSomethingNew", { Id: 1, List: ["a", { B: true }] });
same<typeof unknownReply.reply, unknown>(true);
const name: string = "DescribeCasters";
void live.call(name, { Any: "thing" });

// Interfaces have no index signature.
interface Recording {
  AppId: string;
  ChannelId: string;
  SubscribeParams: string;
  RecordParams: string;
  StorageParams: string;
}
interface New {
  Id: string;
  Tags?: readonly string[];
}
const recording: Recording = { AppId: "", ChannelId: "", SubscribeParams: "", RecordParams: "", StorageParams: "" };
const fresh: New = { Id: "a" };
void live.call("StartRtcCloudRecording", recording);
void live.call("StartSomethingNew", fresh);
void live.call<{ TaskId: string }>("StartSomethingNew", fresh);
const params: ParamsOf<"DeleteLivePullToPush"> = { Region: "cn-shanghai", TaskId: "t" };
void live.sign("DeleteLivePullToPush", params);
void live.sign("StartSomethingNew", fresh, { version: "2016-11-01" });

const slim = createApi(() => Promise.resolve({})).createClient();
const fromSlim = await slim.call("DescribeCasters");
same<typeof fromSlim.reply, typeof casters.reply>(true);

// @ts-expect-error no obligatory parameters
live.call("StartRtcCloudRecording");
// @ts-expect-error an obligatory parameter is missing
live.call("StopLivePullToPush", { TaskId: "t" });
// @ts-expect-error a misspelt parameter
live.call("DescribeCasters", { CasterID: "x" });
// @ts-expect-error a text for a whole number
live.call("DescribeCasters", { PageSize: "ten" });
// @ts-expect-error a text for a whole number in JSON
live.call("StartRtcCloudRecording", { ...recording, RecordParams: { RecordMode: "1" } });
// @ts-expect-error an obligatory member of JSON is missing
live.call("StartRtcCloudRecording", { ...recording, RecordParams: {} });
// @ts-expect-error a misspelt member of JSON
live.call("StartRtcCloudRecording", { ...recording, RecordParams: { RecordMode: 1, StreamTyp: 0 } });
// @ts-expect-error a text for a list
live.call("StartRtcCloudRecording", { ...recording, NotifyFileUploadedFormat: "MP4" });
// @ts-expect-error null for a missing parameter
live.call("DescribeCasters", { CasterId: null });
// @ts-expect-error a member that the reply does not have
void casters.reply.Casters;
// @ts-expect-error a member of a reply may be missing
void casters.reply.CasterList.Caster;
// @ts-expect-error an unknown option
live.call("DescribeCasters", {}, { verify: true });
// @ts-expect-error a misspelt parameter of a signature
live.sign("DeleteLivePullToPush", { Region: "cn-shanghai", TaskID: "t" });
// @ts-expect-error null as a parameter of an action without types
live.call("StartSomethingNew", { Id: null });
// @ts-expect-error a Date as a parameter of an action without types
live.call("StartSomethingNew", { At: new Date() });
// @ts-expect-error a misspelt parameter through slim
slim.call("DescribeCasters", { CasterID: "x" });

// Quotas: of methods, of these actions, and of names that the types do not have.
createClient({ quota: { stopRtcCloudRecording: 200, DescribeCasters: true, StartCaster: 5, StartSomethingNew: 1 } });
// @ts-expect-error a misspelt method
createClient({ quota: { stopRtcCloudRecordng: 200 } });
// @ts-expect-error only `true` stands for the documented quota
createClient({ quota: { DescribeCasters: "documented" } });
// @ts-expect-error a single quota cannot be switched off: without it, the calls of the action are not paced
createClient({ quota: { DescribeCasters: false } });
