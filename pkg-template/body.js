// Reads the bodies of replies: those of the service, in JSON or XML, and what else they may be.
import { isPlain } from "./read.js";

/** The longest body that is read, and a byte more, which tells that it was longer. */
const LIMIT = 65_537;

/** The members that mean something to the core, in the order in which it takes them. */
const FIELDS = ["requestid", "taskid", "code", "message", "recommend"];

/** Made once, at the first reply: making one takes as long as reading the reply. */
let utf8;

const EMPTY = 0;
const FOREIGN = 1;
const OVERSIZED = 2;

/** The body as text, what it is if it is no reply of the service, and its fields. */
export async function readBody(response) {
  const bytes = await bytesOf(response);
  if (bytes.length >= LIMIT) return [new TextDecoder().decode(bytes), OVERSIZED];
  let text;
  try {
    utf8 ??= new TextDecoder("utf-8", { fatal: true });
    text = utf8.decode(bytes);
  } catch {
    return [new TextDecoder().decode(bytes), FOREIGN];
  }
  if (text.trim() === "") return [text, EMPTY];
  // By its first character, not by its content type: proxies change the one and not the other.
  const members = text.trimStart().startsWith("<") ? membersOfXml(text) : membersOfJson(text);
  if (members === undefined) return [text, FOREIGN];
  // The vendor's SDKs take `Code` and `code` alike, so names are compared without case.
  const fields = {};
  for (const [name, value] of members) {
    if (typeof value === "string" || typeof value === "number") fields[name.toLowerCase()] = String(value);
  }
  return [text, undefined, ...FIELDS.map((name) => fields[name])];
}

function membersOfJson(text) {
  try {
    const value = JSON.parse(text);
    if (isPlain(value)) return Object.entries(value);
  } catch {
    // Not JSON.
  }
  return undefined;
}

const MARKUP =
  /<!\[CDATA\[(.*?)\]\]>|<!--.*?-->|<\?.*?\?>|<\/([\w.:-]+)\s*>|<([A-Za-z][\w.:-]*)(?:\s(?:[^"'<>]|"[^"]*"|'[^']*')*?)?(\/?)>|([^<]+)/sy;

/** The text of the elements right below the root. What is not well-formed, or has a document type, is no reply. */
function membersOfXml(text) {
  const [members, open] = [[], []];
  let content = "";
  MARKUP.lastIndex = text.indexOf("<");
  for (let match = MARKUP.exec(text); match !== null; match = MARKUP.exec(text)) {
    const [, literal = "", end, start, empty, escaped = ""] = match;
    if (end !== undefined) {
      if (open.pop() !== end) return undefined;
      const name = end.split(":").pop();
      if (open.length === 1) members.push([name, content]);
      // An HTML page that happens to be well-formed has another root.
      if (open.length === 0) return /^Error$|Response$/.test(name) ? members : undefined;
    } else if (start === undefined) {
      const resolved = resolve(escaped);
      if (resolved === undefined) return undefined;
      content += literal + resolved;
    } else if (empty === "") {
      open.push(start);
      content = "";
    }
  }
  return undefined;
}

/** Without a prototype: its members are no entities. */
const ENTITIES = { __proto__: null, lt: "<", gt: ">", amp: "&", apos: "'", quot: '"' };

/** Text with its references resolved: the five predefined entities, and characters by number. */
function resolve(text) {
  try {
    return text.replace(/&(?:#(\d+|x[\da-fA-F]+)|(\w*));|&/g, (_, number, name) =>
      // What is neither throws: there is no such entity, or no such character.
      number === undefined ? ENTITIES[name].toString() : String.fromCodePoint(number.replace("x", "0x")),
    );
  } catch {
    return undefined;
  }
}

/** What is longer than any reply is cancelled, so that no connection hangs on it. */
async function bytesOf(response) {
  const reader = response.body?.getReader?.();
  // No body, or a runtime that does not stream.
  if (!reader) return new Uint8Array(await response.arrayBuffer()).subarray(0, LIMIT);
  const body = [];
  let length = 0;
  while (length < LIMIT) {
    const { done, value } = await reader.read();
    if (done) return joined(body, length);
    body.push(value.subarray(0, LIMIT));
    length += value.length;
  }
  // It may never settle, or fail, and neither matters any more.
  Promise.resolve(reader.cancel()).catch(() => {});
  return joined(body, length).subarray(0, LIMIT);
}

function joined(parts, length) {
  if (parts.length === 1) return parts[0];
  const whole = new Uint8Array(Math.min(length, LIMIT * 2));
  let at = 0;
  for (const part of parts) {
    whole.set(part.subarray(0, whole.length - at), at);
    at += part.length;
  }
  return whole;
}
