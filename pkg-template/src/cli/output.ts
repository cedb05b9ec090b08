// stdout for data and stderr for messages, with a bar that stays below both.
import process from "node:process";
import { styleText } from "node:util";
import { codeOf } from "./read-ids.ts";

/** Style of a word on a terminal. */
export type Style = "green" | "yellow" | "red" | "dim" | "bold";

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
  /** Aborts when the reader of stdout closes it. */
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
      if (codeOf(error) !== "EPIPE") this.lostTo ??= codeOf(error);
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
  data(line: string): void {
    if (this.readerGone.aborted) return;
    // Only a line on the same terminal would run into the bar.
    const isShared = this.isDataShown && this.#drawn !== "";
    if (isShared) this.#erase();
    process.stdout.write(`${line}\n`);
    if (isShared) this.draw();
  }

  /** Writes a message, unless messages are off. */
  talk(line: string): void {
    if (!this.quiet) this.error(line);
  }

  /** Writes a message in any case. */
  error(line: string): void {
    if (this.#isTalkLost) return;
    const isBarred = this.#drawn !== "";
    if (isBarred) this.#erase();
    process.stderr.write(`${line}\n`);
    if (isBarred) this.draw();
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

  /** Returns a text in a style, on a terminal with colours. */
  styled(style: Style, text: string, where: "data" | "talk"): string {
    const isShown = where === "data" ? this.isDataShown : this.isTalkShown;
    return isShown && !this.#noColor ? styleText(style, text, { validateStream: false }) : text;
  }
}

/** Returns a text on one line, so that a text of the service cannot move the cursor or forge a line. */
export const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, " ").trim();
