// The request that every subject signs or sends.
export const operation = "StopRtcCloudRecording";
export const version = "2016-11-01";
export const taskId = "5f2b7c1e-8501-4d0c-8ac1-72295a6be0d4";
export const host = "live.aliyuncs.com";
export const credentials = { accessKeyId: "testid", accessKeySecret: "testsecret" };
