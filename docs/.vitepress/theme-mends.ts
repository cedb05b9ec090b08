// Mends of the default theme, which VitePress 1 has no option for. A mend that no longer fits fails the build.
import type { Plugin } from "vitepress";

interface Mend {
  readonly component: string;
  readonly from: string;
  readonly to: string;
}

const MENDS: readonly Mend[] = [
  // The landmark of a page's content, which the home page lacks.
  { component: "VPHome.vue", from: '<div \n    class="VPHome" ', to: '<div\n    role="main"\n    class="VPHome" ' },
  // The name of the button is its label. The key beside it is a hint for the eye, which theme/style.css writes.
  {
    component: "VPNavBarSearchButton.vue",
    from: '<kbd class="DocSearch-Button-Key">K</kbd>',
    to: '<kbd class="DocSearch-Button-Key" data-key="K"></kbd>',
  },
];

export function themeMends(): Plugin {
  return {
    name: "theme-mends",
    enforce: "pre",
    transform(code, id) {
      const mend = MENDS.find(({ component }) => id.endsWith(`/theme-default/components/${component}`));
      if (mend === undefined) return undefined;
      if (!code.includes(mend.from))
        throw new Error(`the mend of ${mend.component} does not fit this version of VitePress`);
      return code.replace(mend.from, mend.to);
    },
  };
}
