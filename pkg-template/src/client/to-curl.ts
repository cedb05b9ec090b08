// A signed request as a line for a terminal.
import { asLiveError } from "../call/failures.ts";
import type { SignedRequest } from "../generated/records.ts";
import { Refusal } from "../options/refusal.ts";

/** Options of {@link toCurl}. */
export interface ToCurlOptions {
  /** Masks the AccessKey ID, the token and the signature: for a support ticket. @defaultValue false */
  readonly redact?: boolean | undefined;
}

/**
 * Returns a signed request as a `curl` command for a POSIX shell. The request is valid once, for 15 minutes.
 *
 * @throws `LiveError` of kind `argument`, for a stored request that is no HTTP request: curl would take another URL for an option or a
 * file, and the value of another header for the name of a file
 * @example
 * const request = await live.sign("StopRtcCloudRecording", { taskId });
 * console.log(toCurl(request, { redact: true }));
 */
export function toCurl(request: SignedRequest, options: ToCurlOptions = {}): string {
  const { method, url, headers } = request;
  const body = request.body ?? undefined;
  const shown = options.redact === true ? masked : (text: string): string => text;
  const refused = (path: string, expected: string): unknown =>
    asLiveError(new Refusal("ERR_INVALID_PARAMETER", `request.${path}`, expected));
  if (!/^[A-Z]+$/.test(method)) throw refused("method", "a method in capital letters");
  // As printable ASCII, because curl itself would strip or encode other characters.
  if (!/^https?:\/\/[!-~]+$/.test(url)) throw refused("url", "an http or https URL");
  // `Headers` and a Map have no members to list.
  if (Object.prototype.toString.call(headers) !== "[object Object]") throw refused("headers", "an object with headers");
  // Forms are ASCII. Other characters could move the cursor of a terminal.
  if (body !== undefined && !/^[ -~]*$/.test(body)) throw refused("body", "a form in ASCII");
  const words = ["curl", "--globoff", "--request", method];
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) throw refused("headers", "names of headers");
    if (!/^[\t -~]*$/.test(value)) throw refused(`headers.${name}`, "a value of printable ASCII");
    words.push("--header", quoted(shown(`${name}: ${value}`)));
  }
  // Without a body, curl leaves out the length, which some proxies require of a POST.
  if (body !== undefined) words.push("--data-raw", quoted(shown(body)));
  else if (method === "POST") words.push("--header", quoted("content-length: 0"));
  return [...words, "--url", quoted(shown(url))].join(" ");
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** In headers and in the parameters of a form or a URL. All matches: a parameter of the caller may end in the same name. */
const SECRETS = [
  /(?<=^x-acs-security-token: ).+$/i,
  /(?<=\bCredential=)[^,]+/gi,
  /(?<=\bSignature=)[^,&]+/gi,
  /(?<=(?:^|[?&])(?:AccessKeyId|SecurityToken)=)[^&]+/gi,
];

const masked = (text: string): string => SECRETS.reduce((shown, secret) => shown.replace(secret, "***"), text);
