/**
 * The entry `apsara-live` for runtimes that compile bytes.
 *
 * @module
 */
import { createLoader, fileJournal, type LiveApi, newClient, stopWithoutClient, toCurl } from "../client/api.ts";
import wasm from "../wasm/inline-bytes.ts";

export { httpStatusOf } from "../api/http-status.ts";
export { LiveError } from "../api/live-error.ts";
export type { Client } from "../client/client.ts";
export type { ToCurlOptions } from "../client/to-curl.ts";
export type * from "./types.ts";
export { fileJournal, toCurl };

// Each function by itself, so that bundlers remove unused functions.
const loader = /* @__PURE__ */ createLoader(wasm);

/**
 * Makes a client. Nothing is loaded or sent before its first call.
 *
 * @throws {@link LiveError} of kind `argument` or `credentials`, where the options are unusable
 * @example
 * const live = createClient({ region: "ap-southeast-1" });
 * const { outcome } = await live.stopRtcCloudRecording({ taskId });
 */
export const createClient: LiveApi["createClient"] = (options) => newClient(loader, options);

// The functions from here on are written by `cargo xtask generate`.

/**
 * Stops an RTC cloud recording, without a client.
 *
 * @throws {@link LiveError}, or the reason of `signal`
 * @example
 * const { outcome } = await stopRtcCloudRecording({ taskId }, { credentials: { accessKeyId, accessKeySecret } });
 * @see https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoprtccloudrecording
 */
export const stopRtcCloudRecording: LiveApi["stopRtcCloudRecording"] = /* @__PURE__ */ stopWithoutClient(
  loader,
  "StopRtcCloudRecording",
);

/**
 * Stops a stream monitor, without a client.
 *
 * @throws {@link LiveError}, or the reason of `signal`
 * @example
 * const { outcome } = await stopLiveStreamMonitor({ monitorId }, { credentials: { accessKeyId, accessKeySecret } });
 * @see https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoplivestreammonitor
 */
export const stopLiveStreamMonitor: LiveApi["stopLiveStreamMonitor"] = /* @__PURE__ */ stopWithoutClient(
  loader,
  "StopLiveStreamMonitor",
);

/**
 * Stops a pull-to-push task (a relay), without a client.
 *
 * @throws {@link LiveError}, or the reason of `signal`
 * @example
 * const { outcome } = await stopLivePullToPush({ taskId, region }, { credentials: { accessKeyId, accessKeySecret } });
 * @see https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoplivepulltopush
 */
export const stopLivePullToPush: LiveApi["stopLivePullToPush"] = /* @__PURE__ */ stopWithoutClient(
  loader,
  "StopLivePullToPush",
);

/**
 * Stops an RTC cloud transcoding, without a client.
 *
 * @throws {@link LiveError}, or the reason of `signal`
 * @example
 * const { outcome } = await stopRtcCloudTranscode({ taskId, appId }, { credentials: { accessKeyId, accessKeySecret } });
 * @see https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoprtccloudtranscode
 */
export const stopRtcCloudTranscode: LiveApi["stopRtcCloudTranscode"] = /* @__PURE__ */ stopWithoutClient(
  loader,
  "StopRtcCloudTranscode",
);
