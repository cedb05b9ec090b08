// The types of all actions, for CommonJS.
import type {} from "apsara-live/actions";

import apsaraLive = require("apsara-live");

const live = apsaraLive.createClient();

export async function taskId(): Promise<string | undefined> {
  const { reply } = await live.call("StopLivePullToPush", { Region: "cn-shanghai", TaskId: "t" });
  // @ts-expect-error a misspelt parameter
  live.call("DescribeCasters", { CasterID: "x" });
  return reply.RequestId;
}
