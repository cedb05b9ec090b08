// The script against the emulator, in this process.
import type { Modules } from "../connection.ts";
import type { Judge } from "./judge.ts";
import { clientsBy, Gate, paceOf } from "./player.ts";
import type { Recording } from "./recording.ts";
import { type Given, otherRegion } from "./script.ts";
import { cleanRecording, newRun, played, type SessionOptions } from "./session.ts";

/** Returns what the emulator says. */
export async function emulated(given: Given, judge: Judge, modules: Modules): Promise<Recording> {
  const [{ createClient }, { createLiveEmulator, testAccessKey }] = await Promise.all([
    modules.live(),
    modules.testing(),
  ]);
  const own = createLiveEmulator({ keepRequests: 0 });
  // Another region has tasks of its own.
  const other = createLiveEmulator({ keepRequests: 0 });
  const pace = paceOf(true);
  const otherHost = `live.${otherRegion(given.region)}.aliyuncs.com`;
  const session: SessionOptions = {
    service: "emulator",
    target: {
      credentials: testAccessKey,
      pace,
      gate: new Gate(pace.gapMs),
      keeper: createClient({ credentials: testAccessKey, region: given.region, fetch: own.fetch, quota: false }),
      client: clientsBy(createClient, { credentials: testAccessKey, region: given.region }, otherHost),
      fetch: (isOtherHost) => (isOtherHost ? other : own).fetch,
    },
    run: newRun(given),
    judge,
    hosts: ["live.aliyuncs.com", otherHost],
    onRequest: () => {},
    onLost: () => {},
    signal: new AbortController().signal,
  };
  return cleanRecording(await played(session), session);
}
