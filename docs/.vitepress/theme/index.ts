// The default theme with the fonts of the system, so that no text moves when a font arrives late, and the components of the pages.
import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme-without-fonts";
import { h } from "vue";
import ActionList from "../components/ActionList.vue";
import ErrorList from "../components/ErrorList.vue";
import HeroPicture from "../components/HeroPicture.vue";
import Playground from "../components/Playground.vue";
import ReleaseState from "../components/ReleaseState.vue";
import Signature from "../components/Signature.vue";
import { queryWords } from "../search/words.ts";
import "./style.css";
import "./tools.css";

const theme: Theme = {
  extends: DefaultTheme,
  Layout: () =>
    h(DefaultTheme.Layout, null, {
      "home-hero-actions-after": () => h(ReleaseState),
      "home-hero-image": () => h(HeroPicture),
    }),
  enhanceApp({ app, siteData }) {
    const components = { ActionList, ErrorList, Playground, Signature };
    for (const [name, component] of Object.entries(components)) app.component(name, component);
    const { search } = siteData.value.themeConfig;
    // Not in the configuration: functions there are compiled from text in the page, which the Content-Security-Policy forbids.
    search.options.miniSearch = { options: { tokenize: queryWords } };
  },
};

export default theme;
