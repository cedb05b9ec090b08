// Parameters that start tasks, by the vendor's names.

/** Starts a recording. */
export const newRecording = {
  AppId: "app",
  ChannelId: "room",
  SubscribeParams: JSON.stringify({ SubscribeUserIdList: [{ UserId: "anna" }] }),
  RecordParams: JSON.stringify({ RecordMode: 1 }),
  StorageParams: JSON.stringify({ StorageType: 1, FileInfo: [{ Format: "MP4" }] }),
  NotifyFileUploadedFormat: ["MP4"],
};

/** Creates a monitor. */
export const newMonitor = {
  MonitorName: "first",
  Domain: "live.example.com",
  InputList: JSON.stringify([{ Index: 1, InputUrl: "rtmp://live.example.com/a/b" }]),
  OutputTemplate: "lp_hd",
};
