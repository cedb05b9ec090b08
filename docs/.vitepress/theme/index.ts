// The default theme, with the components of the pages.
import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme";
import ErrorList from "../components/ErrorList.vue";
import Playground from "../components/Playground.vue";
import Signature from "../components/Signature.vue";
import { queryWords } from "../search/words.ts";
import "./style.css";
import "./tools.css";

const theme: Theme = {
  extends: DefaultTheme,
  enhanceApp({ app, siteData }) {
    app.component("ErrorList", ErrorList).component("Playground", Playground).component("Signature", Signature);
    const { search } = siteData.value.themeConfig;
    // Not in the configuration: functions there are compiled from text in the page, which the Content-Security-Policy forbids.
    search.options.miniSearch = { options: { tokenize: queryWords } };
  },
};

export default theme;
