// Code, RequestId and Message of an XML error. XML is never a success, so no other element is read.
import type { ReplyFields } from "../api/boundary.ts";

const ENTITIES: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&" };

/** A whole document: a cut document proves nothing. */
const ERROR_DOCUMENT = /^(?:<\?xml[^<>]*\?>\s*)?<Error(?:\s[^<>]*)?>[\s\S]*<\/Error>$/;

/** Elements that occur once and contain only text. A document with comments, CDATA or a document type has none. */
export function fieldsOfXml(text: string): ReplyFields {
  const isError = ERROR_DOCUMENT.test(text) && !text.includes("<!");
  const element = (name: string): string | undefined => {
    const [found, ...others] = isError ? text.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g")) : [];
    if (found === undefined || others.length > 0) return undefined;
    return found[1]?.replace(/&(?:lt|gt|quot|apos|amp);/g, (entity) => ENTITIES[entity] ?? entity);
  };
  return {
    requestId: element("RequestId"),
    code: element("Code"),
    message: element("Message"),
    taskId: undefined,
    recommend: undefined,
    mentionsError: false,
    nestsError: false,
  };
}
