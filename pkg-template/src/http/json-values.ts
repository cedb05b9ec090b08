// Count of the values of a JSON text, before it is parsed: many tiny values take seconds and hundreds of megabytes.
import { LIMITS } from "../generated/limits.ts";

const [QUOTE, COMMA, BRACKET, BACKSLASH, BRACE] = [0x22, 0x2c, 0x5b, 0x5c, 0x7b];

/** Whether the text has too many values. Counts what begins a value outside of strings: commas and opening brackets. */
export function hasTooManyValues(json: Uint8Array): boolean {
  // Each counted character is a byte.
  if (json.length <= LIMITS.maxReplyValues) return false;
  let values = 0;
  let isInString = false;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at];
    if (byte === QUOTE) isInString = !isInString;
    else if (isInString) at += byte === BACKSLASH ? 1 : 0;
    else if (byte === COMMA || byte === BRACKET || byte === BRACE) values++;
  }
  return values > LIMITS.maxReplyValues;
}
