// The whole life of a monitor and of a recording: create, start, describe, stop with proof, describe, delete.
//
// `life-node.mjs` runs it in Node.js, `life-worker.mjs` in a Cloudflare Worker.

/**
 * Yields a line of text for each step.
 *
 * @param live a client
 * @param loseNextReply makes the service lose its next reply; for the emulator
 */
export async function* life(live, loseNextReply = () => {}) {
  yield* lifeOfMonitor(live, loseNextReply);
  yield* lifeOfRecording(live, loseNextReply);
}

async function* lifeOfMonitor(live, loseNextReply) {
  // Any action by its name. InputList is JSON text by the vendor's own types.
  const created = await live.call("CreateLiveStreamMonitor", {
    MonitorName: "lecture",
    Domain: "live.example.com",
    InputList: JSON.stringify([{ Index: 1, InputUrl: "rtmp://live.example.com/school/lecture" }]),
    OutputTemplate: "lp_ld",
  });
  const monitorId = created.reply.MonitorId;
  yield `created the monitor ${monitorId}`;
  await live.call("StartLiveStreamMonitor", { MonitorId: monitorId });
  yield `started it: ${await monitorState(live, monitorId)}`;

  loseNextReply();
  const { outcome, verified } = await live.stopLiveStreamMonitor({ monitorId }, { retry: false, verify: true });
  yield `stopped it, the reply was lost: ${outcome}, verified ${verified}`;
  yield `described it: ${await monitorState(live, monitorId)}`;
  // To delete a monitor twice does no harm, so a lost reply may be followed by another request.
  await live.call("DeleteLiveStreamMonitor", { MonitorId: monitorId }, { idempotent: true });
  yield `deleted it: ${await monitorState(live, monitorId)}`;
}

async function monitorState(live, monitorId) {
  const { liveStreamMonitorList } = await live.describeLiveStreamMonitorList({ monitorId });
  const [monitor] = liveStreamMonitorList ?? [];
  if (monitor === undefined) return "not found";
  return monitor.status === 1 ? "running" : "not running";
}

async function* lifeOfRecording(live, loseNextReply) {
  const started = await live.call("StartRtcCloudRecording", {
    AppId: "school",
    ChannelId: "lecture",
    SubscribeParams: { SubscribeUserIdList: [{ UserId: "teacher" }] },
    // 1: mixed, and 1: ApsaraVideo VOD. Both are integers.
    RecordParams: { RecordMode: 1 },
    StorageParams: { StorageType: 1, FileInfo: [{ Format: "MP4" }] },
    NotifyFileUploadedFormat: ["MP4"],
  });
  const taskId = started.reply.TaskId;
  yield `started the recording ${taskId}: ${(await live.describeRtcCloudRecordingFiles({ taskId })).status}`;

  loseNextReply();
  const { outcome, verified } = await live.stopRtcCloudRecording({ taskId }, { retry: false, verify: true });
  yield `stopped it, the reply was lost: ${outcome}, verified ${verified}`;
  const { status, recordFileList } = await live.describeRtcCloudRecordingFiles({ taskId });
  yield `described it: ${status}, files: ${recordFileList?.mp4FileList?.length ?? 0}`;
}
