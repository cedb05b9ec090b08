// The same package by `require`, with the types of its CommonJS form.
import live = require("apsara-live");
import slim = require("apsara-live/slim");
import testing = require("apsara-live/testing");

const emulator = testing.createLiveEmulator({ recordings: { a: "RUNNING" } });
const client: live.Client = live.createClient({ credentials: testing.testAccessKey });
const stopped: Promise<live.StopRtcCloudRecordingResult> = client.stopRtcCloudRecording({ taskId: "x" });
// @ts-expect-error a typing error
void client.stopRtcCloudRecording({ taskIdd: "x" });
void [stopped, slim.createApi, emulator, live.LiveError];
