// HTTP status and message of the service's error codes.
// biome-ignore-all format: a table, one code a row
export const SERVICE_ERRORS = {
  // https://api.aliyun.com/troubleshoot and https://www.alibabacloud.com/help/doc-detail/50285.htm
  "InvalidVersion": { status: 400, message: "Specified parameter Version is not valid." },
  "InvalidAction.NotFound": { status: 404, message: "Specified api is not found, please check your url and method." },
  "InvalidProtocol.NeedSsl": { status: 403, message: "Your request is denied as lack of ssl protect." },
  "UnsupportedHTTPMethod": { status: 403, message: "This http method is not supported." },
  "InvalidParameter": { status: 400, message: "The specified parameter is not valid." },
  "InvalidAccessKeyId.NotFound": { status: 404, message: "Specified access key is not found." },
  "InvalidAccessKeyId.Inactive": { status: 400, message: "Specified access key is disabled." },
  "InvalidSecurityToken.Expired": { status: 400, message: "Specified SecurityToken is expired." },
  "InvalidSecurityToken.Malformed": { status: 400, message: "Specified SecurityToken is malformed." },
  "InvalidSecurityToken.MismatchWithAccessKey": { status: 400, message: "Specified SecurityToken mismatch with the AccessKey." },
  "InvalidTimeStamp.Format": { status: 400, message: "Specified time stamp or date value is not well formatted." },
  "InvalidTimeStamp.Expired": { status: 400, message: "Specified time stamp or date value is expired." },
  "IncompleteSignature": { status: 400, message: "The request signature does not conform to Aliyun standards." },
  "SignatureDoesNotMatch": { status: 400, message: "Specified signature is not matched with our calculation." },
  "SignatureNonceUsed": { status: 400, message: "Specified signature nonce was used already." },
  "Throttling": { status: 400, message: "Request was denied due to request throttling." },
  "Throttling.User": { status: 400, message: "Request was denied due to user flow control." },
  "Throttling.Api": { status: 400, message: "Request was denied due to api flow control." },
  "NoPermission": { status: 403, message: "You are not authorized to do this action." },
  "Forbidden.RAM": { status: 403, message: "User not authorized to operate on the specified resource, or this API doesn't support RAM." },
  "InvalidIdentity.ServiceDisabled": { status: 400, message: "The request identity was not allowed operated." },
  "InternalError": { status: 500, message: "The request processing has failed due to some unknown error." },
  "ServiceUnavailable": { status: 503, message: "The request has failed due to a temporary failure of the server." },

  "MissingAction": { status: 400, message: "Action is mandatory for this action." },
  "MissingVersion": { status: 400, message: "Version is mandatory for this action." },
  "MissingAccessKeyId": { status: 400, message: "AccessKeyId is mandatory for this action." },
  "MissingSignatureMethod": { status: 400, message: "SignatureMethod is mandatory for this action." },
  "MissingSignatureVersion": { status: 400, message: "SignatureVersion is mandatory for this action." },
  "MissingSignatureNonce": { status: 400, message: "SignatureNonce is mandatory for this action." },
  "MissingTimestamp": { status: 400, message: "Timestamp is mandatory for this action." },
  "MissingSignature": { status: 400, message: "Signature is mandatory for this action." },
  "MissingSecurityToken": { status: 400, message: "SecurityToken is mandatory for this action." },
  "MissingTaskId": { status: 400, message: "TaskId is mandatory for this action." },
  "MissingMonitorId": { status: 400, message: "MonitorId is mandatory for this action." },

  // https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoprtccloudrecording
  // The page writes "%s" where the service inserts text; the inserted text here is ours.
  "NotFound.Task": { status: 400, message: "Task not found, please check the TaskId." },
  "InvalidParameter.TaskId": { status: 400, message: "Task is not running or recovering, please check the TaskId." },
  "MissingParameter": { status: 400, message: "Missing parameter." },
  "InvalidParameter.UserId": { status: 403, message: "UserId is invalid, please check the UserId." },

  // https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoplivestreammonitor
  // The page gives "%s" alone; the endings are those of the pages of similar operations.
  "InvalidUserId.Malformed": { status: 400, message: "UserId is invalid, please check userId." },
  "InvalidMonitorId.Malformed": { status: 400, message: "MonitorId is invalid, please check and try again later." },
  "StreamMonitorAlreadyStop": { status: 400, message: "The monitor is already stopped." },
  "IllegalOperation": { status: 401, message: "The operation is not allowed, please check and try again later." },
  "UserQuotaExceed": { status: 403, message: "Quota exceeded: monitors." },
  "StreamMonitorNotExist": { status: 404, message: "The monitor does not exist, please check the MonitorId." },
} as const;
