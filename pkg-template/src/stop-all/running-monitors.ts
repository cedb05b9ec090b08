// The monitors of an account, page by page: the service has no such list of recordings.

import { createLiveError, type LiveError } from "../api/live-error.ts";
import type { ReadOperations } from "../api/read-operations.ts";
import type { RunningMonitor } from "../api/stop-all.ts";
import type { DescribeLiveStreamMonitorListParams, DescribeLiveStreamMonitorListResult } from "../generated/params.ts";
import { STATE_QUESTIONS } from "../generated/stops.ts";
import { isObject } from "../options/validate.ts";
import { wallMs } from "../runtime/clocks.ts";
import { stateWord } from "./state-word.ts";

/** The part of a client that lists. */
export type Lister = Pick<ReadOperations, "describeLiveStreamMonitorList"> & { readonly clockOffsetMs: number };

/** A row of the list: the package checks its ID, and no other member. */
export type ListedMonitor = NonNullable<DescribeLiveStreamMonitorListResult["liveStreamMonitorList"]>[number] & {
  readonly monitorId: string;
};

const isNamed = (row: object): row is ListedMonitor =>
  "monitorId" in row && typeof row.monitorId === "string" && row.monitorId !== "";

/** The vendor's examples have pages of this size. */
const PAGE_SIZE = 10;

/** A list of several pages is read so often at most. */
const PASSES = 3;

/**
 * Yields the monitors that `params` chooses, each once. `onGap` is called if the service tells a total above the number of monitors that
 * it lists: with the number of those that are missing.
 *
 * A monitor that ends between two pages moves the next one to the page that was read. So several pages are read again, until they hold
 * nothing new.
 */
export async function* listedMonitors(
  live: Lister,
  params: DescribeLiveStreamMonitorListParams,
  signal: AbortSignal,
  onGap: (missing: number) => void,
): AsyncGenerator<ListedMonitor> {
  const seen = new Set<string>();
  for (let pass = 1; ; pass++) {
    const known = seen.size;
    const { pages, missing, hasChanged } = yield* listedOnce(live, params, signal, seen);
    const isSettled = pass > 1 && seen.size === known && (missing === 0 || !hasChanged);
    if (pages > 1 && pass < PASSES && !isSettled) continue;
    if (missing > 0) onGap(missing);
    return;
  }
}

interface Pass {
  readonly pages: number;
  /** The largest number of monitors that the service counted, less those that it listed. */
  readonly missing: number;
  /** Whether the total changed between two pages. */
  readonly hasChanged: boolean;
}

/** Reads the pages once, yields the monitors that `seen` does not have, and adds them. */
async function* listedOnce(
  live: Lister,
  params: DescribeLiveStreamMonitorListParams,
  signal: AbortSignal,
  seen: Set<string>,
): AsyncGenerator<ListedMonitor, Pass> {
  const listed = new Set<string>();
  const totals = new Set<number>();
  // A page may come again: its rows without an ID count once.
  let nameless = 0;
  for (let pageNum = 1; ; pageNum++) {
    const before = listed.size;
    const page = await live.describeLiveStreamMonitorList({ ...params, pageNum, pageSize: PAGE_SIZE }, { signal });
    const list: unknown = page.liveStreamMonitorList;
    const total = totalOf(page.total);
    if (!Array.isArray(list) && total === undefined) throw incomplete("the reply has no list of monitors and no total");
    const rows: object[] = Array.isArray(list) ? list.filter(isObject) : [];
    const named = rows.filter(isNamed);
    for (const monitor of named) {
      const { monitorId } = monitor;
      listed.add(monitorId);
      if (seen.has(monitorId)) continue;
      seen.add(monitorId);
      yield monitor;
    }
    nameless = Math.max(nameless, rows.length - named.length);
    if (total !== undefined) totals.add(total);
    const most = Math.max(0, ...totals);
    // A total that is too small would hide the pages behind a full page.
    const isWhole = totals.size > 0 && listed.size === most && rows.length < PAGE_SIZE;
    if (!isWhole && listed.size > before) continue;
    return { pages: pageNum, missing: Math.max(nameless, most - listed.size), hasChanged: totals.size > 1 };
  }
}

/** The number of monitors that a reply tells, also in digits; `undefined` if it tells none. */
export function totalOf(value: unknown): number | undefined {
  const number = typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** The error of a list with a gap. */
export function gapError(missing: number): LiveError {
  return incomplete(`the service counts ${counted(missing)} more than it lists: they may be running`);
}

const counted = (monitors: number): string => (monitors === 1 ? "1 monitor" : `${monitors} monitors`);

const incomplete = (message: string): LiveError =>
  createLiveError({ kind: "protocol", code: "ERR_INCOMPLETE_REPLY", message, attempts: 0, retryable: true });

/** The state of a monitor that runs, and the order by the time of the start: a later start comes behind the pages that were read. */
const RUNNING = { status: 1, orderRule: 2 };

/** The monitors that run, by their age. */
interface RunningMonitors {
  readonly tasks: readonly RunningMonitor[];
  /** The number of monitors that have run for a shorter time. */
  readonly younger: number;
  /** The number of monitors whose start the service does not tell. */
  readonly timeless: number;
  /** The error if others may be running: the service counts more than it lists, or lists states that nobody can read. */
  readonly doubt: LiveError | undefined;
}

/** The milliseconds since 1970 of a time with its zone; others would be read in the zone of this machine. */
const timeOf = (text: unknown): number =>
  typeof text === "string" && /(?:Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;

/** Finds the monitors that have run for `olderThanMs`; with 0 all of them. Reads all pages, because a stop shrinks the list. */
export async function runningMonitors(
  live: Lister,
  olderThanMs: number,
  signal: AbortSignal,
): Promise<RunningMonitors> {
  const question = Object.values(STATE_QUESTIONS).find(({ list }) => list === "liveStreamMonitorList");
  const tasks: RunningMonitor[] = [];
  let [younger, timeless, missing, unclear] = [0, 0, 0, 0];
  const listed = listedMonitors(live, RUNNING, signal, (count) => {
    missing = count;
  });
  for await (const { monitorId, monitorName, status, startTime } of listed) {
    // Not by the filter alone: a gateway that ignores a parameter would have everything stopped.
    const state = stateWord(question?.states ?? {}, status);
    if (state === undefined) unclear += 1;
    if (state !== "RUNNING") continue;
    // By the clock of the service, which wrote the time.
    const ageMs = wallMs() + live.clockOffsetMs - timeOf(startTime);
    if (olderThanMs === 0 || ageMs >= olderThanMs) tasks.push({ monitorId, context: { monitorName, startTime } });
    else if (Number.isNaN(ageMs)) timeless += 1;
    else younger += 1;
  }
  const unreadable = incomplete(`the state of ${counted(unclear)} cannot be read: they may be running`);
  return { tasks, younger, timeless, doubt: missing > 0 ? gapError(missing) : unclear > 0 ? unreadable : undefined };
}
