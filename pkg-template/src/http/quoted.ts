// Texts for messages, cut before they are copied into the wasm, whose memory never shrinks.
import { LIMITS } from "../generated/limits.ts";

/** Returns the beginning of a text. The core shows much less of the text, and takes a text of this length for a cut text. */
export const quoted = (text: string): string => text.slice(0, LIMITS.maxQuotedChars);
