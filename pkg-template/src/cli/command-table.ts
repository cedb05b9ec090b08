// The commands and their options: the one table behind the help, the parser and the completions.

import { emulatedPrefix, isListed, KINDS, type Kind, NOUNS } from "./kinds.ts";

/** An option with a value, or without one (`value` is missing). */
export interface OptionRow {
  readonly name: string;
  /** The word for its value in the help. */
  readonly value?: string;
  /** The value may be missing, and else follows `=`: the next argument may be an id. */
  readonly isOptional?: true;
  /** May be given more than once. */
  readonly many?: boolean;
  readonly text: string;
  /** Values, for completions. */
  readonly choices?: readonly string[];
}

/** The names of the commands. */
export type CommandName = "stop" | "status" | "call" | "sign" | "emulator" | "doctor" | "compare" | "completion";

export interface CommandRow {
  readonly name: CommandName;
  readonly usage: readonly string[];
  readonly summary: string;
  /** Lines after the usage. */
  readonly text: readonly string[];
  /** Words that may follow, for completions. */
  readonly words: readonly string[];
  readonly options: readonly OptionRow[];
  readonly examples: readonly string[];
}

export const GLOBAL_OPTIONS: readonly OptionRow[] = [
  { name: "region", value: "ID", text: "the region of the service (default: the profile's region, else cn-shanghai)" },
  { name: "endpoint", value: "HOST", text: "the host of the service, or its URL; overrides --region" },
  { name: "network", value: "NAME", text: "public (default) or vpc", choices: ["public", "vpc"] },
  { name: "profile", value: "NAME", text: "the profile of ~/.aliyun/config.json or ~/.alibabacloud/credentials" },
  {
    name: "signature-method",
    value: "NAME",
    text: "ACS3-HMAC-SHA256 (default) or HMAC-SHA1",
    choices: ["ACS3-HMAC-SHA256", "HMAC-SHA1"],
  },
  {
    name: "timeout",
    value: "TIME",
    text: "the time of a call (30s); of stop, without an answer (many ids: 15m)",
  },
  {
    name: "peers",
    value: "DIR",
    text: "the absolute path of the folder of optional packages (default: where this program is)",
  },
  { name: "json", text: "JSON lines on stdout" },
  { name: "quiet", text: "no progress and no summary on stderr, errors only" },
  { name: "verbose", text: "each request, response and retry on stderr; never a secret" },
  { name: "no-color", text: "no colours; NO_COLOR does the same" },
  { name: "help", text: "this text, or the help of a command; with --all, all its options" },
  { name: "version", text: "the version" },
];

const FROM: OptionRow = {
  name: "from",
  value: "FILE",
  text: "reads ids from a file: lines, CSV with a header, or JSON lines",
};
const COLUMN: OptionRow = { name: "column", value: "NAME", text: "the column or the member with the ids" };
const PARAM: OptionRow = {
  name: "param",
  value: "NAME=VALUE",
  many: true,
  text: "a parameter of each task that has no value of its own",
};
const RATE: OptionRow = { name: "rate", value: "N", text: "at most N requests a second (default: the vendor's quota)" };
const PARAMS: OptionRow = { name: "params", value: "JSON", text: "parameters as a JSON object" };

const STOP_OPTIONS: readonly OptionRow[] = [
  FROM,
  COLUMN,
  PARAM,
  RATE,
  { name: "concurrency", value: "N", text: "at most N tasks under way (default: 64)" },
  { name: "verify", text: "asks for the state of a task whose outcome is in doubt" },
  {
    name: "wait",
    value: "TIME",
    isOptional: true,
    text: "waits until the service says that each task has stopped, at most this long after its stop (60s)",
  },
  {
    name: "journal",
    value: "FILE",
    text: "records each task in a file of its own; the same command goes on where it ended",
  },
  { name: "running", text: "stops the monitors that run" },
  {
    name: "older-than",
    value: "TIME",
    text: "with --running: only monitors that started longer ago, such as 6h or 2d",
  },
  { name: "left", value: "FILE", text: "writes the tasks that are failed, unknown or not asked, for the next run" },
  {
    name: "on-hangup",
    value: "NAME",
    text: "go-on (default) or end: what a run does when its terminal or the reader of stdout goes away",
    choices: ["go-on", "end"],
  },
  { name: "dry-run", text: "prints the tasks; signs and sends nothing" },
  { name: "yes", text: "does not ask before more than 20 tasks are stopped" },
];

/** The name of the ID on the wire. */
const idName = ({ id }: Kind): string => id.charAt(0).toUpperCase() + id.slice(1);

/** The parameters that each task needs. */
const besideIt = ({ beside }: Kind): string => beside.map((name) => `--param ${name}=<value> `).join("");

const PLURALS = listed(NOUNS.map((noun) => `${noun}s`));

/** Words with commas, and "or" before the last. */
function listed(words: readonly string[]): string {
  return [words.slice(0, -1).join(", "), ...words.slice(-1)].join(" or ");
}

const INPUT = [
  "Ids come from arguments, from --from FILE, or from stdin with -. A file or stdin has one id a line, or CSV with a header,",
  `or JSON lines with ${[...new Set(KINDS.map(({ id }) => id))].join(" or ")}. It is read to its end before the first request.`,
];

export const COMMANDS: readonly CommandRow[] = [
  {
    name: "stop",
    usage: KINDS.map((kind) => `stop ${kind.noun} <${idName(kind)}>... ${besideIt(kind)}[options]`),
    summary: `stops ${PLURALS}`,
    text: [
      ...INPUT,
      "stdout has one line a task: its outcome, its id, the request id and the code, with tabs between them in a pipe.",
      "Ctrl-C once: nothing more is asked, and requests under way settle. Twice: aborts them, and tells which tasks are unknown.",
    ],
    words: NOUNS,
    options: STOP_OPTIONS,
    examples: [
      "stop recording 5f2b7c1e-8501-4d0c-8ac1-72295a6be0d4",
      "stop recording --from ids.csv --journal stopped.jsonl --wait=2m",
      "stop monitor - --yes --json < monitors.txt",
    ],
  },
  {
    name: "status",
    usage: KINDS.map((kind) => {
      const ids = `<${idName(kind)}>...`;
      return `status ${kind.noun} ${isListed(kind) ? `[${ids}]` : ids} ${besideIt(kind)}[options]`;
    }),
    summary: `shows the state of ${PLURALS}`,
    text: [...INPUT, "Without ids, `status monitor` lists all monitors of the account."],
    words: NOUNS,
    options: [FROM, COLUMN, PARAM, RATE],
    examples: ["status recording 5f2b7c1e-8501-4d0c-8ac1-72295a6be0d4", "status monitor --json"],
  },
  {
    name: "call",
    usage: ["call <Action> [Key=Value...] [options]"],
    summary: "calls any action of the service",
    text: [
      "A request with an unknown fate is sent again only if the action reads, or with --idempotent. stdout has the reply as JSON.",
    ],
    words: [],
    options: [
      PARAMS,
      { name: "idempotent", text: "a second request changes nothing more" },
      {
        name: "method",
        value: "NAME",
        text: "POST or GET, instead of the method of the action",
        choices: ["POST", "GET"],
      },
    ],
    examples: [
      "call DescribeLiveStreamMonitorList PageSize=5",
      'call StartLiveStreamMonitor --params \'{"MonitorId":"…"}\'',
    ],
  },
  {
    name: "sign",
    usage: ["sign <Action> [Key=Value...] [--curl [--redact]] [options]"],
    summary: "signs a request and sends nothing",
    text: [
      "stdout has the signed request as JSON, or as a curl command. The request is valid once, for 15 minutes.",
      "Without --redact it holds the AccessKey ID, the token and the signature. It never holds the AccessKey secret.",
    ],
    words: [],
    options: [
      PARAMS,
      { name: "method", value: "NAME", text: "POST (default) or GET", choices: ["POST", "GET"] },
      { name: "curl", text: "a curl command for a POSIX shell" },
      { name: "redact", text: "masks the AccessKey ID, the token and the signature; with --curl" },
    ],
    examples: ["sign StopRtcCloudRecording TaskId=5f2b7c1e-8501-4d0c-8ac1-72295a6be0d4 --curl --redact"],
  },
  {
    name: "emulator",
    usage: ["emulator [--port 8799] [options]"],
    summary: "runs an emulator of the service, until Ctrl-C",
    text: ["Its AccessKey is testid with the secret testsecret. stdout has its URL."],
    words: [],
    options: [
      { name: "port", value: "N", text: "the port (default: 8799); 0 is any free one" },
      { name: "host", value: "ADDRESS", text: "the address to listen on (default: 127.0.0.1)" },
      ...NOUNS.map((noun) => {
        const prefix = emulatedPrefix(noun);
        return {
          name: `${noun}s`,
          value: "N",
          text: `running ${noun}s ${prefix}-1 to ${prefix}-N (default: 3)`,
        };
      }),
      ...NOUNS.map((noun) => ({
        name: noun,
        value: "ID[=STATE]",
        many: true,
        text: `one more ${noun}, RUNNING by default`,
      })),
      {
        name: "quota",
        value: "[METHOD=]N",
        many: true,
        text: "requests a second, such as 50 or stopRtcCloudRecording=50",
      },
      { name: "latency", value: "TIME", text: "the time of each response, such as 20ms" },
      { name: "fault", value: "FAULT", many: true, text: "a fault of the next request: its type, or JSON" },
    ],
    examples: ["emulator --recordings 2000 --quota 50 --fault lost-reply --fault throttle"],
  },
  {
    name: "doctor",
    usage: ["doctor [options]"],
    summary: "checks credentials, clock, endpoint and signature",
    text: ["Reads the list of monitors once, to see whether the service accepts the signature. Changes nothing."],
    words: [],
    options: [],
    examples: ["doctor --region ap-southeast-1"],
  },
  {
    name: "compare",
    usage: ["compare --monitor-domain <Domain> [--run] [options]", "compare --recording <File>"],
    summary: "holds the emulator against the service",
    text: [
      "Without --run, it tells what it would send and what that costs, and sends nothing. With --run, it makes a monitor of its own, plays a",
      "script of requests with it, and deletes it, also after Ctrl-C. It touches no other task, and sends at most 2 requests a second.",
      "stdout has a line for each difference: whether an outcome differs, the step, what differs, both values, and the row of the tables.",
    ],
    words: [],
    options: [
      { name: "monitor-domain", value: "DOMAIN", text: "a streaming domain of the account, for the monitor" },
      { name: "owner", value: "ID", text: "the numeric ID of the account: sent once, as OwnerId" },
      { name: "app", value: "ID", text: "with --channel, --user and --storage: makes a recording, too" },
      { name: "channel", value: "ID", text: "the channel, with users in it" },
      { name: "user", value: "ID", many: true, text: "a user whom the recording has" },
      { name: "storage", value: "JSON", text: "StorageParams of StartRtcCloudRecording: where its files go" },
      { name: "run", text: "sends the requests, after a question at a terminal" },
      { name: "yes", text: "asks no question" },
      {
        name: "output",
        value: "FILE",
        text: "shows the recording, with placeholders for all names, and keeps it in a new file",
      },
      { name: "recording", value: "FILE", text: "compares a recording that --output has written; sends nothing" },
    ],
    examples: [
      "compare --monitor-domain live.example.com",
      "compare --monitor-domain live.example.com --run --output recording.json",
    ],
  },
  {
    name: "completion",
    usage: ["completion bash|zsh|fish"],
    summary: "prints a completion script for a shell",
    text: [
      'bash: eval "$(apsara-live completion bash)"   fish: apsara-live completion fish | source',
      'The scripts complete the name apsara-live. With npx, define it first: apsara-live() { npx --no apsara-live "$@"; }',
    ],
    words: ["bash", "zsh", "fish"],
    options: [],
    examples: ["completion zsh > ~/.zfunc/_apsara-live"],
  },
];
