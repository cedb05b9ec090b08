// Sections of a page for the search index. VitePress indexes no dynamic routes and no components, so that the pages of error codes and the
// list of actions are added here.
import { basename } from "node:path";
import type { ListedAction } from "../actions/catalog.ts";
import type { ErrorPage } from "../errors/catalog.ts";
import { whole, withPairs } from "./words.ts";

export interface SearchSection {
  anchor: string;
  titles: string[];
  text: string;
}

const HEADING = /<h([1-6])[^>]*?>(.*?<a [^>]*?href="#.*?"[^>]*?>.*?<\/a>)<\/h\1>/gis;
const HEADING_PARTS = /(.*?)<a [^>]*?href="#(.*?)"[^>]*?>.*?<\/a>/is;

/** @param pages texts of the error pages by slug, for the language of each folder; @param actions all actions of the service */
export function sectionsOf(
  pages: (isChinese: boolean) => ReadonlyMap<string, ErrorPage>,
  actions: readonly ListedAction[],
) {
  return (file: string, html: string): SearchSection[] => {
    const isChinese = file.includes("/zh/errors/");
    const page = /\/errors\/[^/]+$/.test(file) ? pages(isChinese).get(basename(file, ".md")) : undefined;
    if (page !== undefined)
      return [{ anchor: "", titles: [page.title], text: withPairs(`${whole(page.title)} ${page.searchText}`) }];
    const sections = split(html);
    if (!/\/actions\.md$/.test(file)) return sections;
    const above = sections[0]?.titles ?? [];
    return [...sections, ...actions.map((action) => actionSection(action, above))];
  };
}

function actionSection({ name, required, optional }: ListedAction, above: readonly string[]): SearchSection {
  return { anchor: name, titles: [...above, name], text: [whole(name), name, ...required, ...optional].join(" ") };
}

function split(html: string): SearchSection[] {
  const [, ...parts] = html.split(HEADING);
  const sections: SearchSection[] = [];
  const above: string[] = [];
  for (let at = 0; at + 2 < parts.length; at += 3) {
    const level = Number(parts[at]) - 1;
    const [, heading = "", anchor = ""] = HEADING_PARTS.exec(parts[at + 1] ?? "") ?? [];
    const title = textOf(heading);
    above.length = level;
    above[level] = title;
    const titles = above.filter((text) => text !== undefined);
    // The title as well: the stored one keeps its Chinese in one piece, because the list of results shows it.
    if (title) sections.push({ anchor, titles, text: withPairs(`${title} ${textOf(parts[at + 2] ?? "")}`) });
  }
  return sections;
}

function textOf(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/&(?:lt|gt|amp|quot|#39);/g, " ")
    .replaceAll(/[\u200B\s]+/g, " ")
    .trim();
}
