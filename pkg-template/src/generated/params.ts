// Written by `cargo xtask generate` from src/core/operation.

/** A word that the vendor adds later, in a union with the known words: so a misspelt word does not compile in a comparison.
 * At run time it may be any string. To compare it with a word that the union lacks, write `String(value) === "…"`. */
export type Unlisted = `unlisted: ${string}`;

/** The parameters of `DescribeLivePullToPush`. */
export interface DescribeLivePullToPushParams {
  /** `Region`: the region of the task, as `CreateLivePullToPush` got it. It does not choose the endpoint. */
  readonly region: string;
  /** `TaskId`: the ID that `CreateLivePullToPush` returned. */
  readonly taskId: string;
}

/** The result of `DescribeLivePullToPush`. A member is missing where the service leaves it out; members that the vendor adds are there, too. */
export interface DescribeLivePullToPushResult {
  /** `TaskId`: the ID of the task. */
  readonly taskId?: string;
  /** `TaskStatus`: the state: 0 (not started), 1 (running), 2 (failed, and tries again), 3 (stopped) or -1 (exited). */
  readonly taskStatus?: 0 | 1 | 2 | 3 | -1 | (number & {});
  /** `TaskExitReason`: the reason of the exit. */
  readonly taskExitReason?: string;
  /** `TaskExitTime`: the time of the exit. */
  readonly taskExitTime?: number;
  /** `TaskInvalidReason`: the reason of the failure. */
  readonly taskInvalidReason?: string;
  /** `CurrentFileIndex`: the number of the file that is played. */
  readonly currentFileIndex?: number;
  /** `CurrentOffset`: the position in this file. */
  readonly currentOffset?: number;
  /** `TaskInfo`: the settings of the task. The service returns more members. */
  readonly taskInfo?: {
    /** `TaskName`: the name of the task. */
    readonly taskName?: string;
    /** `SourceType`: the type of the source. */
    readonly sourceType?: string;
    /** `SourceUrls`: the URLs of the source. */
    readonly sourceUrls?: readonly string[];
    /** `DstUrl`: the URL that the stream is pushed to. */
    readonly dstUrl?: string;
    /** `StartTime`: the start, in ISO 8601. */
    readonly startTime?: string;
    /** `EndTime`: the end, in ISO 8601. */
    readonly endTime?: string;
  };
  /** The service's ID of the last request. */
  readonly requestId: string;
  /** The number of requests that were sent. */
  readonly attempts: number;
}

/** The parameters of `DescribeLiveStreamMonitorList`. */
export interface DescribeLiveStreamMonitorListParams {
  /** `MonitorId`: the ID that `CreateLiveStreamMonitor` returned. Without it, all monitors are described. */
  readonly monitorId?: string | undefined;
  /** `OrderRule`: the order by the time of the start: 0 (by state), 1 (latest first) or 2 (earliest first). */
  readonly orderRule?: string | bigint | number | undefined;
  /** `OwnerId`: the numeric ID of the account that owns the monitor. */
  readonly ownerId?: string | bigint | number | undefined;
  /** `PageNum`: the number of the page, from 1. */
  readonly pageNum?: string | bigint | number | undefined;
  /** `PageSize`: the number of monitors on a page. */
  readonly pageSize?: string | bigint | number | undefined;
  /** `RegionId`: the region of the monitor. An ordinary parameter: it does not choose the endpoint. */
  readonly regionId?: string | undefined;
  /** `Status`: the state of the monitors: 1 (running) or 0 (not running). */
  readonly status?: string | bigint | number | undefined;
}

/** The result of `DescribeLiveStreamMonitorList`. A member is missing where the service leaves it out; members that the vendor adds are there, too. */
export interface DescribeLiveStreamMonitorListResult {
  /** `Total`: the number of monitors on all pages. */
  readonly total?: number;
  /** `LiveStreamMonitorList`: the monitors of this page. */
  readonly liveStreamMonitorList?: readonly {
    /** `MonitorId`: the ID of the monitor. */
    readonly monitorId?: string;
    /** `MonitorName`: the name of the monitor. */
    readonly monitorName?: string;
    /** `Status`: the state: 1 (running) or 0 (not running). */
    readonly status?: 1 | 0 | (number & {});
    /** `Region`: the region. */
    readonly region?: string;
    /** `Domain`: the domain of the output. */
    readonly domain?: string;
    /** `StartTime`: the last start, in ISO 8601. */
    readonly startTime?: string;
    /** `StopTime`: the last stop, in ISO 8601. */
    readonly stopTime?: string;
    /** `OutputTemplate`: the template of the output. */
    readonly outputTemplate?: string;
    /** `OutputUrls`: the URLs of the output. */
    readonly outputUrls?: {
      /** `FlvUrl`: the URL of the FLV output. */
      readonly flvUrl?: string;
      /** `RtmpUrl`: the URL of the RTMP output. */
      readonly rtmpUrl?: string;
    };
    /** `InputList`: the inputs. The service may return more members of each. */
    readonly inputList?: readonly {
      /** `Index`: the number of the input. */
      readonly index?: number;
      /** `InputUrl`: the URL of the input. */
      readonly inputUrl?: string;
      /** `StreamName`: the name of the stream. */
      readonly streamName?: string;
    }[];
    /** `MonitorConfig`: the thresholds of the alerts, as JSON text. */
    readonly monitorConfig?: string;
    /** `CallbackUrl`: the URL that is told of alerts. */
    readonly callbackUrl?: string;
    /** `DingTalkWebHookUrl`: the DingTalk robot that is told of alerts. */
    readonly dingTalkWebHookUrl?: string;
    /** `AudioFrom`: the input that the sound comes from. */
    readonly audioFrom?: number;
  }[];
  /** The service's ID of the last request. */
  readonly requestId: string;
  /** The number of requests that were sent. */
  readonly attempts: number;
}

/** The parameters of `DescribeRtcCloudRecordingFiles`. */
export interface DescribeRtcCloudRecordingFilesParams {
  /** `TaskId`: the ID that the service returned when the recording was started. */
  readonly taskId: string;
}

/** The result of `DescribeRtcCloudRecordingFiles`. A member is missing where the service leaves it out; members that the vendor adds are there, too. */
export interface DescribeRtcCloudRecordingFilesResult {
  /** `TaskId`: the ID of the task. */
  readonly taskId?: string;
  /** `Status`: the state of the task. */
  readonly status?: "RUNNING" | "RECOVERING" | "STOPPING" | "STOPPED" | Unlisted;
  /** `RecordFileList`: the files of the recording. */
  readonly recordFileList?: {
    /** `HlsFileList`: the names of the HLS files. */
    readonly hlsFileList?: readonly string[];
    /** `Mp3FileList`: the names of the MP3 files. */
    readonly mp3FileList?: readonly string[];
    /** `Mp4FileList`: the names of the MP4 files. */
    readonly mp4FileList?: readonly string[];
    /** `VodMediaList`: the media in ApsaraVideo VOD. */
    readonly vodMediaList?: readonly {
      /** `MediaIds`: the IDs of the media of the recording. */
      readonly mediaIds?: readonly string[];
      /** `MergedIds`: the IDs of the media that were merged. */
      readonly mergedIds?: readonly string[];
      /** `Stream`: the stream. */
      readonly stream?: string;
    }[];
  };
  /** The service's ID of the last request. */
  readonly requestId: string;
  /** The number of requests that were sent. */
  readonly attempts: number;
}

/** The parameters of `DescribeRtcCloudTranscode`. */
export interface DescribeRtcCloudTranscodeParams {
  /** `AppId`: the ID of the application. */
  readonly appId: string;
  /** `TaskId`: the ID that `StartRtcCloudTranscode` returned. */
  readonly taskId: string;
}

/** The result of `DescribeRtcCloudTranscode`. A member is missing where the service leaves it out; members that the vendor adds are there, too. */
export interface DescribeRtcCloudTranscodeResult {
  /** `AppId`: the ID of the application. */
  readonly appId?: string;
  /** `ChannelId`: the ID of the channel. */
  readonly channelId?: string;
  /** `TaskId`: the ID of the task. */
  readonly taskId?: string;
  /** `Status`: the state of the task. */
  readonly status?: "STARTING" | "RUNNING" | "RECOVERING" | "STOPPED" | Unlisted;
  /** `MaxIdleTime`: the time after which an idle task ends, in seconds. */
  readonly maxIdleTime?: number;
  /** `InputParam`: the input. */
  readonly inputParam?: {
    /** `SingleSubUserParam`: the stream that is subscribed to. */
    readonly singleSubUserParam?: {
      /** `UserId`: the user. */
      readonly userId?: string;
      /** `StreamType`: the type of the media. */
      readonly streamType?: number;
      /** `SourceType`: the type of the video. */
      readonly sourceType?: number;
    };
  };
  /** `OutputParams`: the outputs. The service returns more members of each. */
  readonly outputParams?: readonly {
    /** `ChannelId`: the channel that the stream is pushed to. */
    readonly channelId?: string;
    /** `UserId`: the user of the stream. */
    readonly userId?: string;
    /** `TranscodeTemplate`: the template. */
    readonly transcodeTemplate?: string;
  }[];
  /** The service's ID of the last request. */
  readonly requestId: string;
  /** The number of requests that were sent. */
  readonly attempts: number;
}

/** The parameters of `StopLivePullToPush`. */
export interface StopLivePullToPushParams {
  /** `Region`: the region of the task, as `CreateLivePullToPush` got it. It does not choose the endpoint. */
  readonly region: string;
  /** `TaskId`: the ID that `CreateLivePullToPush` returned. */
  readonly taskId: string;
}

/** The parameters of `StopLiveStreamMonitor`. */
export interface StopLiveStreamMonitorParams {
  /** `MonitorId`: the ID that `CreateLiveStreamMonitor` returned. */
  readonly monitorId: string;
  /** `OwnerId`: the numeric ID of the account that owns the monitor. */
  readonly ownerId?: string | bigint | number | undefined;
  /** `RegionId`: the region of the monitor. An ordinary parameter: it does not choose the endpoint. */
  readonly regionId?: string | undefined;
}

/** The parameters of `StopRtcCloudRecording`. */
export interface StopRtcCloudRecordingParams {
  /** `TaskId`: the ID that the service returned when the recording was started. */
  readonly taskId: string;
}

/** The parameters of `StopRtcCloudTranscode`. */
export interface StopRtcCloudTranscodeParams {
  /** `AppId`: the ID of the application. */
  readonly appId: string;
  /** `TaskId`: the ID that `StartRtcCloudTranscode` returned. */
  readonly taskId: string;
}

/** The operations, by the vendor's names, and their parameters. */
export interface Operations {
  readonly DescribeLivePullToPush: DescribeLivePullToPushParams;
  readonly DescribeLiveStreamMonitorList: DescribeLiveStreamMonitorListParams;
  readonly DescribeRtcCloudRecordingFiles: DescribeRtcCloudRecordingFilesParams;
  readonly DescribeRtcCloudTranscode: DescribeRtcCloudTranscodeParams;
  readonly StopLivePullToPush: StopLivePullToPushParams;
  readonly StopLiveStreamMonitor: StopLiveStreamMonitorParams;
  readonly StopRtcCloudRecording: StopRtcCloudRecordingParams;
  readonly StopRtcCloudTranscode: StopRtcCloudTranscodeParams;
}
