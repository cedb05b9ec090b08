// The lines that run a command with environment variables, for the shells of a system.

export interface ShellCommand {
  readonly env: Readonly<Record<string, string>>;
  readonly words: readonly string[];
}

/** Returns the lines, one for each kind of shell: Windows does not tell a program which shell a terminal has. */
export function shellLines(command: ShellCommand, platform: string): readonly string[] {
  return platform === "win32"
    ? [`PowerShell: ${forPowerShell(command)}`, `cmd: ${forCmd(command)}`]
    : [forUnix(command)];
}

/** Without the program `env`, csh and PowerShell would take the variables for a program. */
function forUnix({ env, words }: ShellCommand): string {
  const set = Object.entries(env).map(([name, value]) => `${name}=${unixWord(value)}`);
  return [...(set.length > 0 ? ["env", ...set] : []), ...words.map(unixWord)].join(" ");
}

const unixWord = (word: string): string => (isPlain(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

function forPowerShell({ env, words: [program = "", ...words] }: ShellCommand): string {
  const set = Object.entries(env).map(([name, value]) => `$env:${name}=${powerShellText(value)}; `);
  // Without `&`, a text in quotes is no command.
  const said = [`& ${powerShellText(program)}`, ...words.map((word) => (isPlain(word) ? word : powerShellText(word)))];
  return `${set.join("")}${said.join(" ")}`;
}

/** PowerShell takes the typographic quotes for quotes, too. */
const powerShellText = (text: string): string => `'${text.replace(/['‘’‚‛]/g, "$&$&")}'`;

function forCmd({ env, words }: ShellCommand): string {
  const set = Object.entries(env).map(([name, value]) => `set "${name}=${value}"`);
  // No path of Windows has a double quote.
  return [...set, words.map((word) => (isPlain(word) ? word : `"${word}"`)).join(" ")].join("&& ");
}

/** Whether no shell gives a meaning to a character of the word. */
const isPlain = (word: string): boolean => /^[\w./:-]+$/.test(word);
