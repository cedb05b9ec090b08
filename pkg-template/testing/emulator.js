// Puts the emulator together: what arrives is recorded, checked, carried out and answered with a plan.

import { checkFault, courseOf, createFaultQueue, planOf } from "./faults.js";
import { createFetch } from "./fetch.js";
import { readOptions } from "./options.js";
import { pause } from "./pause.js";
import { whole } from "./plan.js";
import { createReplies, formats } from "./replies.js";
import { headersOf, readRequest } from "./request.js";
import { createServe } from "./serve.js";
import { createService } from "./service.js";
import { createState } from "./state.js";

export function createLiveEmulator(options = {}) {
  const { accessKeys, now, faultFor, ...initial } = readOptions(options);
  const state = createState(initial);
  const faults = createFaultQueue(initial.faults);
  const service = createService({ accessKeys, state });
  const requests = [];

  function clock() {
    const ms = now();
    if (!Number.isFinite(ms)) throw new TypeError("options.now must return milliseconds");
    return ms;
  }

  // Synchronous: the order of requests and of faults is the order of arrival, however long the bodies take.
  function arrive(head) {
    const headers = Object.fromEntries(headersOf(head.headers));
    const received = {
      method: head.method,
      url: head.url,
      headers,
      body: "",
      params: {},
      at: clock(),
      executed: false,
    };
    requests.push(received);
    return { head, received, fault: faults.length > 0 ? checkFault("faults[0]", faults.shift()) : undefined };
  }

  async function answer({ head, received, fault: queued }, body, signal) {
    const request = readRequest(head, body);
    const call = service.open(request);
    const { method, common, parameters, operation } = call;
    Object.assign(received, {
      body: new TextDecoder().decode(body),
      operation: common.Action,
      params: parameters,
      signatureMethod: method.name,
      nonce: common.SignatureNonce,
      timestamp: common.Timestamp,
    });
    const fault = queued ?? checkFault("faultFor()", faultFor?.(received));
    received.fault = fault.type === "none" ? undefined : fault;

    const course = courseOf(fault);
    await pause(course.delayBeforeMs, signal);
    const nowMs = clock();
    const replies = createReplies(nowMs, request.headers.get("host"));
    const format = course.format ?? formatOf(call);

    const refusal = course.reach === "wire" ? undefined : await service.check(call, nowMs);
    if (refusal !== undefined && !course.hidesRefusal) return told(received, whole(replies.error(format, refusal)));
    const error = refusal ?? (course.reach === "service" ? service.execute(call) : undefined);
    received.executed = course.reach === "service" && error === undefined;

    const success = () => replies.success(format, common.Action, operation.reply(parameters));
    const reply = course.reach === "wire" ? undefined : error === undefined ? success() : replies.error(format, error);
    return told(received, planOf(fault, { reply, replies, format }));
  }

  const core = { arrive, answer };
  return { fetch: createFetch(core), serve: createServe(core), requests, faults, ...state };
}

// A request whose Format is unknown is refused, and the refusal needs a format too.
function formatOf({ method, request }) {
  const format = method.format(request);
  return formats.includes(format) ? format : "JSON";
}

function told(received, plan) {
  const answered = !plan.reset && plan.headersAfterMs !== Infinity;
  received.status = answered ? plan.status : undefined;
  received.code = answered ? plan.code : undefined;
  return plan;
}
