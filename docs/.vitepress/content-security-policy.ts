// The Content-Security-Policy of every page: no request to another origin, and no script that is not of the site.
import { createHash } from "node:crypto";

const INLINE_SCRIPT = /<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g;

/** Returns the page with a policy that names its inline scripts by their hashes. */
export function withPolicy(html: string): string {
  const scripts = [...html.matchAll(INLINE_SCRIPT)].map(([, code = ""]) => `'sha256-${hash(code)}'`);
  const policy = [
    "default-src 'none'",
    `script-src 'self' 'wasm-unsafe-eval' ${[...new Set(scripts)].join(" ")}`,
    // The highlighter colours by style attributes.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
  ].join("; ");
  return html.replace(/<head>/, `<head>\n    <meta http-equiv="content-security-policy" content="${policy}">`);
}

const hash = (text: string): string => createHash("sha256").update(text).digest("base64");
