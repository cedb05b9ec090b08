// Pages that lead to other pages, for servers that cannot redirect.
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { withPolicy } from "./content-security-policy.ts";
import { knownCodes } from "./errors/catalog.ts";

/** Writes all redirects of the site into its folder. */
export function writeRedirects(dist: string, base: string): void {
  const write = (path: string, target: string): void => {
    const file = join(dist, `${path}.html`);
    const link = `${base}${target}`;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(
      file,
      withPolicy(
        `<!doctype html><html><head><meta charset="utf-8"><title>${path}</title><link rel="icon" href="${base}icon.svg">` +
          `<link rel="canonical" href="${link}"><meta http-equiv="refresh" content="0; url=${link}"></head>` +
          `<body><a href="${link}">${link}</a></body></html>\n`,
      ),
    );
  };
  // A code as it is pasted is a path, too: /errors/NotFound.Task goes to /errors/NotFound-Task.
  for (const { code, slug } of knownCodes().filter((known) => known.code !== known.slug)) {
    for (const folder of ["errors", "zh/errors"]) write(`${folder}/${code}`, `${folder}/${slug}`);
  }
  // The API reference is in English only; the menu of languages does not know that.
  const api = readdirSync(join(dist, "api"), { recursive: true, encoding: "utf8" });
  for (const file of api.filter((name) => name.endsWith(".html"))) {
    const page = file.replaceAll("\\", "/").replace(/\.html$/, "");
    write(`zh/api/${page}`, `api/${page.replace(/^index$/, "")}`);
  }
}
