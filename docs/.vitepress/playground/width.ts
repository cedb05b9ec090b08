// The width of an element, for drawings that do not scale, so that their letters keep their size.
import { onBeforeUnmount, onMounted, type Ref, ref } from "vue";

const SMALLEST = 260;

/** Follows the width of the element; `before` is the width until it is known. */
export function useWidth(element: Ref<HTMLElement | undefined>, before: number): Ref<number> {
  const width = ref(before);
  let observer: ResizeObserver | undefined;
  onMounted(() => {
    observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) width.value = Math.max(SMALLEST, Math.floor(entry.contentRect.width));
    });
    if (element.value !== undefined) observer.observe(element.value);
  });
  onBeforeUnmount(() => observer?.disconnect());
  return width;
}
