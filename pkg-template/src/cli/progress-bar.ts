// The line that shows the progress of a run, as wide as the terminal allows.
import type { Progress } from "../api/stop-all.ts";
import { settledCount } from "../stop-all/counts.ts";

/** Returns the counts above 0, in words. */
export function countsOf(progress: Progress): string[] {
  const counts: [number, string][] = [
    [progress.stopped, "stopped"],
    [progress.alreadyStopped, "already stopped"],
    [progress.failed, "failed"],
    [progress.unknown, "unknown"],
    [progress.dryRun, "to stop"],
    [progress.skipped, "skipped"],
    [progress.duplicates, progress.duplicates === 1 ? "duplicate" : "duplicates"],
  ];
  return counts.filter(([count, name]) => count > 0 || name === "stopped").map(([count, name]) => `${count} ${name}`);
}

/** Returns the line: the longest of its forms that fits. `rate` is the quota in requests a second. */
export function progressLine(progress: Progress, rate: number, columns: number): string {
  const done = settledCount(progress);
  const total = progress.total ?? done;
  const count = `${done}/${total}`;
  const speed = `${progress.ratePerSecond.toFixed(1)}/s`;
  const left = progress.timeLeftMs === undefined ? [] : [`${timeOf(progress.timeLeftMs)} left`];
  const counts = countsOf(progress).join(", ");
  const { held } = progress;
  const hold = held === undefined ? [] : [`held by ${held.code}, next request in ${timeOf(held.nextProbeMs)}`];
  const speeds = [
    [count, `${speed} of ${rate}`, ...left, counts],
    [count, speed, ...left, counts],
    [count, `${speed} of ${rate}`, ...left],
    [count, speed, ...left],
    [count, speed],
  ];
  const holds = [
    [count, ...hold, counts],
    [count, ...hold],
  ];
  const forms = [...(held === undefined ? speeds : holds), [count]].map((parts) => parts.join("  "));
  const fitting = forms.find((form) => form.length <= columns) ?? "";
  const room = Math.min(columns - fitting.length - 3, 30);
  return room < 5 ? fitting : `${barOf(total === 0 ? 1 : done / total, room)} ${fitting}`;
}

/** In ASCII, which every terminal can show. */
function barOf(share: number, width: number): string {
  const filled = Math.min(Math.floor(share * width), width);
  return `[${"=".repeat(filled)}${" ".repeat(width - filled)}]`;
}

/** Returns a time in words, such as `42 s` or `3 min`. */
export function timeOf(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
