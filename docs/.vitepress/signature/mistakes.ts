// Known mistakes of hand-written signers. Tries each mistake, and names the mistake that gives the refused signature.
import {
  base64,
  canonicalQuery,
  hex,
  hmac,
  percentEncode,
  sha256Hex,
} from "../../../pkg-template/src/testing/gateway/canonical.ts";
import type { Judged, Method } from "./stages.ts";

export type Mistake =
  | "key"
  | "encodedOnce"
  | "plus"
  | "httpMethod"
  | "unsorted"
  | "secretSpace"
  | "noBlankLine"
  | "form";

interface Try {
  readonly mistake: Mistake;
  readonly sign: (judged: Judged, secret: string) => Promise<string>;
}

const otherMethod = (method: string): string => (method === "GET" ? "POST" : "GET");
const plusForSpace = (text: string): string => text.replaceAll("%20", "+");

const sha1 = async (key: string, text: string): Promise<string> => base64(await hmac("SHA-1", key, text));
const acs3 = async (key: string, canonicalRequest: string): Promise<string> =>
  hex(await hmac("SHA-256", key, `ACS3-HMAC-SHA256\n${await sha256Hex(canonicalRequest)}`));

const textOf = ({ stages }: Judged, name: string): string => stages.find((stage) => stage.name === name)?.text ?? "";
const query = (judged: Judged): string => textOf(judged, "CanonicalizedQueryString");
const toSign = (method: string, canonicalized: string): string => `${method}&%2F&${percentEncode(canonicalized)}`;

const TRIES: { readonly [M in Method]: readonly Try[] } = {
  "HMAC-SHA1": [
    { mistake: "key", sign: (judged, secret) => sha1(secret, textOf(judged, "StringToSign")) },
    {
      mistake: "encodedOnce",
      sign: (judged, secret) => sha1(`${secret}&`, `${judged.received.method}&%2F&${query(judged)}`),
    },
    {
      mistake: "plus",
      sign: (judged, secret) => sha1(`${secret}&`, toSign(judged.received.method, plusForSpace(query(judged)))),
    },
    {
      mistake: "httpMethod",
      sign: (judged, secret) => sha1(`${secret}&`, toSign(otherMethod(judged.received.method), query(judged))),
    },
    {
      mistake: "unsorted",
      sign: ({ received }, secret) => {
        const sent = received.parameters.filter(([name]) => name !== "Signature");
        return sha1(
          `${secret}&`,
          toSign(received.method, sent.map((pair) => pair.map(percentEncode).join("=")).join("&")),
        );
      },
    },
    {
      mistake: "form",
      sign: ({ received }, secret) => {
        const inQuery = received.query.filter(([name]) => name !== "Signature");
        return sha1(`${secret}&`, toSign(received.method, canonicalQuery(inQuery)));
      },
    },
    { mistake: "secretSpace", sign: (judged, secret) => sha1(`${secret}\n&`, textOf(judged, "StringToSign")) },
  ],
  "ACS3-HMAC-SHA256": [
    { mistake: "key", sign: (judged, secret) => acs3(`${secret}&`, textOf(judged, "CanonicalRequest")) },
    {
      mistake: "httpMethod",
      sign: (judged, secret) =>
        acs3(secret, textOf(judged, "CanonicalRequest").replace(/^[A-Z]+/, otherMethod(judged.received.method))),
    },
    {
      mistake: "noBlankLine",
      sign: (judged, secret) => acs3(secret, textOf(judged, "CanonicalRequest").replace("\n\n", "\n")),
    },
    {
      mistake: "plus",
      sign: (judged, secret) => {
        const lines = textOf(judged, "CanonicalRequest").split("\n");
        return acs3(secret, lines.map((line, i) => (i === 2 ? plusForSpace(line) : line)).join("\n"));
      },
    },
    { mistake: "secretSpace", sign: (judged, secret) => acs3(`${secret}\n`, textOf(judged, "CanonicalRequest")) },
  ],
};

/** Returns the mistake that makes this signature of the request, if it is a known one. */
export async function findMistake(judged: Judged, secret: string): Promise<Mistake | undefined> {
  for (const { mistake, sign } of TRIES[judged.method]) {
    if ((await sign(judged, secret)) === judged.signature) return mistake;
  }
  return undefined;
}
