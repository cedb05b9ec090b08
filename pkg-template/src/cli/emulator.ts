// `emulator`: the emulator of `apsara-live/testing` as a process.
import process from "node:process";
import { OPERATIONS } from "../generated/operations.ts";
import { STOP_NAMES } from "../generated/stops.ts";
import { isLoopbackHost } from "../options/endpoint.ts";
import { byName } from "../options/names.ts";
import type { LiveEmulatorOptions } from "../testing/emulator-options.ts";
import type { Fault } from "../testing/faults/fault-types.ts";
import type { ReceivedRequest } from "../testing/received-request.ts";
import { type Arguments, timeMs, wholeNumber } from "./arguments.ts";
import type { Modules } from "./connection.ts";
import { EXIT } from "./exit-codes.ts";
import { onInterrupt } from "./interrupts.ts";
import { emulatedPrefix, NOUNS } from "./kinds.ts";
import type { Output } from "./output.ts";
import { codeOf } from "./read-ids.ts";
import { shellLines } from "./shell-command.ts";
import { UsageError } from "./usage-error.ts";

const MOST_TASKS = 1_000_000;

export async function emulator(args: Arguments, output: Output, modules: Modules): Promise<number> {
  const { createLiveEmulator, testAccessKey } = await modules.testing();
  const port = wholeNumber(args, "port", 0, 65_535) ?? 8799;
  const host = args.value("host") ?? "127.0.0.1";
  const log = (request: ReceivedRequest): undefined => {
    if (output.verbose)
      output.error(`${request.method} ${(request.operation ?? new URL(request.url).pathname).slice(0, 100)}`);
  };
  const service = checked(() =>
    createLiveEmulator({
      ...tasksOf(args),
      quota: quotasOf(args),
      latencyMs: timeMs(args, "latency"),
      faults: args.values("fault").flatMap(faultsOf),
      faultFor: log,
      keepRequests: 0,
    }),
  );
  const server = await service.serve(port, host).catch((error: unknown) => {
    throw new UsageError(
      `the emulator cannot listen on ${host}:${port}: ${codeOf(error)}`,
      "Choose another --port, or 0 for any.",
    );
  });
  // Before the URL is written: its reader may end the emulator at once.
  const interrupted = new Promise<void>((resolve) => {
    const stopListening = onInterrupt(() => {
      stopListening();
      resolve();
    }, resolve);
  });
  if (output.json) output.value({ type: "emulator", url: server.url, port: server.port });
  else output.data(server.url);
  if (!isLoopbackHost(new URL(server.url).hostname)) {
    output.talk(
      `Everyone who reaches ${host} can send requests to this emulator. It is meant for tests on this machine.`,
    );
  }
  output.talk("Try in another terminal (Ctrl-C ends the emulator):");
  const env = {
    ALIBABA_CLOUD_ACCESS_KEY_ID: testAccessKey.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: testAccessKey.accessKeySecret,
  };
  const words = [...program(), "stop", "recording", "task-1", "--endpoint", server.url];
  for (const line of shellLines({ env, words }, process.platform)) output.talk(`  ${line}`);
  await interrupted;
  await server.close();
  for (const [method, { accepted, refused }] of Object.entries(service.counts)) {
    if (accepted + refused > 0) output.talk(`${method}: ${accepted} accepted, ${refused} throttled`);
  }
  return EXIT.ok;
}

/** Returns the words that start this program in another terminal, from any folder: npx and npm find it only where they started it. */
function program(): string[] {
  const [node = "", file = ""] = process.argv;
  return file.endsWith(".js") ? [node, file] : [file];
}

/** Runs `work`; for a refused option of the emulator, throws a usage error with the path of the option. */
function checked<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw new UsageError(`the emulator refuses ${Object(error).message}`, "See apsara-live emulator --help.");
  }
}

function tasksOf(args: Arguments): LiveEmulatorOptions {
  const { recording, monitor, ...tasks } = byName(NOUNS, (noun) => statesOf(args, noun));
  // biome-ignore lint/plugin: the emulator refuses any other state
  return { recordings: recording, monitors: monitor, tasks } as LiveEmulatorOptions;
}

function statesOf(args: Arguments, kind: string): Map<string, string> {
  const count = wholeNumber(args, `${kind}s`, 0, MOST_TASKS) ?? 3;
  const prefix = emulatedPrefix(kind);
  const states = new Map(Array.from({ length: count }, (_, i): [string, string] => [`${prefix}-${i + 1}`, "RUNNING"]));
  for (const given of args.values(kind)) {
    const equals = given.lastIndexOf("=");
    const id = equals < 0 ? given : given.slice(0, equals);
    states.set(id, equals < 0 ? "RUNNING" : given.slice(equals + 1).toUpperCase());
  }
  return states;
}

/** `50` for the stops, `method=50` for one method; lists with commas. */
function quotasOf(args: Arguments): Record<string, number> {
  const quotas: Record<string, number> = {};
  for (const item of args.values("quota").flatMap((text) => text.split(","))) {
    const [, method, rate] = /^(?:([A-Za-z]+)=)?(\d{1,7})$/.exec(item.trim()) ?? [];
    if (rate === undefined)
      throw new UsageError(`--quota has no value "${item}"`, "Write --quota 50, or --quota stopRtcCloudRecording=50.");
    const methods = method === undefined ? STOP_NAMES.map((name) => OPERATIONS[name].method) : [method];
    for (const name of methods) quotas[name] = Number(rate);
  }
  return quotas;
}

/** A type, a list of types with commas, or an object in JSON. */
function faultsOf(text: string): Fault[] {
  // biome-ignore lint/plugin: the emulator refuses any other type
  if (!text.startsWith("{")) return text.split(",").map((type) => type.trim() as Fault);
  try {
    return [JSON.parse(text)];
  } catch {
    throw new UsageError(
      "--fault is no JSON",
      'Write a type, such as lost-reply, or JSON, such as {"type":"slow","ms":50}.',
    );
  }
}
