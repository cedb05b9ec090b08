// The sidebar, made from the pages: their first headings, in the order of the frontmatter field `order`.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { DefaultTheme } from "vitepress";

/** Names of the sidebar's sections, by folder. */
export interface SidebarTexts {
  readonly sections: { readonly [Folder in Section]: string };
  readonly errors: string;
  readonly api: string;
  readonly playground: string;
  readonly signature: string;
  readonly actions: string;
  readonly tools: string;
}

const SECTIONS = ["guide", "recipes", "migrate"] as const;
type Section = (typeof SECTIONS)[number];

interface Page {
  readonly title: string;
  readonly order: number;
  readonly link: string;
}

/** @param root folder of the pages of one language; @param prefix the path of that language, such as `/zh` */
export function sidebar(root: string, prefix: string, texts: SidebarTexts): DefaultTheme.SidebarItem[] {
  const sections = SECTIONS.map((folder) => ({
    text: texts.sections[folder],
    items: pagesOf(join(root, folder), `${prefix}/${folder}`),
  }));
  return [
    ...sections.filter(({ items }) => items.length > 0),
    {
      text: texts.tools,
      items: [
        { text: texts.playground, link: `${prefix}/playground` },
        { text: texts.signature, link: `${prefix}/signature` },
        { text: texts.actions, link: `${prefix}/actions` },
        { text: texts.errors, link: `${prefix}/errors/` },
        { text: texts.api, link: "/api/" },
      ],
    },
  ];
}

/** The first guide of a language for the bar above, where there is one. */
export function guideLink(root: string, prefix: string, text: string): DefaultTheme.NavItemWithLink[] {
  const link = pagesOf(join(root, "guide"), `${prefix}/guide`)[0]?.link;
  return link === undefined ? [] : [{ text, link, activeMatch: `^${prefix}/(guide|recipes|migrate)/` }];
}

/** The sidebar of the API reference, which is in English only. */
export function apiSidebar(root: string): DefaultTheme.SidebarItem[] {
  const main = pagesOf(root, "/api");
  const subpaths = pagesOf(join(root, "apsara-live"), "/api/apsara-live");
  return [{ text: "API", link: "/api/", items: [...main, ...subpaths] }];
}

function pagesOf(folder: string, path: string): DefaultTheme.SidebarItem[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(".md") && file !== "index.md")
    .map((file) => pageOf(readFileSync(join(folder, file), "utf8"), file, path))
    .sort((a, b) => a.order - b.order || a.title.localeCompare(b.title))
    .map(({ title, link }) => ({ text: title, link }));
}

function pageOf(text: string, file: string, path: string): Page {
  const name = file.replace(/\.md$/, "");
  const heading = /^# (.+)$/m.exec(text)?.[1] ?? name;
  const order = /^---\n(?:.*\n)*?order: (\d+)\n/.exec(text)?.[1];
  return {
    title: heading.replaceAll(/[`*]|\\(?=[^\w\s])/g, ""),
    order: order === undefined ? Number.MAX_SAFE_INTEGER : Number(order),
    link: `${path}/${name}`,
  };
}
