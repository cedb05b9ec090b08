// Percent-encoding, ordering and digests that both signature methods share, on Web Crypto alone.

/** A decoded parameter: name and value. */
export type Pair = readonly [name: string, value: string];

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

// encodeURIComponent leaves these five, RFC 3986 does not.
const LEFT_BY_ENCODE_URI_COMPONENT = /[!'()*]/g;

/** Encodes all but the unreserved characters of RFC 3986. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    LEFT_BY_ENCODE_URI_COMPONENT,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** CanonicalizedQueryString: encoded pairs, sorted by name. */
export function canonicalQuery(pairs: readonly Pair[]): string {
  return [...pairs]
    .sort(([a], [b]) => compareCodePoints(a, b))
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join("&");
}

// `<` on strings compares UTF-16 units, which puts U+10000 before U+FFFF; the service sorts by code point.
export function compareCodePoints(a: string, b: string): number {
  const left = Array.from(a, codePoint);
  const right = Array.from(b, codePoint);
  const differs = left.findIndex((point, i) => point !== right[i]);
  if (differs < 0 || differs >= right.length) return left.length - right.length;
  return (left[differs] ?? 0) - (right[differs] ?? 0);
}

const codePoint = (character: string): number => character.codePointAt(0) ?? 0;

/** SHA-256 in lower-case hex. */
export async function sha256Hex(data: string | Uint8Array<ArrayBuffer>): Promise<string> {
  return hex(await crypto.subtle.digest("SHA-256", typeof data === "string" ? bytesOf(data) : data));
}

/** HMAC of a text, both given in UTF-8. */
export async function hmac(hash: "SHA-1" | "SHA-256", key: string, text: string): Promise<ArrayBuffer> {
  const imported = await crypto.subtle.importKey("raw", bytesOf(key), { name: "HMAC", hash }, false, ["sign"]);
  return crypto.subtle.sign("HMAC", imported, bytesOf(text));
}

/** Two lower-case digits for each byte. */
export function hex(buffer: ArrayBuffer): string {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** RFC 4648 base64, padded. */
export function base64(buffer: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(buffer)));
}
