// Profiles work in this process, and says which functions its time was spent in: themselves, without what they called.
import { writeFile } from "node:fs/promises";
import { Session } from "node:inspector/promises";
import { basename, join } from "node:path";
import { scratch } from "./paths.mjs";

/** Resolves to `[function, share of the time]`, the greatest first; the whole profile is left beside the results. */
export async function selfTimes(name, work) {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: 200 });
  await session.post("Profiler.start");
  await work();
  const { profile } = await session.post("Profiler.stop");
  session.disconnect();
  await writeFile(join(scratch, `${name}.cpuprofile`), JSON.stringify(profile));
  return ranked(profile);
}

function ranked({ nodes, samples }) {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, titled(callFrame)]));
  const counts = new Map();
  for (const id of samples) counts.set(frames.get(id), (counts.get(frames.get(id)) ?? 0) + 1);
  // Waiting is not work, and starting the profiler is not ours.
  for (const frame of ["(idle)", "dispatch"]) counts.delete(frame);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return [...counts].map(([frame, count]) => [frame, count / total]).sort(([, a], [, b]) => b - a);
}

/** Functions of the wasm have numbers, because names are not shipped. */
function titled({ functionName, url, lineNumber }) {
  const name = functionName || "anonymous";
  if (url === "") return name;
  const file = url.startsWith("node:") ? url : basename(url);
  return url.startsWith("wasm:") ? `${name}, wasm` : `${name}, ${file}:${lineNumber + 1}`;
}
