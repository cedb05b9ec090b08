// Written by `cargo xtask generate` from xtask/actions/facts.json.

/** The type of a value: a scalar, an object, a list or a map. */
export type ValueFact =
  | string
  | { readonly obj: MemberFacts }
  | { readonly list: ValueFact }
  | { readonly map: ValueFact };

/** A parameter, or a member of an object. */
export interface MemberFact {
  readonly type: ValueFact;
  readonly required?: boolean;
  readonly style?: string;
}

export interface MemberFacts {
  readonly [name: string]: MemberFact;
}

/** The parameters of each action that the emulator serves. */
export const SERVED_PARAMS: { readonly [action: string]: MemberFacts } = {
  CreateLivePullToPush: {
    AuthKey: { type: "string" },
    CallbackUrl: { type: "string" },
    DstUrl: { required: true, type: "string" },
    EndTime: { required: true, type: "string" },
    FileIndex: { type: "int" },
    NotifyItemSwitch: { type: "string" },
    Offset: { type: "int" },
    OwnerId: { type: "int" },
    Region: { required: true, type: "string" },
    RegionId: { type: "string" },
    RepeatNumber: { type: "int" },
    ReqAuth: { type: "string" },
    RetryCount: { type: "int" },
    RetryInterval: { type: "int" },
    SourceProtocol: { type: "string" },
    SourceType: { required: true, type: "string" },
    SourceUrls: { required: true, style: "json", type: { list: "string" } },
    StartTime: { required: true, type: "string" },
    TaskName: { type: "string" },
  },
  CreateLiveStreamMonitor: {
    App: { type: "string" },
    CallbackUrl: { type: "string" },
    DingTalkWebHookUrl: { type: "string" },
    Domain: { required: true, type: "string" },
    InputList: { required: true, type: "string" },
    MonitorConfig: { type: "string" },
    MonitorName: { required: true, type: "string" },
    OutputTemplate: { required: true, type: "string" },
    OwnerId: { type: "int" },
    RegionId: { type: "string" },
    Stream: { type: "string" },
  },
  DeleteLivePullToPush: {
    OwnerId: { type: "int" },
    Region: { required: true, type: "string" },
    RegionId: { type: "string" },
    TaskId: { required: true, type: "string" },
  },
  DeleteLiveStreamMonitor: {
    MonitorId: { required: true, type: "string" },
    OwnerId: { type: "int" },
    RegionId: { type: "string" },
  },
  DescribeLivePullToPush: {
    OwnerId: { type: "int" },
    Region: { required: true, type: "string" },
    RegionId: { type: "string" },
    TaskId: { required: true, type: "string" },
  },
  DescribeLiveStreamMonitorList: {
    MonitorId: { type: "string" },
    OrderRule: { type: "int" },
    OwnerId: { type: "int" },
    PageNum: { type: "int" },
    PageSize: { type: "int" },
    RegionId: { type: "string" },
    Status: { type: "int" },
  },
  DescribeRtcCloudRecordingFiles: { TaskId: { required: true, type: "string" } },
  DescribeRtcCloudTranscode: { AppId: { required: true, type: "string" }, TaskId: { required: true, type: "string" } },
  StartLiveStreamMonitor: {
    MonitorId: { required: true, type: "string" },
    OwnerId: { type: "int" },
    RegionId: { type: "string" },
  },
  StartRtcCloudRecording: {
    AppId: { required: true, type: "string" },
    ChannelId: { required: true, type: "string" },
    MaxIdleTime: { type: "int" },
    MixLayoutParams: {
      style: "json",
      type: {
        obj: {
          MixBackground: { type: { obj: { RenderMode: { type: "int" }, Url: { type: "string" } } } },
          UserPanes: {
            type: {
              list: {
                obj: {
                  Height: { type: "string" },
                  SourceType: { type: "int" },
                  SubBackground: { type: { obj: { RenderMode: { type: "int" }, Url: { type: "string" } } } },
                  UserId: { type: "string" },
                  Width: { type: "string" },
                  X: { type: "string" },
                  Y: { type: "string" },
                  ZOrder: { type: "int" },
                },
              },
            },
          },
        },
      },
    },
    MixTranscodeParams: {
      style: "json",
      type: {
        obj: {
          AudioBitrate: { required: true, type: "int" },
          AudioChannels: { required: true, type: "int" },
          AudioSampleRate: { required: true, type: "int" },
          FrameFillType: { type: "int" },
          VideoBitrate: { type: "int" },
          VideoCodec: { type: "string" },
          VideoFramerate: { type: "int" },
          VideoGop: { type: "int" },
          VideoHeight: { type: "int" },
          VideoWidth: { type: "int" },
        },
      },
    },
    NotifyAuthKey: { type: "string" },
    NotifyFileUploadedFormat: { style: "flat", type: { list: "string" } },
    NotifyUrl: { type: "string" },
    RecordParams: {
      required: true,
      style: "json",
      type: {
        obj: {
          MaxFileDuration: { type: "int" },
          RecordMode: { required: true, type: "int" },
          StreamType: { type: "int" },
        },
      },
    },
    StorageParams: {
      required: true,
      style: "json",
      type: {
        obj: {
          FileInfo: {
            type: {
              list: {
                obj: {
                  FileNamePattern: { type: "string" },
                  FilePathPrefix: { type: { list: "string" } },
                  Format: { required: true, type: "string" },
                  SliceDuration: { type: "int" },
                  SliceNamePattern: { type: "string" },
                },
              },
            },
          },
          OSSParams: {
            type: {
              obj: { OSSBucket: { required: true, type: "string" }, OSSEndpoint: { required: true, type: "string" } },
            },
          },
          StorageType: { required: true, type: "int" },
          VodParams: {
            type: {
              obj: {
                AutoCompose: { type: "int" },
                ComposeVodTranscodeGroupId: { type: "string" },
                StorageLocation: { type: "string" },
                VodTranscodeGroupId: { type: "string" },
              },
            },
          },
        },
      },
    },
    SubscribeParams: {
      required: true,
      style: "json",
      type: {
        obj: {
          SubscribeUserIdList: {
            required: true,
            type: {
              list: {
                obj: {
                  SourceType: { type: "int" },
                  StreamType: { type: "int" },
                  UserId: { required: true, type: "string" },
                },
              },
            },
          },
        },
      },
    },
  },
  StartRtcCloudTranscode: {
    AppId: { required: true, type: "string" },
    ChannelId: { required: true, type: "string" },
    InputParam: {
      required: true,
      style: "json",
      type: {
        obj: {
          SingleSubUserParam: {
            required: true,
            type: {
              obj: {
                SourceType: { type: "int" },
                StreamType: { type: "int" },
                UserId: { required: true, type: "string" },
              },
            },
          },
        },
      },
    },
    MaxIdleTime: { type: "int" },
    OutputParams: {
      required: true,
      style: "json",
      type: {
        list: {
          obj: {
            ChannelId: { required: true, type: "string" },
            TranscodeTemplate: { required: true, type: "string" },
            UserId: { required: true, type: "string" },
            UserToken: { required: true, type: "string" },
          },
        },
      },
    },
  },
  StopLivePullToPush: {
    OwnerId: { type: "int" },
    Region: { required: true, type: "string" },
    RegionId: { type: "string" },
    TaskId: { required: true, type: "string" },
  },
  StopLiveStreamMonitor: {
    MonitorId: { required: true, type: "string" },
    OwnerId: { type: "int" },
    RegionId: { type: "string" },
  },
  StopRtcCloudRecording: { TaskId: { required: true, type: "string" } },
  StopRtcCloudTranscode: { AppId: { required: true, type: "string" }, TaskId: { required: true, type: "string" } },
};
