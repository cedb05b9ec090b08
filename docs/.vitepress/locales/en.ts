// English texts of the site's frame.
import type { DefaultTheme, LocaleSpecificConfig } from "vitepress";
import { guideLink, sidebar } from "../sidebar.ts";

export function english(root: string): LocaleSpecificConfig<DefaultTheme.Config> & { label: string } {
  return {
    label: "English",
    lang: "en",
    description:
      "Stops ApsaraVideo Live RTC cloud recordings and stream monitors, and reports reliably whether they are stopped.",
    themeConfig: {
      nav: [
        ...guideLink(root, "", "Guide"),
        { text: "Playground", link: "/playground" },
        { text: "Signature", link: "/signature" },
        { text: "Errors", link: "/errors/" },
        { text: "API", link: "/api/" },
      ],
      sidebar: sidebar(root, "", {
        sections: { guide: "Guide", recipes: "Recipes", migrate: "Coming from" },
        tools: "Reference",
        playground: "Playground",
        signature: "Signature, stage by stage",
        actions: "All actions",
        errors: "Error codes",
        api: "API",
      }),
      editLink: {
        pattern: "https://github.com/apsara-live/apsara-live/edit/main/docs/:path",
        text: "Edit this page",
      },
      footer: {
        message: "Unofficial: not made, endorsed or supported by Alibaba Cloud.",
        copyright: "MIT or Apache-2.0",
      },
    },
  };
}
