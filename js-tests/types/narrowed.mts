// `instanceof LiveError` and the error of a run narrow the code by the kind. TypeScript before 5.3 ignores the type of `Symbol.hasInstance`.
import { createClient, LiveError } from "apsara-live";

const live = createClient();

try {
  await live.stopRtcCloudRecording({ taskId: "x" });
} catch (error) {
  if (error instanceof LiveError && error.kind === "timeout") {
    const code: "ERR_ATTEMPT_TIMEOUT" | "ERR_RUN_ENDED" | "ERR_TIMEOUT" = error.code;
    void [code, error.retryable];
    // @ts-expect-error a code that errors of the kind do not have
    void (error.code === "ERR_NETWORK");
  }
}

for await (const { error } of live.stopAll([{ taskId: "x" }])) {
  if (error?.kind === "network") {
    const code: "ERR_NETWORK" = error.code;
    void code;
  }
}
