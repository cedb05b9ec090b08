// `completion`: scripts for bash, zsh and fish, written from the table of commands.
import type { Arguments } from "./arguments.ts";
import { COMMANDS, GLOBAL_OPTIONS, type OptionRow } from "./command-table.ts";
import { EXIT } from "./exit-codes.ts";
import type { Output } from "./output.ts";
import { UsageError } from "./usage-error.ts";

export function completion(args: Arguments, output: Output): number {
  const [shell, ...rest] = args.words;
  const script = shell !== undefined && Object.hasOwn(SCRIPTS, shell) ? SCRIPTS[shell] : undefined;
  if (script === undefined || rest.length > 0) {
    throw new UsageError(
      shell === undefined ? "no shell is given" : `there is no completion for "${args.words.join(" ")}"`,
      "Write apsara-live completion bash, zsh or fish.",
    );
  }
  for (const line of script()) output.data(line);
  return EXIT.ok;
}

const optionsOf = (own: readonly OptionRow[]): readonly OptionRow[] => [...own, ...GLOBAL_OPTIONS];
const flags = (own: readonly OptionRow[]): string =>
  optionsOf(own)
    .map(({ name }) => `--${name}`)
    .join(" ");
const ALL = optionsOf(COMMANDS.flatMap(({ options }) => options));
const withChoices = ALL.filter(({ choices }) => choices !== undefined);
const unique = (names: readonly string[]): string[] => [...new Set(names)];
const NAMES = COMMANDS.map(({ name }) => name);
const namesWithFiles = ["from", "journal", "left", "peers"];

function bash(): string[] {
  const others = unique(
    ALL.filter(({ value, choices, name }) => value && !choices && !namesWithFiles.includes(name)).map(
      ({ name }) => name,
    ),
  );
  return [
    "# bash completion of apsara-live",
    "_apsara_live() {",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: variables of bash
    '  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" command="" word',
    "  COMPREPLY=()",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: variables of bash
    '  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do',
    `    case "$word" in ${NAMES.join("|")}) command="$word"; break ;; esac`,
    "  done",
    '  case "$previous" in',
    ...unique(
      withChoices.map(
        ({ name, choices }) =>
          `    --${name}) COMPREPLY=($(compgen -W "${choices?.join(" ")}" -- "$current")); return ;;`,
      ),
    ),
    // One name a line: names may have spaces. `compopt` quotes them; the bash of macOS has none.
    `    ${namesWithFiles.map((name) => `--${name}`).join("|")})`,
    "      local IFS=$'\\n'; compopt -o filenames 2>/dev/null",
    '      COMPREPLY=($(compgen -f -- "$current")); return ;;',
    `    ${others.map((name) => `--${name}`).join("|")}) return ;;`,
    "  esac",
    '  if [ -z "$command" ]; then',
    `    COMPREPLY=($(compgen -W "${NAMES.join(" ")} ${flags([])}" -- "$current")); return`,
    "  fi",
    '  case "$command" in',
    ...COMMANDS.map(
      ({ name, words, options }) =>
        `    ${name}) COMPREPLY=($(compgen -W "${[...words, flags(options)].join(" ")}" -- "$current")) ;;`,
    ),
    "  esac",
    "}",
    "complete -F _apsara_live apsara-live",
  ];
}

/** In single quotes of the shell, with the colons and brackets of `_arguments` escaped. */
const zshText = (text: string): string => text.replaceAll("'", "’").replace(/[[\]:]/g, "\\$&");

function zsh(): string[] {
  const option = ({ name, value, text, choices, many }: OptionRow): string => {
    const after = namesWithFiles.includes(name)
      ? ":file:_files"
      : choices
        ? `:value:(${choices.join(" ")})`
        : `:${value?.replace(/[[\]:=]/g, " ")}:`;
    return `'${many === true ? "*" : ""}--${name}[${zshText(text)}]${value === undefined ? "" : after}'`;
  };
  const withValue = GLOBAL_OPTIONS.flatMap(({ name, value }) => (value === undefined ? [] : [name]));
  return [
    "#compdef apsara-live",
    "_apsara_live() {",
    // The command is the first word that is one: options may come before it.
    `  local command at=\${words[(i)(${NAMES.join("|")})]}`,
    "  if (( at < CURRENT )); then",
    "    command=$words[at]",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: variables of zsh
    '    words=("$command" "${(@)words[at+1,-1]}"); (( CURRENT -= at - 1 ))',
    `  elif [[ $words[CURRENT] == -* || $words[CURRENT-1] == --(${withValue.join("|")}) ]]; then`,
    `    _arguments ${GLOBAL_OPTIONS.map(option).join(" ")}; return`,
    "  else",
    `    _values command ${COMMANDS.map(({ name, summary }) => `'${name}[${zshText(summary)}]'`).join(" ")}; return`,
    "  fi",
    "  case $command in",
    ...COMMANDS.map(({ name, words, options }) => {
      const first = words.length === 0 ? [] : [`'1:word:(${words.join(" ")})'`];
      return `    ${name}) _arguments ${[...first, ...optionsOf(options).map(option)].join(" ")} ;;`;
    }),
    "  esac",
    "}",
    'if [ "$funcstack[1]" = "_apsara_live" ]; then _apsara_live "$@"; else compdef _apsara_live apsara-live; fi',
  ];
}

function fish(): string[] {
  const text = (words: string): string => `'${words.replaceAll("'", "\\'")}'`;
  const line = (condition: string, { name, value, text: about, choices }: OptionRow): string => {
    const needs = value === undefined ? "" : namesWithFiles.includes(name) ? " -r -F" : " -x";
    const values = choices === undefined ? "" : ` -a ${text(choices.join(" "))}`;
    return `complete -c apsara-live${condition} -l ${name}${needs}${values} -d ${text(about)}`;
  };
  const isFirst = text(`not __fish_seen_subcommand_from ${NAMES.join(" ")}`);
  return [
    "# fish completion of apsara-live",
    "complete -c apsara-live -f",
    ...COMMANDS.map(({ name, summary }) => `complete -c apsara-live -n ${isFirst} -a ${name} -d ${text(summary)}`),
    ...GLOBAL_OPTIONS.map((row) => line("", row)),
    ...COMMANDS.flatMap(({ name, words, options }) => {
      const condition = ` -n '__fish_seen_subcommand_from ${name}'`;
      const first = words.length === 0 ? [] : [`complete -c apsara-live${condition} -a ${text(words.join(" "))}`];
      return [...first, ...options.map((row) => line(condition, row))];
    }),
  ];
}

const SCRIPTS: Readonly<Record<string, () => string[]>> = { bash, zsh, fish };
