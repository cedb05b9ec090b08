// The start of the program. It prints help and version itself, and loads nothing else for them.
import process from "node:process";
import { version } from "../api/version.ts";
import { COMMANDS } from "./command-table.ts";
import { helpOf } from "./help.ts";

/** The module that runs all other commands. */
interface Commands {
  run(args: readonly string[]): Promise<number>;
}

/** Runs the program, and sets its exit code. It ends by itself, so that all output is written. */
export function main(args: readonly string[], commands: () => Promise<Commands>): void {
  const text = textFor(args);
  if (text !== undefined) {
    // A closed reader, such as `head`, needs no more output.
    process.stdout.on("error", () => {});
    process.stdout.write(text);
    return;
  }
  commands()
    .then(({ run }) => run(args))
    .then((code) => {
      process.exitCode = code;
    });
}

/** Returns the text if the arguments ask only for a text: help or the version. */
function textFor(args: readonly string[]): string | undefined {
  const end = args.indexOf("--");
  const before = end < 0 ? args : args.slice(0, end);
  const isHelp = before[0] === "help";
  if (isHelp || before.includes("--help") || before.includes("-h")) {
    const words = isHelp ? before.slice(1) : before;
    return helpOf(
      words.find((word) => COMMANDS.some(({ name }) => name === word)),
      before.includes("--all"),
    );
  }
  return before.includes("--version") ? `${version}\n` : undefined;
}
