// The commands of the program `apsara-live`, loaded when its arguments name a command.
import { run as runCommand } from "../cli/run.ts";

export const run = (args: readonly string[]): Promise<number> =>
  runCommand(args, {
    live: () => import("./index.ts"),
    node: () => import("./node.ts"),
    testing: () => import("./testing.ts"),
  });
