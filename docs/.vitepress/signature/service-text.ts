// Reads the text that the service signed out of its SignatureDoesNotMatch message.

export type ServiceText =
  | { readonly method: "HMAC-SHA1"; readonly canonicalizedQuery: string; readonly stringToSign: string }
  | { readonly method: "ACS3-HMAC-SHA256"; readonly canonicalRequest: string; readonly stringToSign: string };

/** @param pasted the message, or a JSON or XML response with it, or a log line; `undefined` where it holds no such text */
export function serviceText(pasted: string): ServiceText | undefined {
  const message = unescaped(pasted);
  const acs3 = /StringToSign is \[([\s\S]*?)\]\s*server CanonicalRequest is \[([\s\S]*)\]/.exec(message);
  if (acs3?.[1] !== undefined && acs3[2] !== undefined) {
    return { method: "ACS3-HMAC-SHA256", stringToSign: acs3[1], canonicalRequest: acs3[2] };
  }
  const stringToSign = /string to sign is:\s*([A-Z]+&%2F&[^\s"'<]*)/i.exec(message)?.[1];
  if (stringToSign === undefined) return undefined;
  return { method: "HMAC-SHA1", stringToSign, canonicalizedQuery: decoded(stringToSign.split("&").slice(2).join("&")) };
}

/** Takes the message out of JSON and XML, where line breaks and `&` are written in other ways. */
function unescaped(pasted: string): string {
  const quoted = /"Message"\s*:\s*("(?:[^"\\]|\\.)*")/i.exec(pasted)?.[1];
  if (quoted !== undefined) return String(JSON.parse(quoted));
  const text = pasted.replaceAll("&amp;", "&").replaceAll("&lt;", "<").replaceAll("&gt;", ">");
  // A log line writes a line break as two characters.
  return /CanonicalRequest is \[[^\n]*\\n/.test(text) ? text.replaceAll("\\n", "\n") : text;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
