// Compares a refused request with what should be signed, and names the first stage that differs.
import { parseCurl } from "./curl.ts";
import { findMistake, type Mistake } from "./mistakes.ts";
import { serviceText } from "./service-text.ts";
import { type HttpRequest, judge, type Stage, type StageName, textStages } from "./stages.ts";

export type Verdict =
  | { readonly type: "empty" }
  /** The pasted text holds neither a request nor a message. */
  | { readonly type: "unknown-text" }
  /** The request has no signature in a known form. */
  | { readonly type: "unsigned" }
  | { readonly type: "accepted" }
  /** Both texts are equal, so that the secrets are not. */
  | { readonly type: "other-secret" }
  | {
      readonly type: "differs";
      readonly stage: StageName;
      /** Text of the client: the signed text, or the signature. */
      readonly ours: string;
      /** Text that the service expects. */
      readonly theirs: string;
      /** The first character that differs. */
      readonly at: number;
      readonly mistake: Mistake | undefined;
    };

/**
 * @param pasted a curl command, the service's message, or both
 * @param ours the request of the form, for a message without a request
 */
export async function verdictOn(pasted: string, ours: HttpRequest, secret: string): Promise<Verdict> {
  if (pasted.trim() === "") return { type: "empty" };
  const curl = parseCurl(pasted);
  const text = serviceText(pasted);
  if (curl === undefined && text === undefined) return { type: "unknown-text" };
  const judged = await judge(curl ?? ours, secret);
  if (judged === undefined) return { type: "unsigned" };
  if (text !== undefined) {
    const difference = firstDifference(judged.stages, textStages(text));
    if (difference !== undefined) return { type: "differs", ...difference, mistake: undefined };
    return { type: "other-secret" };
  }
  if (judged.isAccepted) return { type: "accepted" };
  const { headers } = judged.received;
  const sentHash = headers.get("x-acs-content-sha256");
  const hash = judged.stages
    .find(({ name }) => name === "CanonicalRequest")
    ?.text.split("\n")
    .at(-1);
  if (sentHash !== undefined && hash !== undefined && sentHash !== hash) {
    return { type: "differs", ...marked("HashedRequestPayload", sentHash, hash), mistake: undefined };
  }
  const expected = judged.stages.at(-1)?.text ?? "";
  const mistake = await findMistake(judged, secret);
  return { type: "differs", ...marked("Signature", judged.signature, expected), mistake };
}

/** Compares stages of the same name; the first ones are the causes of the others. */
function firstDifference(ours: readonly Stage[], theirs: readonly Stage[]) {
  for (const { name, text } of theirs) {
    const mine = ours.find((stage) => stage.name === name);
    if (mine === undefined) return marked(name, "", text);
    if (mine.text !== text) return marked(name, mine.text, text);
  }
  return undefined;
}

function marked(stage: StageName, ours: string, theirs: string) {
  let at = 0;
  while (at < ours.length && ours[at] === theirs[at]) at += 1;
  return { stage, ours, theirs, at };
}
