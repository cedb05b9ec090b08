// Chinese texts of the site's frame.
import { join } from "node:path";
import type { DefaultTheme, LocaleSpecificConfig } from "vitepress";
import { guideLink, sidebar } from "../sidebar.ts";

export function chinese(root: string): LocaleSpecificConfig<DefaultTheme.Config> & { label: string; link: string } {
  return {
    label: "简体中文",
    lang: "zh-CN",
    link: "/zh/",
    description: "停止视频直播的云端录制和直播监播，并可靠地告知任务是否已经停止。",
    themeConfig: {
      nav: [
        ...guideLink(join(root, "zh"), "/zh", "指南"),
        { text: "演练场", link: "/zh/playground" },
        { text: "签名", link: "/zh/signature" },
        { text: "错误码", link: "/zh/errors/" },
        { text: "API", link: "/api/" },
      ],
      sidebar: sidebar(join(root, "zh"), "/zh", {
        sections: { guide: "指南", recipes: "实践", migrate: "迁移" },
        tools: "参考",
        playground: "演练场",
        signature: "逐步查看签名",
        actions: "所有接口",
        errors: "错误码",
        api: "API（英文）",
      }),
      editLink: {
        pattern: "https://github.com/apsara-live/apsara-live/edit/main/docs/:path",
        text: "编辑此页",
      },
      footer: { message: "非官方项目：与阿里云无隶属关系，未获其认可或支持。", copyright: "MIT 或 Apache-2.0" },
      outline: { label: "本页目录", level: [2, 3] },
      docFooter: { prev: "上一页", next: "下一页" },
      darkModeSwitchLabel: "外观",
      lightModeSwitchTitle: "切换到浅色模式",
      darkModeSwitchTitle: "切换到深色模式",
      sidebarMenuLabel: "菜单",
      returnToTopLabel: "返回顶部",
      langMenuLabel: "切换语言",
      skipToContentLabel: "跳转到正文",
      notFound: {
        title: "页面不存在",
        quote: "请从首页或搜索重新开始。",
        linkLabel: "返回首页",
        linkText: "返回首页",
      },
    },
  };
}

/** Chinese texts of the search. */
export const chineseSearch = {
  translations: {
    button: { buttonText: "搜索", buttonAriaLabel: "搜索" },
    modal: {
      displayDetails: "显示详细列表",
      resetButtonTitle: "清除搜索词",
      backButtonTitle: "关闭搜索",
      noResultsText: "没有找到结果：",
      footer: {
        selectText: "打开",
        selectKeyAriaLabel: "回车",
        navigateText: "切换",
        navigateUpKeyAriaLabel: "上箭头",
        navigateDownKeyAriaLabel: "下箭头",
        closeText: "关闭",
        closeKeyAriaLabel: "Esc",
      },
    },
  },
};
