// Makes of the answers of the wasm what the caller gets. Names do not cross the boundary: an answer is an array of parts, by their places.
import { LiveError } from "./errors.js";

const OUTCOME = ["outcome", "taskId", "requestId", "attempts", "code"];

const FAILURE = [
  "kind",
  "code",
  "message",
  "status",
  "requestId",
  "attempts",
  "retryable",
  "retryAfterMs",
  "outcomeUnknown",
  "recommend",
];

/** How a call ended: { value }, { error }, or { reason, outcomeUnknown } where the caller aborted. */
export function endOf([kind, ...parts], { operation, cause, signal }) {
  if (kind === 0) return { value: named(OUTCOME, parts) };
  if (kind === 1) return { error: new LiveError({ ...named(FAILURE, parts), operation, cause }) };
  return { reason: signal.reason, outcomeUnknown: parts[0] };
}

function named(names, parts) {
  const object = {};
  for (const [place, name] of names.entries()) {
    if (parts[place] !== undefined) object[name] = parts[place];
  }
  return object;
}

/** A signed request, of its lines: method, URL, body, and names and values of headers in turn. */
export function requestOf(lines) {
  const [method, url, body, ...headers] = lines.split("\n");
  const request = { method, url, headers: {} };
  if (body !== "") request.body = body;
  for (let place = 0; place < headers.length; place += 2) request.headers[headers[place]] = headers[place + 1];
  return request;
}
