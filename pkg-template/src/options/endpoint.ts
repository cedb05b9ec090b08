// Validators of `endpoint` and `region`, checked before the wasm is loaded.
import type { Origin } from "../generated/records.ts";
import { Refusal } from "./refusal.ts";
import { requireGlobal } from "./supported-runtime.ts";
import { string, type Validator } from "./validate.ts";
import { oddIn } from "./visible.ts";

const LABEL = "[a-z\\d](?:[a-z\\d-]{0,61}[a-z\\d])?";
const FORM = new RegExp(`^(?:(https?)://)?((?:${LABEL}\\.)*${LABEL}|\\[::1\\])(?::(\\d+))?(/?)$`, "i");
/** Whether a host, as URLs write it, is this machine. */
export const isLoopbackHost = (name: string): boolean => /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/i.test(name);

/** Hosts that plain `http` may go to. */
export type PlainHttp = "loopback" | "everywhere";

/** A validated endpoint. */
export interface Endpoint {
  readonly scheme: "http" | "https";
  readonly host: string;
  readonly isLoopback: boolean;
}

/** A host, or an `http` or `https` URL of a host. Without a scheme it means `https`, or `http` if the host is loopback. */
export const endpoint: Validator<Endpoint> = (value, path) => {
  const [, given, name = "", port = "", slash] = FORM.exec(string(1024)(value, path)) ?? [];
  const isLoopback = isLoopbackHost(name);
  const isPlain = given === undefined ? isLoopback : /^http$/i.test(given);
  const scheme = isPlain ? "http" : "https";
  const lastLabel = name.slice(name.lastIndexOf(".") + 1);
  const isNameOrAddress = !/^\d/.test(lastLabel) || /^[\d.]+$/.test(name);
  if (name.length <= 253 && isNameOrAddress && !/^0*$/.test(port || "1") && !(given === undefined && slash === "/")) {
    const url = urlOf(`${scheme}://${name}${port && `:${port}`}`);
    // The parser of `fetch` reads "127.1" as an address, and refuses "xn--a".
    if (url?.hostname === name.toLowerCase()) return { scheme, host: url.host, isLoopback };
  }
  throw new Refusal(
    "ERR_INVALID_ENDPOINT",
    path,
    "a host, or an https URL of a host, with nothing behind it but a port",
  );
};

function urlOf(text: string): URL | undefined {
  requireGlobal("URL");
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** Returns the origin for the core. Refuses plain `http` to a host that is not loopback, unless the caller allows it. */
export function originOf(endpoint: Endpoint | undefined, allowed: PlainHttp): Origin | undefined {
  if (endpoint?.scheme === "http" && !endpoint.isLoopback && allowed === "loopback") {
    throw new Refusal(
      "ERR_INVALID_ENDPOINT",
      "options.endpoint",
      "https: plain http is for localhost, 127.0.0.0/8 and [::1] alone (see dangerouslyAllowPlainHttp)",
    );
  }
  return endpoint && { scheme: endpoint.scheme, host: endpoint.host };
}

/** A region ID. The area comes first, in letters: `cn`, `ap`, `rus`. */
export const region: Validator<string> = (value, path) => {
  const text = string(1024)(value, path);
  if (/^(?=.{1,63}$)[a-z]{2,3}-[a-z][a-z\d]*(?:-[a-z\d]+)*$/.test(text)) return text;
  const expected = `a region ID, such as cn-shanghai or ap-southeast-1${oddIn(text)}`;
  throw new Refusal("ERR_INVALID_REGION", path, expected);
};
