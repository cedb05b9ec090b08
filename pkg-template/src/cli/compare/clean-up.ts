// Removes the tasks of a run, whatever has happened to it.
import type { Client } from "../../client/client.ts";
import { ownMonitors, ROUNDS } from "./own-monitors.ts";
import { pause } from "./player.ts";
import type { Run } from "./script.ts";

/** A task that may be left. */
export interface Left {
  readonly task: string;
  /** The arguments of the commands that remove it. */
  readonly commands: readonly (readonly string[])[];
}

interface CleanUpOptions {
  readonly live: Client;
  readonly run: Run;
  /** The wait between two lists of monitors, in milliseconds. */
  readonly gapMs: number;
  readonly signal: AbortSignal;
}

/** Stops and deletes what the run has made. Returns what may be left. */
export async function cleanUp(options: CleanUpOptions): Promise<readonly Left[]> {
  return [...(await recordingLeft(options)), ...(await monitorsLeft(options))];
}

async function recordingLeft({ live, run, signal }: CleanUpOptions): Promise<readonly Left[]> {
  const { made, sent, given, requestIds } = run;
  const taskId = made.recording;
  if (taskId === undefined) {
    if (sent.recording !== "in doubt") return [];
    const { app, channel } = Object(given.recording);
    const requestId = requestIds.recording === undefined ? "" : `, request ID ${requestIds.recording}`;
    return [{ task: `a recording without a known ID (app ${app}, channel ${channel}${requestId})`, commands: [] }];
  }
  try {
    await live.stopRtcCloudRecording({ taskId }, { signal, verify: "always" });
    return [];
  } catch {
    // Also for "not found": the script was told the ID of this recording.
    return [{ task: `the recording ${taskId}`, commands: commandsFor(taskId, ["stop", "recording", taskId]) }];
  }
}

/** The list alone says which monitors are left: replies to the script, to a stop and to a deletion may be wrong. */
async function monitorsLeft({ live, run, gapMs, signal }: CleanUpOptions): Promise<readonly Left[]> {
  if (run.sent.monitor === undefined) return [];
  let known: readonly string[] = run.made.monitor === undefined ? [] : [run.made.monitor];
  let isSeen = run.ever.monitor !== undefined;
  try {
    for (let round = 0; round < ROUNDS; round++) {
      if (round > 0) await pause(gapMs, signal);
      const listed = await ownMonitors(live, run, signal);
      // A new monitor may be missing in the first lists.
      if (listed.length === 0 && isSeen) return [];
      if (listed.length === 0) continue;
      isSeen = true;
      known = listed;
      for (const monitorId of listed) await remove(live, monitorId, { signal, waitUntilStopped: round > 0 });
    }
  } catch {
    // Without a list, nothing shows that a monitor is gone.
  }
  if (known.length === 0 && run.sent.monitor === "in doubt") {
    return [{ task: `a monitor of the name ${run.monitorName}`, commands: [["status", "monitor"]] }];
  }
  return known.map((id) => ({
    task: `the monitor ${id}`,
    commands: commandsFor(id, ["stop", "monitor", id], ["call", "DeleteLiveStreamMonitor", `MonitorId=${id}`]),
  }));
}

/** Stops the monitor, and deletes it whatever the stop has said. */
async function remove(
  live: Client,
  monitorId: string,
  options: { readonly signal: AbortSignal; readonly waitUntilStopped: boolean },
): Promise<void> {
  const { signal } = options;
  await live.stopLiveStreamMonitor({ monitorId }, options).catch(() => {});
  await live.call("DeleteLiveStreamMonitor", { MonitorId: monitorId }, { idempotent: true, signal }).catch(() => {});
}

/** No command for an ID that a shell or this program could take for something else. */
const commandsFor = (id: string, ...commands: readonly string[][]): Left["commands"] =>
  /^\w[\w.-]*$/.test(id) ? commands : [];
