// Parses an HTTP request into headers and parameters as the gateway does; it rejects nothing.

import type { Bytes } from "../wire/service-response.ts";
import type { Pair } from "./canonical.ts";

const FORM = "application/x-www-form-urlencoded";

/**
 * Transport of a request to the emulator. `"local"` is a socket of the emulator, or plain http to a loopback host: both
 * stand in for a connection with TLS.
 */
export type Transport = "tls" | "local" | "plain-http";

/** An HTTP request as it arrived, before its body. The Host is one of the headers. */
export interface RequestHead {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  readonly headers: readonly Pair[];
  readonly transport: Transport;
}

/** A request from the view of the gateway. */
export interface GatewayRequest {
  readonly method: string;
  readonly path: string;
  readonly transport: Transport;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Bytes;
  /** Decoded parameters of the query. */
  readonly query: readonly Pair[];
  /** Decoded parameters of the query and then of the form. */
  readonly parameters: readonly Pair[];
  /** `false`: the percent-encoding or the UTF-8 of a parameter is wrong. */
  readonly isReadable: boolean;
}

export function parseRequest(head: RequestHead, body: Bytes): GatewayRequest {
  const url = new URL(head.url);
  const headers = joinHeaders(head.headers);
  const query = decodePairs(() => url.search.slice(1));
  const isForm = mediaType(headers.get("content-type")) === FORM;
  const form = isForm ? decodePairs(() => strictText(body)) : [];
  return {
    method: head.method,
    path: url.pathname,
    transport: head.transport,
    headers,
    body,
    query: query ?? [],
    parameters: [...(query ?? []), ...(form ?? [])],
    isReadable: query !== undefined && form !== undefined,
  };
}

/** Lower-cases names and joins the values of one name, sorted, as they are signed. */
export function joinHeaders(pairs: readonly Pair[]): Map<string, string> {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const key = name.toLowerCase();
    values.set(key, [...(values.get(key) ?? []), value.trim()]);
  }
  return new Map([...values].map(([name, list]) => [name, list.sort().join(",")]));
}

/** Returns the first parameter of that name. */
export function parameter(request: GatewayRequest, name: string): string | undefined {
  return request.parameters.find(([candidate]) => candidate === name)?.[1];
}

function mediaType(contentType = ""): string {
  return contentType.replace(/;.*$/s, "").trim().toLowerCase();
}

// A TextDecoder drops a leading U+FEFF unless told not to, and puts U+FFFD for broken bytes unless told to throw.
function strictText(bytes: Bytes): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

/** Returns `undefined` when the text, or a piece of it, cannot be decoded. */
function decodePairs(read: () => string): Pair[] | undefined {
  try {
    return read()
      .split("&")
      .filter((piece) => piece !== "")
      .map((piece) => {
        const equals = piece.indexOf("=");
        return equals < 0 ? [decode(piece), ""] : [decode(piece.slice(0, equals)), decode(piece.slice(equals + 1))];
      });
  } catch {
    return undefined;
  }
}

function decode(text: string): string {
  return decodeURIComponent(text.replaceAll("+", " "));
}
