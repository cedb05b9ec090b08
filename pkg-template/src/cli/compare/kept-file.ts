// The file of a recording: opened before the first request, so that no recording is lost for want of a place.
import { closeSync, openSync, rmSync, writeFileSync } from "node:fs";
import type { Arguments } from "../arguments.ts";
import { confirmed } from "../confirm.ts";
import { report } from "../explain.ts";
import type { Output } from "../output.ts";
import { codeOf } from "../read-ids.ts";
import { UsageError } from "../usage-error.ts";
import { type Recording, recordingText } from "./recording.ts";

export class KeptFile {
  readonly #path: string | undefined;
  readonly #descriptor: number = -1;
  #isKept = false;

  /** Throws a `UsageError` if no new file can be made; without a path, nothing is kept. */
  constructor(path: string | undefined) {
    this.#path = path;
    if (path === undefined) return;
    try {
      this.#descriptor = openSync(path, "wx");
    } catch (error) {
      const code = codeOf(error);
      if (code === "EEXIST") {
        throw new UsageError(`--output ${path} exists`, "It would be replaced. Name a new file.");
      }
      throw new UsageError(`--output ${path} cannot be written: ${code}`, "Check the path and its permissions.");
    }
  }

  /** Shows the recording, and writes it unless the user says no. Returns whether the wish of the user was met. */
  keep(recording: Recording, args: Arguments, output: Output): boolean {
    const path = this.#path;
    if (path === undefined) return true;
    const text = recordingText(recording);
    for (const line of text.trimEnd().split("\n")) output.talk(line);
    if (!args.has("yes") && !confirmed(`Keep this in ${path}?`, "to keep the recording")) return true;
    try {
      writeFileSync(this.#descriptor, text);
    } catch (error) {
      const happened = `--output ${path} cannot be written: ${codeOf(error)}`;
      report(output, {
        happened,
        means: "The recording is lost.",
        remedy: "Make room for the file, and run it again.",
      });
      return false;
    }
    this.#isKept = true;
    output.talk(`${path} has the recording. Read it before you share it.`);
    return true;
  }

  /** Closes the file, and removes it if it has no recording. */
  close(): void {
    if (this.#path === undefined) return;
    closeSync(this.#descriptor);
    if (!this.#isKept) rmSync(this.#path, { force: true });
  }
}
