// Validators of `endpoint` and `region`: the forms that the core takes, checked before the wasm is loaded.
import { Refusal } from "./refusal.ts";
import { satisfying, string, type Validator } from "./validate.ts";

const LABEL = "[a-z\\d](?:[a-z\\d-]{0,61}[a-z\\d])?";
const FORM = new RegExp(`^(?:(https?)://)?((?:${LABEL}\\.)*${LABEL}|\\[::1\\])(?::(\\d+))?(/?)$`, "i");
const IPV4 = /^(?:(?:0|[1-9]\d?|1\d\d|2[0-4]\d|25[0-5])(?:\.|$)){4}$/;
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/i;

/** A host, or an `http` or `https` URL of a host. What the core takes as plain http is decided by {@link isPlainHttp}. */
export const endpoint: Validator<string> = (value, path) => {
  const [, scheme, host = "", port = "443", slash] = FORM.exec(string(1024)(value, path)) ?? [];
  const lastLabel = host.slice(host.lastIndexOf(".") + 1);
  // URL parsers read "127.1" and "0x7f.1" as addresses; only the plain form is left as it is.
  const isHost = host.length <= 253 && host !== "" && (!/^\d/.test(lastLabel) || IPV4.test(host));
  if (isHost && Number(port) >= 1 && Number(port) <= 65_535 && !(scheme === undefined && slash === "/")) {
    return value as string;
  }
  throw new Refusal(
    "ERR_INVALID_ENDPOINT",
    path,
    "a host, or an https URL of a host, with nothing behind it but a port",
  );
};

/** Whether an endpoint asks for plain `http` to a host that is not loopback. */
export function isPlainHttp(text: string): boolean {
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
