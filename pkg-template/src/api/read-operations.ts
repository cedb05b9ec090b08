// Written by `cargo xtask generate` from src/core/operation.

import type {
  DescribeLivePullToPushParams,
  DescribeLivePullToPushResult,
  DescribeLiveStreamMonitorListParams,
  DescribeLiveStreamMonitorListResult,
  DescribeRtcCloudRecordingFilesParams,
  DescribeRtcCloudRecordingFilesResult,
  DescribeRtcCloudTranscodeParams,
  DescribeRtcCloudTranscodeResult,
} from "../generated/params.ts";
import type { CallOptions } from "./options.ts";

/** The operations that read. A call repeats them after a lost reply. */
export interface ReadOperations {
  /**
   * Describes a pull-to-push task (a relay): its state and its settings.
   *
   * @throws {@link LiveError}, or the reason of `signal`
   * @see https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-describelivepulltopush
   */
  describeLivePullToPush(
    params: DescribeLivePullToPushParams,
    options?: CallOptions,
  ): Promise<DescribeLivePullToPushResult>;
  /**
   * Describes one stream monitor, or all of them in pages.
   *
   * @throws {@link LiveError}, or the reason of `signal`
   * @see https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-describelivestreammonitorlist
   */
  describeLiveStreamMonitorList(
    params?: DescribeLiveStreamMonitorListParams,
    options?: CallOptions,
  ): Promise<DescribeLiveStreamMonitorListResult>;
  /**
   * Describes an RTC cloud recording task of the last three days: its state and its files.
   *
   * @throws {@link LiveError}, or the reason of `signal`
   * @see https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-describertccloudrecordingfiles
   */
  describeRtcCloudRecordingFiles(
    params: DescribeRtcCloudRecordingFilesParams,
    options?: CallOptions,
  ): Promise<DescribeRtcCloudRecordingFilesResult>;
  /**
   * Describes an RTC cloud transcoding task: its state and its settings.
   *
   * @throws {@link LiveError}, or the reason of `signal`
   * @see https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-describertccloudtranscode
   */
  describeRtcCloudTranscode(
    params: DescribeRtcCloudTranscodeParams,
    options?: CallOptions,
  ): Promise<DescribeRtcCloudTranscodeResult>;
}
