// Reads a received HTTP request into parameters and headers as the gateway does; it judges only the encoding.

const FORM = "application/x-www-form-urlencoded";

/** `head` is `{ method, url, headers: [name, value][] }` as it arrived; the Host is one of the headers. */
export function readRequest(head, body) {
  const url = new URL(head.url);
  const headers = headersOf(head.headers);
  const request = {
    method: head.method,
    path: url.pathname,
    headers,
    body,
    query: [],
    form: [],
    parameters: [],
    unreadable: false,
  };
  try {
    request.query = decodePairs(url.search.slice(1));
    if (mediaType(headers.get("content-type")) === FORM) request.form = decodePairs(strictText(body));
  } catch {
    request.unreadable = true;
  }
  request.parameters = [...request.query, ...request.form];
  return request;
}

export function headersOf(pairs) {
  const values = new Map();
  for (const [name, value] of pairs) {
    const key = name.toLowerCase();
    values.set(key, [...(values.get(key) ?? []), value.trim()]);
  }
  return new Map([...values].map(([name, list]) => [name, list.sort().join(",")]));
}

export function parameter(request, name) {
  return request.parameters.find(([candidate]) => candidate === name)?.[1];
}

function mediaType(contentType = "") {
  return contentType.split(";")[0].trim().toLowerCase();
}

// A TextDecoder drops a leading U+FEFF unless told not to, and puts U+FFFD for broken bytes unless told to refuse.
function strictText(bytes) {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

function decodePairs(text) {
  return text
    .split("&")
    .filter((piece) => piece !== "")
    .map((piece) => {
      const equals = piece.indexOf("=");
      return equals < 0 ? [decode(piece), ""] : [decode(piece.slice(0, equals)), decode(piece.slice(equals + 1))];
    });
}

function decode(text) {
  return decodeURIComponent(text.replaceAll("+", " "));
}
