// The page about @alicloud/live20161101: each row, on both sides. The page in Chinese has the same code and numbers: js-tests/pages.
import { bothSides } from "./support/both-sides.mjs";
import { generated, openapi } from "./support/vendor.mjs";

const { StopRtcCloudRecordingRequest } = generated;

bothSides("migrate/openapi.md", {
  client: openapi,
  stop: (client) => client.stopRtcCloudRecording(new StopRtcCloudRecordingRequest({ taskId: "task-1" })),
  names: generated,
  endpoint: (url) => new URL(url).host,
});
