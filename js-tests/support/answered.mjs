// For modules that are preloaded into a program: its requests over node:https are answered in the process.
import { EventEmitter } from "node:events";
import https from "node:https";
import { Readable } from "node:stream";

/** Answers each request by `answer`, a function like `fetch`. */
export function answerBy(answer) {
  https.request = ({ hostname, path, method, headers }) => {
    const end = async (body) => {
      const response = await answer(`https://${hostname}${path}`, { method, headers, body });
      const message = Readable.from([Buffer.from(await response.arrayBuffer())]);
      const head = { statusCode: response.status, rawHeaders: [...response.headers].flat(), complete: true };
      request.emit("response", Object.assign(message, head));
    };
    const request = Object.assign(new EventEmitter(), { end, destroy() {} });
    return request;
  };
}
