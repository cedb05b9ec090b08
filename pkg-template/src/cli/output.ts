// stdout for data and stderr for messages, with a bar that stays below both.
import process from "node:process";
import { styleText } from "node:util";
import { codeOf } from "./read-ids.ts";

/** Style of a word on a terminal. */
export type Style = "green" | "yellow" | "red" | "dim" | "bold";

/** A word in a style, where the terminal has styles. */
export interface Styled {
  readonly style: Style;
  readonly text: string;
}

/** Parts of one line. */
type Parts = readonly (string | Styled)[];

/** The bar on the last line of the terminal. */
export interface Bar {
  line(columns: number): string;
}

export interface OutputOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly noColor: boolean;
}

export class Output {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** Aborts when the reader of stdout closes it, or its terminal goes away. */
  readonly readerGone: AbortSignal;
  /** The system's error code if data could not be written, for example to a full disk. */
  lostTo: string | undefined;
  readonly #noColor: boolean;
  #bar: Bar | undefined;
  #drawn = "";
  #isTalkLost = false;

  constructor({ json, quiet, verbose, noColor }: OutputOptions) {
    this.json = json;
    this.quiet = quiet;
    this.verbose = verbose;
    const { NO_COLOR, TERM } = process.env;
    this.#noColor = noColor || (NO_COLOR !== undefined && NO_COLOR !== "") || TERM === "dumb";
    const gone = new AbortController();
    this.readerGone = gone.signal;
    process.stdout.on("error", (error) => {
      // A terminal that has gone away gives EIO, as does a broken disk.
      const isGone = codeOf(error) === "EPIPE" || (this.isDataShown && codeOf(error) === "EIO");
      if (!isGone) this.lostTo ??= codeOf(error);
      gone.abort();
    });
    process.stderr.on("error", () => {
      this.#isTalkLost = true;
    });
  }

  /** Whether stdout is a terminal. */
  get isDataShown(): boolean {
    return process.stdout.isTTY === true;
  }

  /** Whether stderr is a terminal. */
  get isTalkShown(): boolean {
    return process.stderr.isTTY === true;
  }

  /** Writes a line of data. */
  data(...parts: Parts): void {
    if (this.readerGone.aborted) return;
    // Only a line on the same terminal would run into the bar.
    const isShared = this.isDataShown && this.#drawn !== "";
    if (isShared) this.#erase();
    process.stdout.write(this.#line(parts, this.isDataShown));
    if (isShared) this.draw();
  }

  /** Writes a value as JSON: on one line, or indented by `indent` spaces. */
  value(value: unknown, indent = 0): void {
    for (const line of escapedJson(value, indent).split("\n")) this.data(line);
  }

  /** Writes a message, unless messages are off. */
  talk(...parts: Parts): void {
    if (!this.quiet) this.error(...parts);
  }

  /** Writes a message in any case. */
  error(...parts: Parts): void {
    if (this.#isTalkLost) return;
    const isBarred = this.#drawn !== "";
    if (isBarred) this.#erase();
    process.stderr.write(this.#line(parts, this.isTalkShown));
    if (isBarred) this.draw();
  }

  #line(parts: Parts, isShown: boolean): string {
    const hasStyles = isShown && !this.#noColor;
    const shown = parts.map((part) => {
      if (typeof part === "string") return visible(part);
      const text = visible(part.text);
      return hasStyles ? styleText(part.style, text, { validateStream: false }) : text;
    });
    return `${withoutEnd(shown.join(""))}\n`;
  }

  /** Puts a bar on the last line of the terminal. The returned function removes the bar. */
  keep(bar: Bar): () => void {
    if (this.quiet || !this.isTalkShown || process.env.TERM === "dumb") return () => {};
    this.#bar = bar;
    this.draw();
    return () => {
      this.#erase();
      this.#bar = undefined;
    };
  }

  /** Draws the bar again. */
  draw(): void {
    if (this.#bar === undefined || this.#isTalkLost) return;
    // Leaves the last column free: some terminals wrap a full line.
    const line = this.#bar.line((process.stderr.columns ?? 80) - 1);
    if (line === this.#drawn) return;
    process.stderr.write(`\r${line}\x1b[K`);
    this.#drawn = line;
  }

  #erase(): void {
    if (this.#drawn === "") return;
    process.stderr.write("\r\x1b[K");
    this.#drawn = "";
  }
}

/** Returns a line without the blanks at its end. Not by / +$/, which begins anew at each blank of a row of them. */
function withoutEnd(line: string): string {
  let end = line.length;
  while (line[end - 1] === " ") end -= 1;
  return line.slice(0, end);
}

/**
 * Returns a text that can neither move the cursor of a terminal, nor forge a line, nor change the direction of writing. Texts of the
 * service, of files, of arguments and of clients of the emulator may contain anything. A tab stays: it separates the cells of data.
 */
export const visible = (text: string): string =>
  // One by one: a repetition of a class with characters beyond U+FFFF takes a place on the stack for each.
  text.replace(/[^\P{Cc}\t]|[\p{Cf}\p{Zl}\p{Zp}]/gu, " ");

/** The deepest level of a value that `JSON.stringify` refuses: a reply may nest 100,000 levels. */
const MAX_DEPTH = 32;

function jsonOf(value: unknown, indent: number): string {
  try {
    return JSON.stringify(value, null, indent);
  } catch {
    return JSON.stringify(shallow(value, 0), null, indent);
  }
}

/** Returns a copy without what is nested too deeply. */
function shallow(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth === MAX_DEPTH) return "nested too deeply";
  if (Array.isArray(value)) return value.map((item) => shallow(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shallow(member, depth + 1)]));
}

/** JSON in which each such character is escaped. */
function escapedJson(value: unknown, indent: number): string {
  const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return jsonOf(value, indent).replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character.split("").map(escaped).join(""),
  );
}

/** Returns a text on one line, without tabs. */
export const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, " ").trim();
