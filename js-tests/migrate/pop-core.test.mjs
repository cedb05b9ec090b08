// The page about @alicloud/pop-core: each row, on both sides. The page in Chinese has the same code and numbers: js-tests/pages.
import { bothSides } from "./support/both-sides.mjs";
import { popCore, RPCClient } from "./support/vendor.mjs";

bothSides("migrate/pop-core.md", {
  client: popCore,
  stop: (client) => client.request("StopRtcCloudRecording", { TaskId: "task-1" }, { method: "POST" }),
  names: { RPCClient },
  endpoint: (url) => url,
});
