// Builds responses in the service's own shapes: success and error, JSON and XML, with its headers.
import { isObject } from "../../options/validate.ts";

/** Bytes that Web Crypto and `Response` take: never in shared memory. */
export type Bytes = Uint8Array<ArrayBuffer>;

const CONTENT_TYPES = { JSON: "application/json;charset=utf-8", XML: "text/xml;charset=utf-8" } as const;

/** Format of a response body. */
export type Format = keyof typeof CONTENT_TYPES;

export const JSON_CONTENT_TYPE = CONTENT_TYPES.JSON;

export function isFormat(text: string): text is Format {
  return Object.hasOwn(CONTENT_TYPES, text);
}

/** Members of the body of a response, by name. */
export type ReplyMembers = Readonly<Record<string, unknown>>;

/** A response, complete, before any fault changes it. */
export interface ServiceResponse {
  readonly status: number;
  /** `Code` of an error in the service's shape. */
  readonly code: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Bytes;
}

/** Members of an error in the service's shape. */
export interface ErrorMembers {
  readonly code: string;
  readonly status: number;
  readonly message: string;
}

/** Builds the responses of one request, all with one RequestId. */
export class ResponseBuilder {
  readonly #requestId = crypto.randomUUID().toUpperCase();
  readonly #headers: Readonly<Record<string, string>>;
  readonly #hostId: string;

  constructor(nowMs: number, hostId: string) {
    this.#hostId = hostId;
    this.#headers = {
      date: new Date(nowMs).toUTCString(),
      "x-acs-request-id": this.#requestId,
      "x-acs-trace-id": crypto.randomUUID().replaceAll("-", ""),
      "access-control-allow-origin": "*",
      "access-control-expose-headers": "*",
    };
  }

  success(format: Format, operationName: string, members: ReplyMembers): ServiceResponse {
    const root = `${operationName}Response`;
    return this.#build(200, CONTENT_TYPES[format], write(format, root, { RequestId: this.#requestId, ...members }));
  }

  error(format: Format, { code, status, message }: ErrorMembers): ServiceResponse {
    const recommend = new URLSearchParams({ q: code, product: "live", requestId: this.#requestId });
    const members = {
      RequestId: this.#requestId,
      Message: message,
      Recommend: `https://api.aliyun.com/troubleshoot?${recommend}`,
      HostId: this.#hostId,
      Code: code,
    };
    return this.#build(status, CONTENT_TYPES[format], write(format, "Error", members), code);
  }

  /** Sends `body` byte for byte. */
  verbatim(status: number, contentType: string, body: string | Uint8Array): ServiceResponse {
    return this.#build(status, contentType, body);
  }

  #build(status: number, contentType: string, body: string | Uint8Array, code?: string): ServiceResponse {
    const bytes = typeof body === "string" ? new TextEncoder().encode(body) : new Uint8Array(body);
    return { status, code, headers: { ...this.#headers, "content-type": contentType }, body: bytes };
  }
}

function write(format: Format, root: string, members: ReplyMembers): string {
  return format === "XML" ? `<?xml version="1.0" encoding="UTF-8"?>${xml(root, members)}` : JSON.stringify(members);
}

/** A list is its items, each in an element of the list's name. */
function xml(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => xml(name, item)).join("");
  const content = isObject(value)
    ? Object.entries(value).map(([key, member]) => xml(key, member))
    : [escapeXml(String(value))];
  return `<${name}>${content.join("")}</${name}>`;
}

const XML_ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};
// XML 1.0 cannot represent these characters, escaped or not.
const NOT_IN_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

function escapeXml(text: string): string {
  return text.replace(NOT_IN_XML, "\uFFFD").replace(/[&<>"']/g, (character) => XML_ENTITIES[character] ?? character);
}
