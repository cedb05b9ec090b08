// The site: English at the root, Chinese under /zh/.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitepress";
import { allActions } from "./actions/catalog.ts";
import { withPolicy } from "./content-security-policy.ts";
import { errorPages } from "./errors/pages.ts";
import { english } from "./locales/en.ts";
import { chinese, chineseSearch } from "./locales/zh.ts";
import { figures } from "./markdown/figures.ts";
import { indent } from "./markdown/indent.ts";
import { writeRedirects } from "./redirects.ts";
import { sectionsOf } from "./search/sections.ts";
import { apiSidebar } from "./sidebar.ts";
import { themeMends } from "./theme-mends.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const pkg = join(root, "..", "pkg");
// GitHub Pages serves the site of a repository under its name.
const base = process.env.APSARA_LIVE_DOCS_BASE ?? "/";

const pages = { en: errorPages("en"), zh: errorPages("zh") };

const [rootLocale, zhLocale] = [english(root), chinese(root)];

export default defineConfig({
  title: "apsara-live",
  base,
  cleanUrls: true,
  lastUpdated: false,
  metaChunk: true,
  srcExclude: ["README.md"],
  locales: { root: rootLocale, zh: zhLocale },
  head: [["link", { rel: "icon", type: "image/svg+xml", href: `${base}icon.svg` }]],
  markdown: {
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    config: figures,
    codeTransformers: [indent],
    languageAlias: { cjs: "javascript", mjs: "javascript", mts: "typescript" },
  },
  themeConfig: {
    logo: "/icon.svg",
    outline: [2, 3],
    sidebar: { "/api/": apiSidebar(join(root, "api")) },
    socialLinks: [{ icon: "github", link: "https://github.com/apsara-live/apsara-live" }],
    search: {
      provider: "local",
      options: {
        locales: { zh: chineseSearch },
        detailedView: false,
        miniSearch: { _splitIntoSections: sectionsOf((isChinese) => (isChinese ? pages.zh : pages.en), allActions()) },
      },
    },
  },
  vite: {
    plugins: [themeMends()],
    resolve: {
      alias: [
        { find: /^apsara-live$/, replacement: join(pkg, "index.js") },
        { find: /^apsara-live\/testing$/, replacement: join(pkg, "testing.js") },
      ],
    },
    server: { fs: { allow: [join(root, "..")] } },
    // The worker of the playground loads the package when it runs.
    worker: { format: "es" },
    build: { chunkSizeWarningLimit: 1024 },
  },
  transformHtml: (code) => withPolicy(code),
  buildEnd: ({ outDir }) => writeRedirects(outDir, base),
});
