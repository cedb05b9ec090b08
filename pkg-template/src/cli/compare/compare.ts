// `compare`: a script of requests against the service and against the emulator, and what the emulator says otherwise.
import { readFileSync } from "node:fs";
import type { Arguments } from "../arguments.ts";
import { confirmed, hasTerminal } from "../confirm.ts";
import { connected, endpointUrl, type Modules } from "../connection.ts";
import { countOf } from "../count-of.ts";
import { EXIT } from "../exit-codes.ts";
import { type Output, oneLine } from "../output.ts";
import { placeOf } from "../place.ts";
import { UsageError } from "../usage-error.ts";
import { type Difference, differencesOf } from "./differences.ts";
import { emulated } from "./emulated.ts";
import { givenBy, givenIn } from "./given.ts";
import { type Judge, judgeBy } from "./judge.ts";
import { KeptFile } from "./kept-file.ts";
import { costOf, tellPlan } from "./plan.ts";
import { parseRecording, type Recording } from "./recording.ts";
import type { Given } from "./script.ts";
import { recorded } from "./service.ts";

export async function compare(args: Arguments, output: Output, modules: Modules): Promise<number> {
  refuseUnused(args);
  const judge = judgeBy((await modules.live()).createClient);
  const path = args.value("recording");
  if (path !== undefined) {
    const recording = readRecording(path);
    return compared(recording, givenIn(recording), { judge, output, modules });
  }
  if (!args.has("run")) {
    const place = placeOf(args, undefined);
    tellPlan(givenBy(args, place.region), endpointUrl(args, place), output);
    output.talk("No profile was read: it may name another region or network.");
    output.talk("Nothing was sent. Add --run to send the requests.");
    return EXIT.ok;
  }
  const connection = await connected(args, output, modules);
  const given = givenBy(args, connection.place.region);
  if (!args.has("yes")) {
    if (!hasTerminal())
      throw new UsageError("there is no terminal to ask for a yes", "Add --yes to send the requests.");
    tellPlan(given, endpointUrl(args, connection.place), output);
    // With --quiet, the question alone tells the cost.
    if (!confirmed(`${costOf(given)} Send these requests?`, "to send the requests")) {
      output.error("nothing was sent");
      return EXIT.usage;
    }
  }
  const file = new KeptFile(args.value("output"));
  try {
    const result = await recorded(args, output, { modules, connection, given, judge });
    if (typeof result === "number") return result;
    const isWhole = file.keep(result.recording, args, output) && result.isWhole;
    const code = await compared(result.recording, given, { judge, output, modules });
    return isWhole ? code : EXIT.again;
  } finally {
    file.close();
  }
}

/** The options of a run, and those that a recording makes useless. */
const OF_RUN = ["output", "yes"];
const OF_SERVICE = ["profile", "region", "network", "endpoint", "timeout"];
const OF_SCRIPT = ["monitor-domain", "owner", "app", "channel", "user", "storage"];
const BESIDE_RECORDING = ["run", ...OF_SCRIPT, ...OF_SERVICE, ...OF_RUN];

/** An option or a word without effect is a mistake of the user. */
function refuseUnused(args: Arguments): void {
  const [word] = args.words;
  if (word !== undefined) throw new UsageError(`${word} has no use here`, "See apsara-live compare --help.");
  if (args.has("signature-method")) {
    throw new UsageError("--signature-method has no use here", "The script sends requests by both methods.");
  }
  const isOfFile = args.has("recording");
  const unused = isOfFile ? BESIDE_RECORDING : args.has("run") ? [] : OF_RUN;
  const names = unused.filter((name) => args.has(name)).map((name) => `--${name}`);
  if (names.length === 0) return;
  const why = isOfFile ? "has no use beside --recording" : "has no use without --run";
  throw new UsageError(`${names.join(", ")} ${why}`, "See apsara-live compare --help.");
}

function readRecording(path: string): Recording {
  try {
    return parseRecording(readFileSync(path, "utf8"));
  } catch (error) {
    const { code, message } = Object(error);
    const why = code ?? message;
    throw new UsageError(`--recording ${path} cannot be read: ${why}`, "Name a file that --output has written.");
  }
}

interface Comparison {
  readonly judge: Judge;
  readonly output: Output;
  readonly modules: Modules;
}

/** Writes the table, and returns the exit code. */
async function compared(service: Recording, given: Given, { judge, output, modules }: Comparison): Promise<number> {
  const emulator = await emulated(given, judge, modules);
  const differences = await differencesOf(service, emulator, judge);
  for (const difference of differences) show(difference, output);
  const changed = differences.filter(({ changesOutcome }) => changesOutcome).length;
  const exchanges = service.exchanges.length;
  if (output.json) {
    output.value({ type: "summary", exchanges, differences: differences.length, changed });
  }
  const outcomes = changed === 0 ? "no outcome differs" : `${countOf(changed, "difference")} with another outcome`;
  output.talk(`${countOf(exchanges, "response")}, ${countOf(differences.length, "difference")}: ${outcomes}`);
  return changed === 0 ? EXIT.ok : EXIT.failed;
}

function show({ action, ...row }: Difference, output: Output): void {
  if (output.json) {
    output.value({ type: "difference", action, ...row });
    return;
  }
  const { step, what, emulator, service, changesOutcome } = row;
  const end = changesOutcome
    ? ({ style: "red", text: "other outcome" } as const)
    : ({ style: "dim", text: "same outcome" } as const);
  const cells = [step, what, `emulator: ${emulator}`, `service: ${service}`, row.row].map(oneLine);
  const separator = output.isDataShown ? "  " : "\t";
  output.data(end, separator, cells.join(separator));
}
