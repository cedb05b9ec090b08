// Numbers in sentences.

/** Returns a number with its noun, such as `1 request` or `2 requests`. */
export const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
