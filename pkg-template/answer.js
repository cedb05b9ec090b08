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
  const parts = lines.split("\n");
  const headers = {};
  for (let place = 3; place < parts.length; place += 2) headers[parts[place]] = parts[place + 1];
  const request = { method: parts[0], url: parts[1], headers };
  if (parts[2] !== "") request.body = parts[2];
  return request;
}
