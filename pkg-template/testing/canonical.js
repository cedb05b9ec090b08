// The percent-encoding, ordering and digests that both signature methods share, on Web Crypto alone.

const bytesOf = (text) => new TextEncoder().encode(text);

// encodeURIComponent leaves these five, RFC 3986 does not.
const LEFT_BY_ENCODE_URI_COMPONENT = /[!'()*]/g;

export function percentEncode(text) {
  return encodeURIComponent(text).replace(
    LEFT_BY_ENCODE_URI_COMPONENT,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export function canonicalQuery(pairs) {
  return [...pairs]
    .sort(([a], [b]) => compareCodePoints(a, b))
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join("&");
}

// `<` on strings compares UTF-16 units, which puts U+10000 before U+FFFF; the service sorts by code point.
export function compareCodePoints(a, b) {
  const left = [...a];
  const right = [...b];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = left[i].codePointAt(0) - right[i].codePointAt(0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

export async function sha256Hex(bytes) {
  return hex(await crypto.subtle.digest("SHA-256", bytes));
}

export function sha256HexOfText(text) {
  return sha256Hex(bytesOf(text));
}

export async function hmac(hash, key, text) {
  const imported = await crypto.subtle.importKey("raw", bytesOf(key), { name: "HMAC", hash }, false, ["sign"]);
  return crypto.subtle.sign("HMAC", imported, bytesOf(text));
}

export function hex(buffer) {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function base64(buffer) {
  return btoa(String.fromCharCode(...new Uint8Array(buffer)));
}
