// Code, RequestId and Message of an XML error. XML is never a success, so nothing else of it is read.
//
// Rules: a document is whole, its root is `Error`, and it has elements and text alone. A member is a direct child of the root, without
// attributes, with text alone, and occurs once. Any further element with the name of `Code`, in any case, contradicts the code.

import { LIMITS } from "../generated/limits.ts";
import type { ReplyFields } from "../generated/records.ts";
import { quoted } from "./quoted.ts";

const ENTITIES: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&" };

const DECLARATION = /^<\?xml[^<>]*\?>\s*/;

/** A tag without its `<`, and the text behind it. Comments, CDATA, document types and instructions are no tags. */
const TAG = /^(\/?)([^\s/>!?][^\s/>]*)([^>]*)>(.*)$/s;

/** The name of `Code` in any case and any namespace. */
const CODE = /^(?:.*:)?code$/i;

export function fieldsOfXml(text: string): ReplyFields {
  // No error of the service is longer than a reply to a stop.
  const members = text.length <= LIMITS.maxBodyBytes ? membersOf(text) : NOTHING;
  return {
    requestId: members.get("RequestId"),
    code: members.get("Code"),
    message: members.get("Message"),
    taskId: undefined,
    recommend: undefined,
    accessDeniedDetail: undefined,
    mentionsError: false,
    nestsError: false,
    taskStatus: undefined,
  };
}

const NOTHING: ReadonlyMap<string, string | undefined> = new Map();

/** The members by their names, `undefined` where one occurs more than once or is contradicted. */
function membersOf(text: string): ReadonlyMap<string, string | undefined> {
  const members = new Map<string, string | undefined>();
  const [before, ...tags] = text.replace(DECLARATION, "").split("<");
  const open: string[] = [];
  let codes = 0;
  /** The text of a direct child, if the next tag is its end. */
  let member: string | undefined;
  for (const [index, tag] of tags.entries()) {
    const [, slash, name = "", rest = "", content] = TAG.exec(tag) ?? [];
    if (name === "" || (index === 0 ? slash || name !== "Error" : open.length === 0)) return NOTHING;
    if (slash) {
      if (rest.trim() !== "" || open.pop() !== name) return NOTHING;
      if (member !== undefined) members.set(name, members.has(name) ? undefined : quoted(plain(member)));
      member = undefined;
    } else {
      if (CODE.test(name)) codes++;
      member = open.length === 1 && rest === "" ? content : undefined;
      if (!rest.endsWith("/")) open.push(name);
    }
  }
  // Cut, or with text around the root.
  if (before !== "" || open.length > 0 || !text.endsWith(">")) return NOTHING;
  return codes > 1 ? members.set("Code", undefined) : members;
}

const plain = (text: string): string =>
  text.replace(/&(?:lt|gt|quot|apos|amp);/g, (entity) => ENTITIES[entity] ?? entity);
