// The list of all monitors of the account, page by page: the service has no such list of recordings.
import type { Client } from "../client/client.ts";
import type { DescribeLiveStreamMonitorListParams, DescribeLiveStreamMonitorListResult } from "../generated/params.ts";

export type ListedMonitor = NonNullable<DescribeLiveStreamMonitorListResult["liveStreamMonitorList"]>[number];

/** The vendor's examples have pages of this size. */
const PAGE_SIZE = 10;

/** Yields the monitors that `params` chooses. */
export async function* listedMonitors(
  live: Client,
  params: DescribeLiveStreamMonitorListParams,
  signal: AbortSignal,
): AsyncGenerator<ListedMonitor> {
  for (let pageNum = 1, seen = 0; ; pageNum++) {
    const page = await live.describeLiveStreamMonitorList({ ...params, pageNum, pageSize: PAGE_SIZE }, { signal });
    const monitors = page.liveStreamMonitorList ?? [];
    yield* monitors;
    seen += monitors.length;
    // Without a total, an empty page is the end: 0 in its place would hide all pages but the first.
    if (monitors.length === 0 || (page.total !== undefined && seen >= page.total)) return;
  }
}
