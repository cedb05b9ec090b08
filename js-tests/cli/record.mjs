// Records the program in a pseudo-terminal against the emulator, and draws docs/terminal.svg: `npm run record` in js-tests.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createLiveEmulator } from "apsara-live/testing";
import { root, tarball } from "../support/paths.mjs";
import { runNpm } from "../support/run-program.mjs";
import { screenOf } from "./support/screen.mjs";
import { svgOf } from "./support/svg.mjs";
import { ids, terminal } from "./support/terminal.mjs";

const COLUMNS = 100;
const COUNT = 200;

/** The shortest times between two frames and between two commands, in milliseconds. */
const [FRAME_MS, PAUSE_MS, HOLD_MS] = [400, 1200, 6000];

/** Runs the commands; resolves to the SVG. */
export async function recording() {
  const folder = mkdtempSync(join(tmpdir(), "apsara-live-"));
  const emulator = createLiveEmulator({
    recordings: Object.fromEntries(ids(COUNT).map((id) => [id, id === "task-2" ? "STOPPED" : "RUNNING"])),
    quota: { stopRtcCloudRecording: 50 },
    latencyMs: 20,
  });
  const server = await emulator.serve();
  try {
    await runNpm(["install", "--offline", "--prefix", folder, tarball], { cwd: folder });
    const from = join(folder, "ids.txt");
    writeFileSync(from, ids(COUNT).join("\n"));
    const at = ["--endpoint", server.url];
    const program = join(folder, "node_modules", ".bin", "apsara-live");
    const played = (args, options) => terminal(program, args, { columns: COLUMNS, env: { HOME: folder }, ...options });
    const first = await played(["stop", "recording", "task-1", "task-2", "task-x", ...at]);
    const many = ["stop", "recording", "--from", from, "--journal", join(folder, "stopped.jsonl"), "--yes"];
    const second = await played([...many, ...at], { isDataPiped: true });
    const frames = [...playedFrames("", "apsara-live stop recording task-1 task-2 task-x", first.frames, 0)];
    const middle = frames.at(-1);
    const command = "apsara-live stop recording --from ids.txt --journal stopped.jsonl --yes > results.tsv";
    frames.push(...playedFrames(middle.text, command, second.frames, middle.atMs + PAUSE_MS));
    // The host of users, in place of the emulator's.
    const shown = (text) => text.replaceAll(new URL(server.url).host, "live.aliyuncs.com");
    const screens = frames.map(({ atMs, text }) => ({ atMs: Math.round(atMs), lines: screenOf(shown(text), COLUMNS) }));
    return svgOf(screens, {
      columns: COLUMNS,
      holdMs: HOLD_MS,
      title: "apsara-live stops 200 recordings in a terminal",
    });
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The frames of one command; each has the whole text so far, with the text of earlier commands. */
function playedFrames(before, command, output, fromMs) {
  const prompt = `${before}\x1b[2m$\x1b[22m ${command}\r\n`;
  const frames = [{ atMs: fromMs, text: prompt }];
  let text = prompt;
  for (const [i, part] of output.entries()) {
    text += part.text;
    const atMs = fromMs + FRAME_MS + part.atMs;
    const isLast = i === output.length - 1;
    if (isLast || atMs - frames.at(-1).atMs >= FRAME_MS) frames.push({ atMs, text });
  }
  return frames;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(join(root, "docs", "terminal.svg"), await recording());
}
