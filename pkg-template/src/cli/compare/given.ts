// What the user gives to the script, from the command line or from a recording.
import { isObject } from "../../options/validate.ts";
import type { Arguments } from "../arguments.ts";
import { UsageError } from "../usage-error.ts";
import type { Recording } from "./recording.ts";
import type { Given, RecordingGiven } from "./script.ts";

/** In the letters of any language. */
const DOMAIN = /^(?=.{1,253}$)[\p{L}\d-]+(?:\.[\p{L}\d-]+)+$/u;

/** Reads the options. */
export function givenBy(args: Arguments, region: string): Given {
  const domain = args.value("monitor-domain");
  if (domain === undefined) {
    throw new UsageError(
      "--monitor-domain is missing",
      "Name a streaming domain of the account: a monitor belongs to one.",
    );
  }
  if (!DOMAIN.test(domain)) {
    throw new UsageError("--monitor-domain is no domain", "Give one such as live.example.com.");
  }
  const owner = args.value("owner");
  if (owner !== undefined && !/^\d{1,19}$/.test(owner)) {
    throw new UsageError("--owner is no number", "Give the numeric ID of the account.");
  }
  const hasOtherHost = args.value("endpoint") === undefined;
  return { region, domain, owner, recording: recordingBy(args), hasOtherHost };
}

const FOR_RECORDING = ["app", "channel", "user", "storage"];

/** A recording costs more than a monitor: all of its options, or none. */
function recordingBy(args: Arguments): RecordingGiven | undefined {
  if (!FOR_RECORDING.some((name) => args.has(name))) return undefined;
  const missing = FOR_RECORDING.filter((name) => !args.has(name)).map((name) => `--${name}`);
  if (missing.length > 0) {
    throw new UsageError(`a recording needs ${missing.join(" and ")}`, "See apsara-live compare --help.");
  }
  const [app = "", channel = "", storage = ""] = ["app", "channel", "storage"].map((name) => args.value(name));
  if (!isObject(jsonOf(storage))) {
    throw new UsageError("--storage is no JSON object", "Write StorageParams of StartRtcCloudRecording as JSON.");
  }
  return { app, channel, storage, users: args.values("user") };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Values for the emulator that lead to the steps of a recording. */
export function givenIn({ region, exchanges }: Recording): Given {
  const has = (text: string): boolean => exchanges.some(({ step }) => step.includes(text));
  return {
    region,
    domain: "live.example.com",
    owner: has("with OwnerId") ? "1234567890123456" : undefined,
    recording: has("start a recording") ? RECORDING : undefined,
    hasOtherHost: has("host of another region"),
  };
}

const RECORDING: RecordingGiven = {
  app: "app",
  channel: "channel",
  users: ["user"],
  storage: JSON.stringify({ StorageType: 1, FileInfo: [{ Format: "MP4" }] }),
};
