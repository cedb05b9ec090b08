// Profiles work in this process by the self times of functions.
import { writeFile } from "node:fs/promises";
import { Session } from "node:inspector/promises";
import { basename, join } from "node:path";
import { scratch } from "./paths.mjs";

/** Resolves to a list of `[function, share of the time]`, largest first; writes the whole profile beside the results. */
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
  // Excludes idle time and the start of the profiler.
  for (const frame of ["(idle)", "dispatch"]) counts.delete(frame);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return [...counts].map(([frame, count]) => [frame, count / total]).sort(([, a], [, b]) => b - a);
}

/** Returns the title of a function. Functions of the wasm have numbers, because the package ships no names. */
function titled({ functionName, url, lineNumber }) {
  const name = functionName || "anonymous";
  if (url === "") return name;
  const file = url.startsWith("node:") ? url : basename(url);
  return url.startsWith("wasm:") ? `${name}, wasm` : `${name}, ${file}:${lineNumber + 1}`;
}
