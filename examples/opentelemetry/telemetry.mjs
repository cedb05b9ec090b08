// Spans and metrics of all calls in this process, from the events on node:diagnostics_channel.
import { subscribe } from "node:diagnostics_channel";
import { context, metrics, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";

/** Starts to report. Call it once, after the providers of spans and metrics are registered. */
export function reportCalls() {
  const tracer = trace.getTracer("apsara-live");
  const meter = metrics.getMeter("apsara-live");
  const duration = meter.createHistogram("apsara_live.call.duration", { unit: "s" });
  const attempts = meter.createCounter("apsara_live.call.attempts");

  /** The calls under way: the span of each, and the span of its attempt. */
  const calls = new Map();

  /** The events of a call are in the async context of its caller, so that the active span is the caller's. */
  const callOf = ({ callId, operation }) => {
    const call = calls.get(callId) ?? { span: tracer.startSpan(operation) };
    calls.set(callId, call);
    return call;
  };

  subscribe("apsara-live:request", (event) => {
    const call = callOf(event);
    const attributes = { "server.address": event.host, "http.request.resend_count": event.attempt - 1 };
    const parent = trace.setSpan(context.active(), call.span);
    call.attempt = tracer.startSpan(`POST ${event.operation}`, { kind: SpanKind.CLIENT, attributes }, parent);
  });

  subscribe("apsara-live:response", (event) => {
    const { attempt } = callOf(event);
    attempt.setAttribute("http.response.status_code", event.status);
    if (event.status >= 400) attempt.setStatus({ code: SpanStatusCode.ERROR });
    attempt.end();
  });

  subscribe("apsara-live:retry", (event) => {
    const { span, attempt } = callOf(event);
    span.addEvent("retry", { "error.type": event.code, "apsara_live.delay_ms": event.delayMs });
    endLost(attempt, event.code);
  });

  subscribe("apsara-live:outcome", (event) => {
    const { span, attempt } = callOf(event);
    calls.delete(event.callId);
    endLost(attempt, event.code);
    const labels = { operation: event.operation, outcome: event.outcome, outcome_unknown: event.outcomeUnknown };
    span.setAttributes({
      "apsara_live.outcome": event.outcome,
      "apsara_live.outcome_unknown": event.outcomeUnknown,
      "apsara_live.attempts": event.attempts,
      ...(event.requestId && { "apsara_live.request_id": event.requestId }),
      ...(event.code && { "error.type": event.code }),
    });
    if (event.outcome === "failed") span.setStatus({ code: SpanStatusCode.ERROR, message: event.code });
    span.end();
    duration.record(event.durationMs / 1000, labels);
    attempts.add(event.attempts, labels);
  });
}

/** Ends the span of an attempt without a response. An attempt with one has ended. */
function endLost(attempt, code) {
  if (!attempt?.isRecording()) return;
  attempt.setStatus({ code: SpanStatusCode.ERROR, message: code });
  attempt.end();
}
