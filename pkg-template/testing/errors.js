// The table of the errors that the service documents: HTTP status and message of each code.

const NAMES_THAT_CAN_BE_MISSING = [
  "Action",
  "Version",
  "AccessKeyId",
  "SignatureMethod",
  "SignatureVersion",
  "SignatureNonce",
  "Timestamp",
  "Signature",
  "SecurityToken",
  "TaskId",
  "MonitorId",
];

// Gateway: the public error codes of Alibaba Cloud, https://api.aliyun.com/troubleshoot and
// https://www.alibabacloud.com/help/doc-detail/50285.htm. The two SignatureDoesNotMatch texts are with the signature
// methods.
const GATEWAY = {
  InvalidVersion: [400, "Specified parameter Version is not valid."],
  "InvalidAction.NotFound": [404, "Specified api is not found, please check your url and method."],
  "InvalidProtocol.NeedSsl": [403, "Your request is denied as lack of ssl protect."],
  UnsupportedHTTPMethod: [403, "This http method is not supported."],
  InvalidParameter: [400, "The specified parameter is not valid."],
  "InvalidAccessKeyId.NotFound": [404, "Specified access key is not found."],
  "InvalidAccessKeyId.Inactive": [400, "Specified access key is disabled."],
  "InvalidSecurityToken.Expired": [400, "Specified SecurityToken is expired."],
  "InvalidSecurityToken.Malformed": [400, "Specified SecurityToken is malformed."],
  "InvalidSecurityToken.MismatchWithAccessKey": [400, "Specified SecurityToken mismatch with the AccessKey."],
  "InvalidTimeStamp.Format": [400, "Specified time stamp or date value is not well formatted."],
  "InvalidTimeStamp.Expired": [400, "Specified time stamp or date value is expired."],
  IncompleteSignature: [400, "The request signature does not conform to Aliyun standards."],
  SignatureDoesNotMatch: [400, "Specified signature is not matched with our calculation."],
  SignatureNonceUsed: [400, "Specified signature nonce was used already."],
  Throttling: [400, "Request was denied due to request throttling."],
  "Throttling.User": [400, "Request was denied due to user flow control."],
  "Throttling.Api": [400, "Request was denied due to api flow control."],
  NoPermission: [403, "You are not authorized to do this action."],
  "Forbidden.RAM": [403, "User not authorized to operate on the specified resource, or this API doesn't support RAM."],
  "InvalidIdentity.ServiceDisabled": [400, "The request identity was not allowed operated."],
  InternalError: [500, "The request processing has failed due to some unknown error."],
  ServiceUnavailable: [503, "The request has failed due to a temporary failure of the server."],
};

// https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoprtccloudrecording
// The page writes "%s" where the service puts words of its own; the words here are ours.
const STOP_RTC_CLOUD_RECORDING = {
  "NotFound.Task": [400, "Task not found, please check the TaskId."],
  "InvalidParameter.TaskId": [400, "Task is not running or recovering, please check the TaskId."],
  MissingParameter: [400, "Missing parameter."],
  "InvalidParameter.UserId": [403, "UserId is invalid, please check the UserId."],
};

// https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoplivestreammonitor
// The page gives "%s" alone; the endings are those of the sibling operations' pages.
const STOP_LIVE_STREAM_MONITOR = {
  "InvalidUserId.Malformed": [400, "UserId is invalid, please check userId."],
  "InvalidMonitorId.Malformed": [400, "MonitorId is invalid, please check and try again later."],
  StreamMonitorAlreadyStop: [400, "The monitor is already stopped."],
  IllegalOperation: [401, "The operation is not allowed, please check and try again later."],
  UserQuotaExceed: [403, "Quota exceeded: monitors."],
  StreamMonitorNotExist: [404, "The monitor does not exist, please check the MonitorId."],
};

const MISSING = Object.fromEntries(
  NAMES_THAT_CAN_BE_MISSING.map((name) => [`Missing${name}`, [400, `${name} is mandatory for this action.`]]),
);

export const serviceErrors = Object.freeze(
  Object.fromEntries(
    Object.entries({ ...GATEWAY, ...MISSING, ...STOP_RTC_CLOUD_RECORDING, ...STOP_LIVE_STREAM_MONITOR }).map(
      ([code, [status, message]]) => [code, Object.freeze({ status, message })],
    ),
  ),
);

export function serviceError(code, message) {
  const row = serviceErrors[code];
  return { code, status: row.status, message: message ?? row.message };
}
