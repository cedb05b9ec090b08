// Language of the page that a component stands in.
import { useData } from "vitepress";
import { type ComputedRef, computed } from "vue";

export type Language = "en" | "zh";

export function useLanguage(): ComputedRef<Language> {
  const { lang } = useData();
  return computed(() => (lang.value.startsWith("zh") ? "zh" : "en"));
}
