// Validators of `endpoint` and `region`: the forms that the core takes, checked before the wasm is loaded.
import { Refusal } from "./refusal.ts";
import { satisfying, string, type Validator } from "./validate.ts";

const LABEL = "[a-z\\d](?:[a-z\\d-]{0,61}[a-z\\d])?";
const FORM = new RegExp(`^(?:(https?)://)?((?:${LABEL}\\.)*${LABEL}|\\[::1\\])(?::(\\d+))?(/?)$`, "i");
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/i;

/** A host, or an `http` or `https` URL of a host. What the core takes as plain http is decided by {@link checkPlainHttp}. */
export const endpoint: Validator<string> = (value, path) => {
  const [, scheme, host = "", port = "443", slash] = FORM.exec(string(1024)(value, path)) ?? [];
  const lastLabel = host.slice(host.lastIndexOf(".") + 1);
  const isNameOrAddress = !/^\d/.test(lastLabel) || /^[\d.]+$/.test(host);
  if (
    host.length <= 253 &&
    isNameOrAddress &&
    isLeftAsItIs(host) &&
    Number(port) >= 1 &&
    Number(port) <= 65_535 &&
    !(scheme === undefined && slash === "/")
  ) {
    return value as string;
  }
  throw new Refusal(
    "ERR_INVALID_ENDPOINT",
    path,
    "a host, or an https URL of a host, with nothing behind it but a port",
  );
};

/** Whether URL parsers take a host, and keep it: they read "127.1" as an address, and refuse "xn--a". */
function isLeftAsItIs(host: string): boolean {
  try {
    return new URL(`https://${host}`).hostname === host.toLowerCase();
  } catch {
    return false;
  }
}

/** Refuses an endpoint that asks for plain `http` to a host that is not loopback, unless it is allowed. */
export function checkPlainHttp(text: string | undefined, allowed: "loopback" | "everywhere"): void {
  if (text === undefined || allowed === "everywhere" || !isPlainHttp(text)) return;
  throw new Refusal(
    "ERR_INVALID_ENDPOINT",
    "options.endpoint",
    "https: plain http is for localhost, 127.0.0.0/8 and [::1] alone (see dangerouslyAllowPlainHttp)",
  );
}

/** Whether an endpoint asks for plain `http` to a host that is not loopback. */
function isPlainHttp(text: string): boolean {
  const [, scheme, host = ""] = FORM.exec(text) ?? [];
  return scheme?.toLowerCase() === "http" && !LOOPBACK.test(host);
}

const regionForm = satisfying<string>(
  (value) => /^(?=.{1,63}$)[a-z]{2,3}-[a-z][a-z\d]*(?:-[a-z\d]+)*$/.test(value as string),
  "a region ID, such as cn-shanghai or ap-southeast-1",
  "ERR_INVALID_REGION",
);

/** A region ID. The area comes first, in letters: `cn`, `ap`, `rus`. */
export const region: Validator<string> = (value, path) => regionForm(string(1024)(value, path), path);
