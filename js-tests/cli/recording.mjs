// `npm run recording`: writes the emulator's own recording, `vectors/recordings/emulator.json`, by the installed program.
import { rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createLiveEmulator } from "apsara-live/testing";
import { runNode } from "../support/run-program.mjs";
import { compareAt } from "./support/compare-words.mjs";
import { emulatorFile, readRecording, steady } from "./support/emulator-recording.mjs";
import { environment } from "./support/terminal.mjs";

const program = fileURLToPath(new URL("cli.js", import.meta.resolve("apsara-live/testing")));
const server = await createLiveEmulator().serve();
rmSync(emulatorFile, { force: true });
await runNode([program, ...compareAt(server.url, "--quiet", "--output", emulatorFile)], { env: environment({}) });
await server.close();
// The times of this machine say nothing.
writeFileSync(emulatorFile, `${JSON.stringify(steady(readRecording(emulatorFile)), null, 2)}\n`);
