// Interface of a signature method: the place of the common parameters, and the check of the signature.
import type { GatewayRequest } from "./gateway-request.ts";

/** Common parameters whose absence the gateway reports. */
export type RequiredCommonParameter =
  | "Action"
  | "Version"
  | "AccessKeyId"
  | "SignatureMethod"
  | "SignatureVersion"
  | "SignatureNonce"
  | "Timestamp"
  | "Signature";

/** Common parameters of a request, under the names that HMAC-SHA1 gives them. */
export type CommonParameters = { readonly [K in RequiredCommonParameter | "SecurityToken"]?: string | undefined };

/** Result of a signature check. */
export interface SignatureCheck {
  readonly matches: boolean;
  /** Message of `SignatureDoesNotMatch`, with the gateway's own StringToSign. */
  readonly message: string;
}

/** Verifies the signature of one request with a secret. */
export type Verifier = (accessKeySecret: string) => Promise<SignatureCheck>;

/** The rules of a signature method. */
export interface SignatureRules {
  readonly name: "ACS3-HMAC-SHA256" | "HMAC-SHA1";
  /** In the order in which the gateway looks for them. */
  readonly required: readonly RequiredCommonParameter[];
  /** Names of parameters that are not the operation's. */
  readonly commonParameters: readonly string[];
  /** Reads the common parameters. */
  readonly common: (request: GatewayRequest) => CommonParameters;
  /** Returns the format of the response that the request asks for, known or not. */
  readonly format: (request: GatewayRequest) => string;
  /** Returns the verifier of a request, or `undefined` when the form of its signature is wrong. */
  readonly verifier: (request: GatewayRequest, common: CommonParameters) => Verifier | undefined;
}
