// Stops recordings at the same time, each under a span of its own, and prints the spans and metrics that the SDK exported.
import { context, metrics, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { createClient } from "apsara-live";
import { reportCalls } from "./telemetry.mjs";

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
const spanExporter = new InMemorySpanExporter();
trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spanExporter)] }));
const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const meters = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter: metricExporter })] });
metrics.setGlobalMeterProvider(meters);
reportCalls();

const live = createClient({ endpoint: process.env.LIVE_ENDPOINT, retry: { baseDelayMs: 1, maxDelayMs: 20 } });
const callers = await Promise.all(
  process.argv.slice(2).map((taskId) =>
    trace.getTracer("test").startActiveSpan(taskId, async (span) => {
      const { requestId } = await live.stopRtcCloudRecording({ taskId }).catch((error) => error);
      span.end();
      return { taskId, requestId, spanId: span.spanContext().spanId };
    }),
  ),
);
await meters.forceFlush();

const spans = spanExporter.getFinishedSpans().map((span) => ({
  name: span.name,
  id: span.spanContext().spanId,
  parent: span.parentSpanContext?.spanId,
  status: span.status.code,
  events: span.events.map(({ name }) => name),
  attributes: span.attributes,
}));
const [{ scopeMetrics }] = metricExporter.getMetrics();
const measured = scopeMetrics.flatMap((scope) =>
  scope.metrics.map(({ descriptor, dataPoints }) => ({
    name: descriptor.name,
    points: dataPoints.map(({ attributes, value }) => ({ attributes, value: value.count ?? value })),
  })),
);
console.log(JSON.stringify({ callers, spans, measured }));
