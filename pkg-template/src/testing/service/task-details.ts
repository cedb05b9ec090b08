// What the service keeps of a task beside its state: the parameters of its start, and its times.

/** A recording that a request started. */
export interface RecordingDetails {
  /** Names of the files that a stopped recording has, by the list of the reply that names them. */
  readonly files: Readonly<Record<"HlsFileList" | "Mp3FileList" | "Mp4FileList", readonly string[]>>;
}

/** A monitor that a request created, or the defaults of a monitor that a test added. */
export interface MonitorDetails {
  readonly monitorName: string;
  readonly domain: string;
  readonly app: string;
  readonly stream: string;
  readonly outputTemplate: string;
  readonly region: string;
  /** The items of `InputList`, as they were sent. */
  readonly inputList: readonly unknown[];
  readonly monitorConfig: string;
  readonly callbackUrl: string;
  readonly dingTalkWebHookUrl: string;
}

/** Times of the last start and stop by a request, in milliseconds since 1970. */
export interface MonitorTimes {
  readonly startedAt?: number | undefined;
  readonly stoppedAt?: number | undefined;
}

/** Returns the details of a monitor of which only id and state are known. */
export function monitorDetailsOf(id: string): MonitorDetails {
  return {
    monitorName: id,
    domain: "live.example.com",
    app: "monitor",
    stream: id,
    outputTemplate: "lp_sd",
    region: "cn-shanghai",
    inputList: [],
    monitorConfig: "",
    callbackUrl: "",
    dingTalkWebHookUrl: "",
  };
}

/** A time of the service: UTC, whole seconds. */
export function serviceTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}
