// Runs a command, and returns the exit code.
import { setImmediate } from "node:timers/promises";
import { LiveError } from "../api/live-error.ts";
import { type Arguments, parsed } from "./arguments.ts";
import { call } from "./call.ts";
import type { CommandName } from "./command-table.ts";
import { compare } from "./compare/compare.ts";
import { completion } from "./completion.ts";
import type { Modules } from "./connection.ts";
import { doctor } from "./doctor.ts";
import { emulator } from "./emulator.ts";
import { EXIT } from "./exit-codes.ts";
import { report, told } from "./explain.ts";
import { Output } from "./output.ts";
import { loadPeersFrom } from "./peer.ts";
import { sign } from "./sign.ts";
import { status } from "./status.ts";
import { stop } from "./stop.ts";

type Command = (args: Arguments, output: Output, modules: Modules) => number | Promise<number>;

const RUNS: Readonly<Record<CommandName, Command>> = {
  stop,
  status,
  call,
  sign,
  emulator,
  doctor,
  compare,
  completion,
};

export async function run(args: readonly string[], modules: Modules): Promise<number> {
  let output = new Output({ json: false, quiet: false, verbose: false, noColor: args.includes("--no-color") });
  try {
    const parsedArgs = parsed(args);
    const has = (name: string): boolean => parsedArgs.has(name);
    output = new Output({ json: has("json"), quiet: has("quiet"), verbose: has("verbose"), noColor: has("no-color") });
    const peers = parsedArgs.value("peers");
    if (peers !== undefined) loadPeersFrom(peers);
    const code = await RUNS[parsedArgs.command.name](parsedArgs, output, modules);
    // Errors of the last lines come a moment later.
    await setImmediate();
    if (output.lostTo === undefined) return code;
    report(output, {
      happened: `the output cannot be written: ${output.lostTo}`,
      means: "Some lines are missing.",
      remedy: "Make room for them, and run the same command again.",
    });
    return code === EXIT.ok ? EXIT.again : code;
  } catch (error) {
    const code = told(output, error, "read");
    // Every value that createClient refuses comes from the command line or a profile.
    return error instanceof LiveError && error.attempts === 0 && error.kind === "argument" ? EXIT.usage : code;
  }
}
