// The indentation of each line of code, for the further lines of a line that wraps.
import type { MarkdownOptions } from "vitepress";

type Transformer = NonNullable<MarkdownOptions["codeTransformers"]>[number];

/** Writes the number of leading spaces into the style of the line. */
export const indent: Transformer = {
  name: "indent",
  line(line, number) {
    const spaces = /^ */.exec(this.source.split("\n")[number - 1] ?? "")?.[0].length ?? 0;
    if (spaces > 0) line.properties.style = `--indent: ${spaces}`;
  },
};
