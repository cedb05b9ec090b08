// Error table: the request that causes each code, and the status and message of its response.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createLiveEmulator, serviceErrors } from "apsara-live/testing";
import { acs3, date, key, now, send, sha1, signers } from "./signers.mjs";

const sts = { accessKeyId: "STS.one", accessKeySecret: "one", securityToken: "token-one" };
const otherSts = { accessKeyId: "STS.two", accessKeySecret: "two", securityToken: "token-two", expiration: date };
const disabled = { accessKeyId: "disabled", accessKeySecret: "three", disabled: true };
const recording = {
  AppId: "app",
  ChannelId: "channel",
  SubscribeParams: JSON.stringify({ SubscribeUserIdList: [{ UserId: "user" }] }),
  RecordParams: JSON.stringify({ RecordMode: 1 }),
  StorageParams: JSON.stringify({ StorageType: 1 }),
};
const created = {
  MonitorName: "name",
  Domain: "live.example.com",
  InputList: JSON.stringify([{ InputUrl: "rtmp://live.example.com/a/b" }]),
  OutputTemplate: "lp_hd",
};
const pulled = {
  Region: "cn-shanghai",
  SourceType: "live",
  SourceUrls: '["rtmp://pull.example.com/a/b"]',
  DstUrl: "rtmp://push.example.com/a/b",
  StartTime: "2026-01-02T03:00:00Z",
  EndTime: "2026-01-02T05:00:00Z",
};
const transcoded = { AppId: "app", ChannelId: "channel", InputParam: "{}", OutputParams: "[]" };
const pull = (changes) => ({ operation: "CreateLivePullToPush", params: { ...pulled, ...changes } });
const transcode = (changes) => ({ operation: "StartRtcCloudTranscode", params: { ...transcoded, ...changes } });
const relay = (operation, TaskId, Region = "cn-shanghai") =>
  acs3({ operation: `${operation}LivePullToPush`, method: "GET", params: { TaskId, Region } });
const transcoding = (operation, TaskId, AppId = "app") => ({
  operation: `${operation}RtcCloudTranscode`,
  params: { TaskId, AppId },
});
const start = (changes) => ({ operation: "StartRtcCloudRecording", params: { ...recording, ...changes } });
const create = (changes) => ({ operation: "CreateLiveStreamMonitor", params: { ...created, ...changes } });
const list = (params) => ({ operation: "DescribeLiveStreamMonitorList", params });
const describe = (params) => ({ operation: "DescribeRtcCloudRecordingFiles", params });
const of = (operation, MonitorId) => ({ operation, params: { MonitorId } });
const monitor = (id) => ({ operation: "StopLiveStreamMonitor", params: { MonitorId: id } });
const malformed = (request) => ({
  ...request,
  headers: { ...request.headers, authorization: "ACS3-HMAC-SHA256 Credential" },
});

/** Requests that cause each code. */
const BY_REQUEST = {
  InvalidVersion: {
    acs3: acs3({ headers: { "x-acs-version": "2014-01-01" } }),
    sha1: sha1({ common: { Version: "2014-01-01" } }),
  },
  "InvalidAction.NotFound": { acs3: acs3({ operation: "toString" }), sha1: sha1({ operation: "StopEverything" }) },
  "InvalidProtocol.NeedSsl": {
    ...both({ scheme: "http" }),
    describe: acs3({ ...describe({ TaskId: "task" }), scheme: "http" }),
    start: sha1({ ...start({}), scheme: "http" }),
  },
  UnsupportedHTTPMethod: {
    acs3: acs3({ method: "GET" }),
    sha1: sha1({ method: "GET", place: "query" }),
    put: sha1({ method: "PUT" }),
    describe: acs3({ ...describe({ TaskId: "task" }), method: "GET" }),
    start: acs3({ ...start({}), method: "GET" }),
    list: acs3({ ...list({}), method: "PUT" }),
  },
  InvalidParameter: {
    percent: { ...sha1(), body: "TaskId=%zz" },
    utf8: { ...sha1(), body: "TaskId=%ff" },
    bytes: { ...sha1(), body: new Uint8Array([0x54, 0x3d, 0xff]) },
    query: { ...acs3(), url: "https://live.aliyuncs.com/?TaskId=%ff" },
    format: sha1({ common: { Format: "YAML" } }),
    transcoding: acs3(transcoding("Stop", "ended")),
  },
  MissingAction: {
    acs3: acs3({ headers: { "x-acs-action": undefined } }),
    sha1: sha1({ operation: undefined, common: { Action: "" } }),
  },
  MissingVersion: {
    acs3: acs3({ headers: { "x-acs-version": undefined } }),
    sha1: sha1({ common: { Version: undefined } }),
    nothing: { url: "https://live.aliyuncs.com/", method: "POST", headers: {}, body: "" },
  },
  MissingAccessKeyId: {
    acs3: withoutHeader(acs3(), "authorization"),
    sha1: sha1({ common: { AccessKeyId: undefined } }),
  },
  MissingSignatureMethod: { sha1: sha1({ common: { SignatureMethod: undefined } }) },
  MissingSignatureVersion: { sha1: sha1({ common: { SignatureVersion: undefined } }) },
  MissingSignatureNonce: {
    acs3: acs3({ headers: { "x-acs-signature-nonce": undefined } }),
    sha1: sha1({ common: { SignatureNonce: "" } }),
  },
  MissingTimestamp: {
    acs3: acs3({ headers: { "x-acs-date": undefined } }),
    sha1: sha1({ common: { Timestamp: undefined } }),
  },
  MissingSignature: { sha1: withoutSignature(sha1()) },
  MissingSecurityToken: {
    acs3: acs3({ credentials: { ...sts, securityToken: undefined } }),
    sha1: sha1({ credentials: { ...sts, securityToken: "" } }),
  },
  IncompleteSignature: {
    malformed: malformed(acs3()),
    hash: acs3({ headers: { "x-acs-content-sha256": undefined } }),
    unsigned: { ...acs3(), headers: { ...acs3().headers, "x-acs-retry-attempts": "1" } },
    contentType: { ...acs3(), headers: { ...acs3().headers, "content-type": "text/plain" } },
    method: sha1({ common: { SignatureMethod: "HMAC-SHA256" } }),
    version: sha1({ common: { SignatureVersion: "2.0" } }),
    order: reorderSignedHeaders(acs3(), (names) => names.reverse()),
    absent: reorderSignedHeaders(acs3(), (names) => [...names, "x-acs-zzz"]),
    host: reorderSignedHeaders(acs3(), (names) => names.filter((name) => name !== "host")),
    upperCase: reorderSignedHeaders(acs3(), (names) => names.map((name) => name.replace("host", "Host"))),
  },
  "InvalidAccessKeyId.NotFound": both({ credentials: { accessKeyId: "unknown", accessKeySecret: "x" } }),
  "InvalidAccessKeyId.Inactive": both({ credentials: disabled }),
  "InvalidSecurityToken.Expired": both({ credentials: otherSts }),
  "InvalidSecurityToken.Malformed": both({ credentials: { ...sts, securityToken: "token-onf" } }),
  "InvalidSecurityToken.MismatchWithAccessKey": {
    ...both({ credentials: { ...sts, securityToken: otherSts.securityToken } }),
    permanentKey: acs3({ credentials: { ...key, securityToken: sts.securityToken } }),
  },
  "InvalidTimeStamp.Format": {
    ...both({ at: "2026-01-02T03:04:05.123Z" }),
    day: acs3({ at: "2026-02-30T03:04:05Z" }),
    offset: sha1({ at: "2026-01-02T03:04:05+00:00" }),
  },
  "InvalidTimeStamp.Expired": both({ at: "2026-01-02T02:49:04Z" }),
  SignatureDoesNotMatch: both({ credentials: { ...key, accessKeySecret: "wrong" } }),
  SignatureNonceUsed: both({ nonce: "spent" }),
  MissingTaskId: { ...both({ params: {} }), empty: acs3({ params: { TaskId: "" } }), describe: acs3(describe({})) },
  MissingMonitorId: {
    ...both({ ...monitor("x"), params: {} }),
    empty: sha1({ ...monitor("") }),
    start: acs3(of("StartLiveStreamMonitor", "")),
    delete: sha1(of("DeleteLiveStreamMonitor", "")),
  },
  MissingAppId: both(start({ AppId: "" })),
  MissingChannelId: both(start({ ChannelId: "" })),
  MissingSubscribeParams: {
    ...both(start({ SubscribeParams: "" })),
    flattened: acs3({
      operation: "StartRtcCloudRecording",
      params: { AppId: "a", ChannelId: "c", "SubscribeParams.SubscribeUserIdList.1.UserId": "user" },
    }),
  },
  MissingRecordParams: both(start({ RecordParams: "" })),
  MissingStorageParams: both(start({ StorageParams: "" })),
  MissingMonitorName: both(create({ MonitorName: "" })),
  MissingDomain: both(create({ Domain: "" })),
  MissingInputList: both(create({ InputList: "" })),
  MissingOutputTemplate: both(create({ OutputTemplate: "" })),
  MissingRegion: { acs3: relay("Stop", "relay", ""), create: sha1(pull({ Region: "" })) },
  MissingSourceType: both(pull({ SourceType: "" })),
  MissingSourceUrls: both(pull({ SourceUrls: "" })),
  MissingDstUrl: both(pull({ DstUrl: "" })),
  MissingStartTime: both(pull({ StartTime: "" })),
  MissingEndTime: both(pull({ EndTime: "" })),
  MissingInputParam: both(transcode({ InputParam: "" })),
  MissingOutputParams: both(transcode({ OutputParams: "" })),
  CodeTaskNotExist: {
    stop: relay("Stop", "none"),
    describe: relay("Describe", "none"),
    delete: relay("Delete", "none"),
  },
  CodeTaskHasStopped: { stopped: relay("Stop", "over"), exited: relay("Stop", "exited") },
  NotFound: { ...both(transcoding("Stop", "none")), describe: acs3(transcoding("Describe", "none")) },
  "InvalidParameter.Malformed": {
    reversed: acs3(pull({ EndTime: pulled.StartTime })),
    time: acs3(pull({ StartTime: "today" })),
    urls: acs3(pull({ SourceUrls: "rtmp://pull.example.com/a/b" })),
    input: acs3(transcode({ InputParam: '{"SingleSubUserParam":{}}' })),
    ...both(start({ SubscribeParams: "[object Object]" })),
    list: acs3(start({ SubscribeParams: "[]" })),
    users: acs3(start({ SubscribeParams: '{"SubscribeUserIdList":[]}' })),
    userId: acs3(start({ SubscribeParams: '{"SubscribeUserIdList":[{"UserId":""}]}' })),
    mode: acs3(start({ RecordParams: "{}" })),
    modeText: acs3(start({ RecordParams: '{"RecordMode":"MIX"}' })),
    modeNumberAsText: acs3(start({ RecordParams: '{"RecordMode":"1"}' })),
    modeFraction: acs3(start({ RecordParams: '{"RecordMode":1.5}' })),
    duration: acs3(start({ RecordParams: '{"RecordMode":1,"MaxFileDuration":"180"}' })),
    storage: acs3(start({ StorageParams: "{}" })),
    storageText: acs3(start({ StorageParams: '{"StorageType":"VOD"}' })),
    slice: acs3(start({ StorageParams: '{"StorageType":1,"FileInfo":[{"Format":"HLS","SliceDuration":"10"}]}' })),
    source: acs3(start({ SubscribeParams: '{"SubscribeUserIdList":[{"UserId":"user","SourceType":"CAMERA"}]}' })),
    format: acs3(start({ StorageParams: '{"StorageType":1,"FileInfo":[{}]}' })),
    layout: acs3(start({ MixLayoutParams: "1" })),
    zOrder: acs3(start({ MixLayoutParams: '{"UserPanes":[{"UserId":"user","ZOrder":"0"}]}' })),
    transcoding: acs3(start({ MixTranscodeParams: '{"AudioBitrate":"64k"}' })),
    idle: acs3(start({ MaxIdleTime: "9" })),
    idleText: acs3(start({ MaxIdleTime: "1h" })),
    idleLong: acs3(start({ MaxIdleTime: "14401" })),
    notify: acs3(start({ NotifyFileUploadedFormat: '["mp4"]' })),
    notifyFromZero: sha1(start({ "NotifyFileUploadedFormat.0": "mp4" })),
    notifyTwice: sha1(start({ "NotifyFileUploadedFormat.1": "mp4", "NotifyFileUploadedFormat.1.a": "mp4" })),
    notifyDeep: sha1(start({ "NotifyFileUploadedFormat.1.a": "mp4" })),
    unknown: acs3(start({ AppID: "app" })),
    unknownInJson: acs3(start({ RecordParams: '{"RecordMode":1,"RecordMod":1}' })),
    unknownOfStop: acs3({ params: { TaskId: "task", taskId: "task" } }),
    unknownOfMonitor: sha1({ ...monitor("running"), params: { MonitorId: "running", TaskId: "task" } }),
    unknownOfList: acs3(list({ PageNumber: "1" })),
    missingInJson: acs3(start({ MixTranscodeParams: '{"AudioBitrate":64,"AudioChannels":1}' })),
    notifyObject: acs3(start({ "NotifyFileUploadedFormat.a": "mp4" })),
    textInJson: acs3(start({ StorageParams: '{"StorageType":1,"FileInfo":{"Format":"MP4"}}' })),
    template: acs3(create({ OutputTemplate: "lp_xd" })),
    inputs: acs3(create({ InputList: "[]" })),
    inputText: acs3(create({ InputList: "rtmp://live.example.com/a/b" })),
    config: acs3(create({ MonitorConfig: "{" })),
    running: sha1(of("DeleteLiveStreamMonitor", "running")),
    page: acs3(list({ PageNum: "0" })),
    pageSize: acs3(list({ PageSize: "ten" })),
    pageSizeZero: acs3(list({ PageSize: "0" })),
    status: acs3(list({ Status: "2" })),
    order: acs3(list({ OrderRule: "3" })),
  },
  "InvalidUserId.Malformed": {
    text: acs3({ ...monitor("running"), params: { MonitorId: "running", OwnerId: "me" } }),
    tooLarge: sha1({ ...monitor("running"), params: { MonitorId: "running", OwnerId: "9223372036854775808" } }),
    empty: sha1({ ...monitor("running"), params: { MonitorId: "running", OwnerId: "" } }),
    list: acs3(list({ OwnerId: "me" })),
    create: acs3(create({ OwnerId: "-1" })),
  },
  "NotFound.Task": { ...both({ params: { TaskId: "elsewhere" } }), describe: acs3(describe({ TaskId: "elsewhere" })) },
  "InvalidParameter.TaskId": {
    ...both({ params: { TaskId: "stopped" } }),
    stopping: acs3({ params: { TaskId: "stopping" } }),
  },
  StreamMonitorNotExist: {
    ...both(monitor("elsewhere")),
    start: acs3(of("StartLiveStreamMonitor", "elsewhere")),
    delete: sha1(of("DeleteLiveStreamMonitor", "elsewhere")),
  },
  StreamMonitorAlreadyStarted: both(of("StartLiveStreamMonitor", "running")),
  StreamMonitorAlreadyStop: both(monitor("stopped")),
};

/** Codes that no request causes in the emulator, only a fault. */
const BY_FAULT = [
  "Throttling",
  "Throttling.User",
  "Throttling.Api",
  "NoPermission",
  "Forbidden.RAM",
  "InvalidIdentity.ServiceDisabled",
  "InternalError",
  "ServiceUnavailable",
  "MissingParameter",
  "InvalidParameter.UserId",
  "InvalidMonitorId.Malformed",
  "IllegalOperation",
  "UserQuotaExceed",
  "LiveServiceNotFound",
  "CodeInvalidAliUid",
  "InvalidParam.CodeIllegalDuration",
  "TooManyRequests",
  "Forbidden",
];

async function freshEmulator(options) {
  const emulator = createLiveEmulator({
    accessKeys: [key, sts, otherSts, disabled],
    recordings: { task: "RUNNING", stopping: "STOPPING", stopped: "STOPPED", warmUp: "RUNNING" },
    monitors: { running: "RUNNING", stopped: "STOPPED" },
    tasks: { relay: { relay: "RUNNING", over: "STOPPED", exited: "EXITED" }, transcoding: { ended: "STOPPED" } },
    now: () => now,
    ...options,
  });
  await send(emulator.fetch, acs3({ params: { TaskId: "warmUp" }, nonce: "spent" }));
  return emulator;
}

for (const [code, requests] of Object.entries(BY_REQUEST)) {
  for (const [name, request] of Object.entries(requests)) {
    test(`${code}: rejects the request ${name}`, async () => {
      const emulator = await freshEmulator();
      const response = await send(emulator.fetch, request);
      const inXml = response.headers.get("content-type") === "text/xml;charset=utf-8";
      const body = inXml ? fromXml(await response.text()) : await response.json();
      assertShape(code, response, body);
      const received = emulator.requests.at(-1);
      assert.deepEqual([received.executed, received.code, received.status], [false, code, serviceErrors[code].status]);
      assert.equal(emulator.recordings.get("task"), "RUNNING");
      assert.equal(emulator.monitors.get("running"), "RUNNING");
    });
  }
}

for (const code of [...BY_FAULT, ...Object.keys(BY_REQUEST)]) {
  test(`${code}: rejects a request with the fault`, async () => {
    const emulator = await freshEmulator();
    emulator.faults.push({ type: "error", code });
    const response = await send(emulator.fetch, acs3());
    assertShape(code, response, await response.json());
    assert.equal(emulator.recordings.get("task"), "RUNNING");
  });
}

test("every code of the table has a test", () => {
  assert.deepEqual([...Object.keys(BY_REQUEST), ...BY_FAULT].sort(), Object.keys(serviceErrors).sort());
});

test("checks requests in the documented order", async () => {
  const mistakesFromLastCheck = [
    ["NotFound.Task", {}],
    ["MissingTaskId", { params: {} }],
    ["SignatureNonceUsed", { nonce: "spent" }],
    ["SignatureDoesNotMatch", { credentials: { ...sts, accessKeySecret: "wrong" } }],
    ["InvalidTimeStamp.Expired", { at: "2020-01-01T00:00:00Z" }],
    ["InvalidSecurityToken.Malformed", { credentials: { ...sts, accessKeySecret: "wrong", securityToken: "x" } }],
    ["InvalidAccessKeyId.NotFound", { credentials: { ...sts, accessKeyId: "x", securityToken: "x" } }],
    [
      "MissingSignatureNonce",
      { nonce: undefined, headers: { "x-acs-signature-nonce": undefined }, common: { SignatureNonce: undefined } },
    ],
    ["UnsupportedHTTPMethod", { method: "PUT" }],
    ["InvalidProtocol.NeedSsl", { scheme: "http" }],
    ["InvalidAction.NotFound", { operation: "Nothing" }],
    ["InvalidVersion", { headers: { "x-acs-version": "2014-01-01" }, common: { Version: "2014-01-01" } }],
  ];
  for (const sign of Object.values(signers)) {
    let mistakes = { credentials: sts, params: { TaskId: "elsewhere" } };
    for (const [code, more] of mistakesFromLastCheck) {
      mistakes = { ...mistakes, ...more };
      const emulator = await freshEmulator();
      await send(emulator.fetch, acs3({ credentials: sts, params: { TaskId: "elsewhere" }, nonce: "spent" }));
      await send(emulator.fetch, sign(mistakes));
      assert.equal(emulator.requests.at(-1).code, code);
    }
  }
});

test("suggests the name of a parameter", async () => {
  const emulator = await freshEmulator();
  const response = await send(emulator.fetch, acs3(start({ ChannelID: "room" })));
  const { Message } = await response.json();
  assert.equal(Message, 'There are invalid parameters: ChannelID (did you mean "ChannelId"?).');
});

test("rejects a path other than /", async () => {
  const emulator = await freshEmulator();
  const request = sha1();
  await send(emulator.fetch, { ...request, url: `${request.url}live` });
  assert.equal(emulator.requests.at(-1).code, "InvalidAction.NotFound");
});

function both(options) {
  return { acs3: acs3(options), sha1: sha1(options) };
}

function withoutHeader(request, name) {
  const { [name]: _, ...headers } = request.headers;
  return { ...request, headers };
}

function withoutSignature(request) {
  return { ...request, body: request.body.replace(/&Signature=.*$/, "") };
}

function reorderSignedHeaders(request, change) {
  const authorization = request.headers.authorization.replace(
    /SignedHeaders=([^,]+)/,
    (_, names) => `SignedHeaders=${change(names.split(";")).join(";")}`,
  );
  return { ...request, headers: { ...request.headers, authorization } };
}

function fromXml(text) {
  assert.match(text, /^<\?xml version="1\.0" encoding="UTF-8"\?><Error>.*<\/Error>$/);
  return Object.fromEntries([...text.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, name, value]) => [name, value]));
}

function assertShape(code, response, body) {
  const { status, message } = serviceErrors[code];
  assert.equal(body.Code, code);
  assert.equal(response.status, status);
  if (code === "SignatureDoesNotMatch")
    assert.match(body.Message, /^Specified signature (is not matched with|does not match) our calculation\./);
  else if (code === "InvalidParameter.Malformed") assert.match(body.Message, /^There are invalid parameters(: .+)?\.$/);
  else assert.equal(body.Message, message);
  assert.match(body.RequestId, /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/);
  assert.equal(body.RequestId, response.headers.get("x-acs-request-id"));
  assert.equal(body.HostId, "live.aliyuncs.com");
  assert.ok(body.Recommend.startsWith("https://api.aliyun.com/troubleshoot?q="));
}
