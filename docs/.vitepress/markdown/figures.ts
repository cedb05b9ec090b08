// Drawings that stand alone in a paragraph: the paragraph scrolls on a narrow screen, by keyboard, too.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { MarkdownOptions } from "vitepress";

/** The size keeps the room of the drawing free until it is there. */
function sizeOf(file: string): [name: string, value: string][] {
  const [head = ""] = /^<svg [^>]*>/.exec(readFileSync(file, "utf8")) ?? [];
  return ["width", "height"].map((name) => [name, new RegExp(` ${name}="(\\d+)"`).exec(head)?.[1] ?? ""]);
}

export const figures: NonNullable<MarkdownOptions["config"]> = (md) => {
  md.renderer.rules.paragraph_open = (tokens, index, options, env, self) => {
    const [image, ...others] = tokens[index + 1]?.children ?? [];
    const source = image?.attrGet("src");
    if (image?.type === "image" && others.length === 0 && source?.endsWith(".svg") === true) {
      const attributes = { class: "figure", role: "group", tabindex: "0", "aria-label": image.content };
      for (const [name, value] of Object.entries(attributes)) tokens[index]?.attrSet(name, value);
      for (const [name, value] of sizeOf(join(dirname(env.path), source))) image.attrSet(name, value);
    }
    return self.renderToken(tokens, index, options);
  };
};
