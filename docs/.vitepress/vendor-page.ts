// Pages of the vendor's documentation.
import type { Language } from "./language.ts";

/** Returns the page in a language. The vendor has one site in Chinese and one in English, with the same paths. */
export const vendorPage = (page: string, language: Language): string =>
  language === "zh" ? page.replace("https://www.alibabacloud.com/help/en/", "https://help.aliyun.com/zh/") : page;
