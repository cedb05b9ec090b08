// Written by `cargo xtask generate` from xtask/actions/facts.json.

/** Actions that go by `GET`. All others go by `POST`. */
export const GET_ACTIONS =
  "CreateLiveRealTimeLogDelivery CreateRoomRealTimeStreamAddress DeleteLivePullToPush DeleteLiveRealTimeLogLogstore DeleteLiveRealtimeLogDelivery DescribeDomainWithIntegrity DescribeHlsLiveStreamRealTimeBpsData DescribeLiveDomainMapping DescribeLiveDomainMultiStreamConfig DescribeLiveDomainRealTimeBpsData DescribeLiveDomainRealtimeLogDelivery DescribeLivePullToPush DescribeLivePullToPushList DescribeLiveRealtimeLogAuthorized DescribeLiveStreamCount DescribeUidOnlineStreams DisableLiveRealtimeLogDelivery EnableLiveRealtimeLogDelivery ListEventSub ListEventSubEvent ListLiveMessageGroupByPage ListLiveRealtimeLogDelivery ListLiveRealtimeLogDeliveryDomains ListLiveRealtimeLogDeliveryInfos ModifyLiveRealtimeLogDelivery QueryLiveDomainMultiStreamList RestartLivePullToPush SetLiveDomainMultiStreamConfig SetLiveDomainMultiStreamMaster SetLiveDomainMultiStreamOptimalMode StopLivePullToPush UpdateLivePullStreamInfoConfig UpdateLivePullToPush";

/** Actions whose parameters go in a form body, but for the parameters of {@link IN_QUERY}. */
export const BODY_ACTIONS =
  "BatchGetOnlineUsers CancelMuteAllGroupUser CancelMuteGroupUser CreateMessageApp CreateMessageGroup DeleteMessageApp GetMessageApp GetMessageGroup GetMessageToken JoinMessageGroup LeaveMessageGroup ListMessage ListMessageApp ListMessageGroup ListMessageGroupUser ListMessageGroupUserById ListMuteGroupUser MuteAllGroupUser MuteGroupUser PutRecordStorageLifeCycle QueryMessageApp SendLike SendMessageToGroup SendMessageToGroupUsers UpdateMessageApp UpdateMessageGroup";

/** Parameters of these actions that stay in the query. */
export const IN_QUERY = "SkipAudit";

/** Parameters that are JSON text on the wire, in every action that has them. */
export const JSON_PARAMETERS =
  "AppConfig CdnDomains CdnIsps CdnProvinces DomainNameList Extension InputParam KwaiSidcs KwaiTsc MattingLayout MediaLayout MixLayoutParams MixTranscodeParams MultiStreamURL OutputParams PositionNormalized RecordParams SeiParams SingleSubParams SourceUrls StorageParams StreamIds SubscribeParams TranscodeParams UpstreamDomains";

/** Parameters that are items with commas between them on the wire. */
export const COMMA_PARAMETERS =
  "AdminList Administrators BannedUsers BannnedUsers CancelMuteUserList ExceptUsers MuteUserList ReceiverIdList UnbannedUsers UserIdList UserIds";

/** Names of actions that read begin so. */
export const READING = /^(?:BatchGet|Check|Describe|Get|List|Query)/;
