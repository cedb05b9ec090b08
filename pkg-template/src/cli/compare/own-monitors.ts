// The monitors of a run. Their name, which no other monitor has, proves whose they are: no ID of a reply does.

import type { Client } from "../../client/client.ts";
import { gapError, listedMonitors } from "../../stop-all/running-monitors.ts";
import type { Run } from "./script.ts";

/** The number of lists until a monitor that is not listed counts as not made, and one that is listed as not removed. */
export const ROUNDS = 6;

/** Returns the IDs of all monitors with the name of the run. Throws a `LiveError` if the service counts more monitors than it lists. */
export async function ownMonitors(live: Client, { monitorName }: Run, signal: AbortSignal): Promise<readonly string[]> {
  const ids: string[] = [];
  let missing = 0;
  const listed = listedMonitors(live, {}, signal, (count) => {
    missing = count;
  });
  for await (const monitor of listed) if (monitor.monitorName === monitorName) ids.push(monitor.monitorId);
  if (ids.length === 0 && missing > 0) throw gapError(missing);
  return ids;
}
