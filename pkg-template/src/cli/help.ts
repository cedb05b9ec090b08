// The help texts, written from the table of commands.
import { COMMANDS, type CommandName, type CommandRow, GLOBAL_OPTIONS, type OptionRow } from "./command-table.ts";
import { EXIT_OF_CHECK } from "./exit-codes.ts";

const EXIT_CODES = [
  "Exit codes:",
  "  0    all tasks are stopped, or the command succeeded",
  "  1    some tasks were certainly not stopped; another try does not help",
  "  2    usage: nothing was sent",
  "  75   some outcomes are unknown, or another try may help: run the same command again",
  "  130  interrupted",
];

/** The checks of `doctor`: the first that fails gives the code. */
const EXIT_CODES_OF_CHECKS = [
  "Exit codes:",
  "  0    all checks succeed",
  ...Object.entries(EXIT_OF_CHECK)
    .filter(([, code]) => code > 0)
    .map(([check, code]) => `  ${code}    ${check} failed first`),
];

const EXIT_CODES_OF_COMPARISON = [
  "Exit codes:",
  "  0    no outcome differs, or nothing was sent",
  "  1    some outcome differs",
  "  2    usage: nothing was sent",
  "  75   no whole recording, a task may be left, or --output was not written: stderr tells",
  "  130  interrupted",
];

/** Exit codes of commands that stop nothing. */
const EXIT_CODES_OF: { readonly [Name in CommandName]?: readonly string[] } = {
  doctor: EXIT_CODES_OF_CHECKS,
  compare: EXIT_CODES_OF_COMPARISON,
};

const CREDENTIALS = [
  "Credentials: --profile; else ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET and ALIBABA_CLOUD_SECURITY_TOKEN; else the",
  "variables of OIDC; else the profile ALIBABA_CLOUD_PROFILE, or the current one, of ~/.aliyun/config.json; else",
  "~/.alibabacloud/credentials; else ALIBABA_CLOUD_CREDENTIALS_URI; else the metadata of an ECS instance.",
  "Proxies: HTTPS_PROXY and NO_PROXY.",
];

/** Returns the help of a command, or of the program if there is no such command; `isWhole` adds the options of every command. */
export function helpOf(name: string | undefined, isWhole: boolean): string {
  const command = COMMANDS.find((row) => row.name === name);
  return `${(command === undefined ? program() : ofCommand(command, isWhole)).join("\n")}\n`;
}

function program(): string[] {
  const commands = COMMANDS.flatMap(({ usage }) =>
    usage.map((line) => `  apsara-live ${line.replace(" [options]", "")}`),
  );
  return [
    "Stops ApsaraVideo Live recordings and stream monitors, and reports reliably whether they are stopped.",
    "",
    "Usage:",
    ...commands,
    "",
    "Commands:",
    ...rows(COMMANDS.map(({ name, summary }) => [name, summary])),
    "",
    "Options of every command:",
    ...rows(GLOBAL_OPTIONS.map(optionCells)),
    "",
    ...CREDENTIALS,
    "",
    ...EXIT_CODES,
    "",
    "apsara-live <command> --help tells more.",
  ];
}

function ofCommand({ name, usage, summary, text, options, examples }: CommandRow, isWhole: boolean): string[] {
  const others = isWhole
    ? ["Options of every command:", ...rows(GLOBAL_OPTIONS.map(optionCells))]
    : [`apsara-live ${name} --help --all has the options of every command, such as --profile and --region.`];
  return [
    `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`,
    "",
    "Usage:",
    ...usage.map((line) => `  apsara-live ${line}`),
    "",
    ...text,
    ...(options.length === 0 ? [] : ["", "Options:", ...rows(options.map(optionCells))]),
    "",
    ...others,
    "",
    "Examples:",
    ...examples.map((line) => `  apsara-live ${line}`),
    "",
    ...(EXIT_CODES_OF[name] ?? EXIT_CODES),
  ];
}

const optionCells = ({ name, value, isOptional, text }: OptionRow): [string, string] => [
  `--${name}${value === undefined ? "" : isOptional ? `[=${value}]` : ` ${value}`}`,
  text,
];

function rows(cells: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...cells.map(([name]) => name.length));
  return cells.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`);
}
