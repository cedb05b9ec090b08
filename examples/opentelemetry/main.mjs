// Stops a recording and prints the spans:  node main.mjs <TaskId>
import { context, metrics, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { ConsoleMetricExporter, MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { BasicTracerProvider, ConsoleSpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { createClient } from "apsara-live";
import { reportCalls } from "./telemetry.mjs";

// Without a context manager, no span has a parent.
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
const spans = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(new ConsoleSpanExporter())] });
trace.setGlobalTracerProvider(spans);
const reader = new PeriodicExportingMetricReader({ exporter: new ConsoleMetricExporter() });
const meters = new MeterProvider({ readers: [reader] });
metrics.setGlobalMeterProvider(meters);
reportCalls();

// LIVE_ENDPOINT is for the emulator.
const live = createClient({ endpoint: process.env.LIVE_ENDPOINT });
await trace.getTracer("main").startActiveSpan("close the room", async (span) => {
  await live.stopRtcCloudRecording({ taskId: process.argv[2] });
  span.end();
});
await Promise.all([spans.shutdown(), meters.shutdown()]);
