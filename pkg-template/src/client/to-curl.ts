// A signed request as a line for a terminal.
import type { SignedRequest } from "../generated/records.ts";

/** Options of {@link toCurl}. */
export interface ToCurlOptions {
  /** Masks the AccessKey ID, the token and the signature: for a support ticket. @defaultValue false */
  readonly redact?: boolean | undefined;
}

/**
 * Returns a signed request as a `curl` command for a POSIX shell. The request is valid once, for 15 minutes.
 *
 * @example
 * const request = await live.sign("StopRtcCloudRecording", { taskId });
 * console.log(toCurl(request, { redact: true }));
 */
export function toCurl(request: SignedRequest, options: ToCurlOptions = {}): string {
  const { method, url, headers, body } = request;
  const shown = options.redact === true ? masked : (text: string): string => text;
  // A stored request may have any text there.
  const words = ["curl", "--globoff", "--request", /^[A-Z]+$/.test(method) ? method : quoted(method)];
  for (const [name, value] of Object.entries(headers)) words.push("--header", quoted(shown(`${name}: ${value}`)));
  // Without a body, curl leaves out the length, which some proxies require of a POST.
  if (body !== undefined) words.push("--data-raw", quoted(shown(body)));
  else if (method === "POST") words.push("--header", quoted("content-length: 0"));
  return [...words, quoted(shown(url))].join(" ");
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** In headers and in the parameters of a form or a URL. All matches: a parameter of the caller may end in the same name. */
const SECRETS = [
  /(?<=^x-acs-security-token: ).+$/,
  /(?<=\bCredential=)[^,]+/g,
  /(?<=\bSignature=)[^,&]+/g,
  /(?<=(?:^|[?&])(?:AccessKeyId|SecurityToken)=)[^&]+/g,
];

const masked = (text: string): string => SECRETS.reduce((shown, secret) => shown.replace(secret, "***"), text);
