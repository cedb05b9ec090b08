// The stages of a signature, computed twice: by the client's signer, and by the emulator's, which shares no code with it.
import type { SignedRequest } from "apsara-live";
import { acs3HmacSha256 } from "../../../pkg-template/src/testing/gateway/acs3-hmac-sha256.ts";
import { base64, hex, hmac } from "../../../pkg-template/src/testing/gateway/canonical.ts";
import { type GatewayRequest, parseRequest } from "../../../pkg-template/src/testing/gateway/gateway-request.ts";
import { hmacSha1 } from "../../../pkg-template/src/testing/gateway/hmac-sha1.ts";
import { type ServiceText, serviceText } from "./service-text.ts";

export type Method = "ACS3-HMAC-SHA256" | "HMAC-SHA1";

/** Names of the stages, as in the vendor's pages. */
export type StageName =
  | "CanonicalRequest"
  | "CanonicalizedQueryString"
  | "HashedRequestPayload"
  | "StringToSign"
  | "Signature";

export interface Stage {
  readonly name: StageName;
  readonly text: string;
}

/** An HTTP request with a signature, from the client or from a pasted command. */
export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** A request as the service judges it. */
export interface Judged {
  readonly method: Method;
  readonly stages: readonly Stage[];
  /** The signature that the request has. */
  readonly signature: string;
  /** Whether the emulator accepts it. */
  readonly isAccepted: boolean;
  readonly received: GatewayRequest;
}

/** Inputs of a signature. */
export interface Inputs {
  readonly method: Method;
  readonly action: "StopRtcCloudRecording" | "StopLiveStreamMonitor";
  readonly id: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string;
  readonly date: string;
  readonly nonce: string;
}

/** Signs with the client of the package. Rejects with a `LiveError` where an input is unusable. */
export async function signWithClient(inputs: Inputs): Promise<SignedRequest> {
  const { createClient } = await import("apsara-live");
  const { accessKeyId, accessKeySecret, securityToken, date, nonce } = inputs;
  const credentials = { accessKeyId, accessKeySecret, ...(securityToken === "" ? {} : { securityToken }) };
  const live = createClient({ credentials, signatureMethod: inputs.method });
  return inputs.action === "StopRtcCloudRecording"
    ? live.sign(inputs.action, { taskId: inputs.id }, { date, nonce })
    : live.sign(inputs.action, { monitorId: inputs.id }, { date, nonce });
}

/** Judges a request as the emulator does; `undefined` where it has no signature in a known form. */
export async function judge(request: HttpRequest, accessKeySecret: string): Promise<Judged | undefined> {
  const url = new URL(request.url);
  const received = parseRequest(
    {
      method: request.method,
      url: url.href,
      headers: [
        ["host", url.host],
        ...Object.entries(request.headers).filter(([name]) => name.toLowerCase() !== "host"),
      ],
      transport: "tls",
    },
    new TextEncoder().encode(request.body ?? ""),
  );
  const isAcs3 = received.headers.has("authorization");
  const signer = isAcs3 ? acs3HmacSha256 : hmacSha1;
  const common = signer.common(received);
  const check = await signer.verifier(received, common)?.(accessKeySecret);
  if (check === undefined) return undefined;
  const text = serviceText(check.message);
  if (text === undefined) throw new Error("the emulator's message has an unknown form");
  const stages = [...textStages(text), { name: "Signature", text: await signatureOf(text, accessKeySecret) } as const];
  const signature = isAcs3
    ? /Signature=(\w+)/.exec(received.headers.get("authorization") ?? "")?.[1]
    : common.Signature;
  return { method: signer.name, stages, signature: signature ?? "", isAccepted: check.matches, received };
}

/** The stages before the signature. */
export function textStages(text: ServiceText): Stage[] {
  return text.method === "HMAC-SHA1"
    ? [
        { name: "CanonicalizedQueryString", text: text.canonicalizedQuery },
        { name: "StringToSign", text: text.stringToSign },
      ]
    : [
        { name: "CanonicalRequest", text: text.canonicalRequest },
        { name: "StringToSign", text: text.stringToSign },
      ];
}

async function signatureOf({ method, stringToSign }: ServiceText, secret: string): Promise<string> {
  return method === "HMAC-SHA1"
    ? base64(await hmac("SHA-1", `${secret}&`, stringToSign))
    : hex(await hmac("SHA-256", secret, stringToSign));
}
