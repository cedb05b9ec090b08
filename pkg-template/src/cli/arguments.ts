// The parser of arguments: `parseArgs` of Node.js, with refusals that name the remedy.
import { parseArgs } from "node:util";
import { suggestion } from "../options/suggest.ts";
import { COMMANDS, type CommandRow, GLOBAL_OPTIONS, type OptionRow } from "./command-table.ts";
import { UsageError } from "./usage-error.ts";

/** A parsed command line. */
export interface Arguments {
  readonly command: CommandRow;
  /** The words after the command. */
  readonly words: readonly string[];
  has(name: string): boolean;
  /** The value of an option that is given at most once. */
  value(name: string): string | undefined;
  values(name: string): readonly string[];
}

/** A time; a number without a unit means seconds. */
const TIME = /^(\d+(?:\.\d+)?)(ms|[smhd])?$/;

/** Parses arguments; throws a {@link UsageError}. */
export function parsed(args: readonly string[]): Arguments {
  const all = [...GLOBAL_OPTIONS, ...COMMANDS.flatMap(({ options }) => options)];
  const options = Object.fromEntries(
    all.map(({ name, value, isOptional }) => [
      name,
      { type: value === undefined || isOptional ? "boolean" : "string", multiple: true } as const,
    ]),
  );
  const { positionals, tokens } = parseArgs({ args, options, allowPositionals: true, strict: false, tokens: true });
  const [name, ...words] = positionals;
  const command = commandOf(name);
  const allowed = [...GLOBAL_OPTIONS, ...command.options];
  const values = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const row = allowed.find((option) => option.name === token.name);
    if (row === undefined) throw unknownOption(token.rawName ?? "", token.name ?? "", command, allowed);
    const next = args[token.index + 1];
    if (row.isOptional && token.value === undefined && next !== undefined && TIME.test(next)) {
      throw new UsageError(`--${row.name} takes its time after =`, `Write --${row.name}=${next}.`);
    }
    const given = values.get(row.name) ?? [];
    // In "--journal --dry-run", the next option must not replace a forgotten value.
    const isOption = token.inlineValue === false && /^-./.test(token.value ?? "");
    values.set(row.name, [...given, optionValue(row, isOption ? undefined : token.value, given.length, command)]);
  }
  return {
    command,
    words,
    has: (option) => values.has(option),
    value: (option) => values.get(option)?.[0],
    values: (option) => values.get(option) ?? [],
  };
}

function commandOf(name: string | undefined): CommandRow {
  const command = COMMANDS.find((row) => row.name === name);
  if (command !== undefined) return command;
  const names = COMMANDS.map((row) => row.name);
  if (name === undefined) throw new UsageError("no command is given", `Give one of ${names.join(", ")}; see --help.`);
  const near = names.find((known) => suggestion(name, [known]) !== undefined);
  throw new UsageError(
    `there is no command "${name}"`,
    near === undefined ? `Give one of ${names.join(", ")}; see --help.` : `Did you mean "${near}"?`,
  );
}

function unknownOption(raw: string, name: string, command: CommandRow, allowed: readonly OptionRow[]): UsageError {
  const owners = COMMANDS.filter(({ options }) => options.some((option) => option.name === name));
  if (owners.length > 0) {
    const others = owners.map((owner) => owner.name).join(" and ");
    return new UsageError(`${raw} is an option of ${others}, not of ${command.name}`, seeHelp(command));
  }
  const near = allowed.find((option) => suggestion(name, [option.name]) !== undefined);
  return new UsageError(
    `there is no option ${raw}`,
    near === undefined ? seeHelp(command) : `Did you mean --${near.name}?`,
  );
}

function optionValue(
  { name, value, isOptional, many, choices }: OptionRow,
  given: string | undefined,
  before: number,
  command: CommandRow,
) {
  if (value === undefined) {
    if (given === undefined) return "";
    throw new UsageError(`--${name} takes no value`, `Write --${name} alone.`);
  }
  if (isOptional && given === undefined) return "";
  if (given === undefined || given === "") throw new UsageError(`--${name} needs a value`, `Write --${name} ${value}.`);
  if (before > 0 && many !== true) throw new UsageError(`--${name} is given twice`, seeHelp(command));
  if (choices?.includes(given) === false)
    throw new UsageError(`--${name} has no value "${given}"`, `Use ${choices.join(" or ")}.`);
  return given;
}

const seeHelp = ({ name }: CommandRow): string => `See apsara-live ${name} --help.`;

/** Returns a whole number of an option. */
export function wholeNumber(args: Arguments, name: string, min: number, max: number): number | undefined {
  const text = args.value(name);
  if (text === undefined) return undefined;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError(`--${name} is no number from ${min} to ${max}`, `Write --${name} N.`);
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Returns a time of an option, in milliseconds, up to a number of days. A number without a unit means seconds. */
export function timeMs(args: Arguments, name: string, days = 1): number | undefined {
  const text = args.value(name);
  if (!text) return undefined;
  const [, number, unit = "s"] = TIME.exec(text) ?? [];
  const value = Math.round(Number(number) * (UNITS[unit] ?? 1));
  if (value >= 1 && value <= days * 86_400_000) return value;
  const most = days === 1 ? "a day" : `${days} days`;
  throw new UsageError(`--${name} is no time up to ${most}`, "Write it as 30s, 500ms, 2m or 6h.");
}
