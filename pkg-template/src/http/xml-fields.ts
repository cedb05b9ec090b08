// Code, RequestId and Message of an XML error. XML is never a success, so nothing else of it is read.
import type { ReplyFields } from "../api/boundary.ts";

const ENTITIES: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&" };

/** A whole document: one that is cut does not say what it would have said. */
const ERROR_DOCUMENT = /^(?:<\?xml[^<>]*\?>\s*)?<Error(?:\s[^<>]*)?>[\s\S]*<\/Error>$/;

/** Elements that hold text alone and are there once. A document with comments, CDATA or a document type has none. */
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
