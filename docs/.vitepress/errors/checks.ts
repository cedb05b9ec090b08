// Checks and handling code for the pages of error codes. Codes that are checked in the same way share an entry.
import type { Language } from "../language.ts";

type Text = { readonly [L in Language]: string };

/** The way to look for the cause of some codes. */
export interface Check {
  readonly codes: readonly string[];
  readonly text: Text;
  /** A command of the program that shows it. */
  readonly command: string;
  /** The call that fails so, if it is not a plain stop. */
  readonly call?: string;
  /** Code that handles the error: lines for a `catch` block or for the loop of a run, with comments in both languages. */
  readonly lines: readonly (string | Text)[];
}

const RECORDING = "5f2b7c1e-8501-4d0c-8ac1-72295a6be0d4";
const MONITOR = "445409ec-7eaa-461d-8f29-4bec2eb9a1c3";

const DOCTOR = "npx --no apsara-live doctor --region cn-shanghai";
const SIGN = `npx --no apsara-live sign StopRtcCloudRecording TaskId=${RECORDING} --curl --redact`;
const RECORDING_STATUS = `npx --no apsara-live status recording ${RECORDING} --region cn-shanghai`;
const MONITOR_STATUS = `npx --no apsara-live status monitor ${MONITOR} --region cn-shanghai`;
const RELAY_STATUS = "npx --no apsara-live status relay task-1 --param region=cn-shanghai";
const TRANSCODING_STATUS = "npx --no apsara-live status transcoding task-1 --param appId=school";
const MANY = "npx --no apsara-live stop recording --from ids.csv --journal stopped.jsonl";

const ASK_AGAIN = [
  {
    en: "A second stop does no harm, and the service is asked for the state.",
    zh: "再停止一次没有副作用，并且会向服务端查询状态。",
  },
  "const asking = { verify: true };",
  "const again = await live.stopRtcCloudRecording({ taskId }, asking);",
  "console.log(again.outcome, again.verified);",
];

const FROM_WHERE = [
  { en: "Without a request ID, the response is not from the service.", zh: "没有请求 ID，说明响应不是服务端返回的。" },
  "console.error(error.code, error.httpStatus, error.requestId);",
];

export const CHECKS: readonly Check[] = [
  {
    codes: ["InvalidAccessKeyId.NotFound", "InvalidAccessKeyId.Inactive"],
    text: {
      en: "`doctor` names the source of the AccessKey, such as a variable or a profile. Compare its ID with the list in the RAM console of [your site](../guide/endpoints.md).",
      zh: "`doctor` 会说明 AccessKey 来自哪里，例如环境变量或配置文件。请与[您所用站点](../guide/endpoints.md)的 RAM 控制台里的列表核对。",
    },
    command: DOCTOR,
    lines: [
      {
        en: "Every call fails until the AccessKey is replaced. Keep the ID.",
        zh: "更换 AccessKey 之前每次调用都会失败，请保留任务 ID。",
      },
      "console.error(error.code, error.requestId, taskId);",
    ],
  },
  {
    codes: ["NoPermission", "Forbidden", "Forbidden.RAM", "IllegalOperation"],
    text: {
      en: "A stop needs the RAM action `live:StopRtcCloudRecording` or `live:StopLiveStreamMonitor`: [Permissions](../guide/permissions.md) has the policy. `error.accessDenied` names the action and the user, if the response does. `doctor` shows which AccessKey is used.",
      zh: "停止任务需要 RAM 操作 `live:StopRtcCloudRecording` 或 `live:StopLiveStreamMonitor`，权限策略见[权限](../guide/permissions.md)。响应里有操作和用户时，`error.accessDenied` 会给出。`doctor` 会说明用的是哪个 AccessKey。",
    },
    command: DOCTOR,
    lines: [
      'const { action = "the action", principal } = error.accessDenied ?? {};',
      'console.error("allow", action, "for", principal ?? "the RAM user");',
    ],
  },
  {
    codes: ["SignatureDoesNotMatch"],
    text: {
      en: "The page [Signature](../signature.md) finds the first stage that differs in the refused request. Nothing that you paste leaves the page. The message says whether the secret is wrong or a proxy changed a parameter. `sign` prints a signed request to compare.",
      zh: "[签名页面](../signature.md)会找出被拒绝的请求从哪一步开始不一致，您粘贴的内容不会离开那个页面。错误信息会说明是 Secret 不对，还是代理改写了参数。`sign` 会输出一个已签名的请求供比较。",
    },
    command: SIGN,
    lines: [
      {
        en: "Names the secret, or the parameter that was changed on the way.",
        zh: "指出是 Secret 不对，还是哪个参数被改写了。",
      },
      "console.error(error.message);",
    ],
  },
  {
    codes: [
      "ERR_CREDENTIALS_FAILED",
      "ERR_CREDENTIALS_TIMEOUT",
      "InvalidSecurityToken.Expired",
      "InvalidSecurityToken.Malformed",
      "InvalidSecurityToken.MismatchWithAccessKey",
      "MissingSecurityToken",
    ],
    text: {
      en: "`doctor` names the source of the credentials and whether it answers. ID, secret and token must come from one and the same response. A client asks a [function](../guide/credentials.md) again before a token expires.",
      zh: "`doctor` 会说明凭证来自哪里，以及来源是否可用。AccessKey ID、Secret 和 Token 必须来自同一次响应。凭证是[函数](../guide/credentials.md)时，客户端会在 Token 过期之前重新调用它。",
    },
    command: DOCTOR,
    lines: [
      "const credentials = async () => {",
      "  const given = await assumeRole();",
      "  return {",
      "    accessKeyId: given.AccessKeyId,",
      "    accessKeySecret: given.AccessKeySecret,",
      "    securityToken: given.SecurityToken,",
      "    expiration: given.Expiration,",
      "  };",
      "};",
      "const renewing = createClient({ credentials });",
      "console.log((await renewing.stopRtcCloudRecording({ taskId })).outcome);",
    ],
  },
  {
    codes: ["ERR_MISSING_CREDENTIALS", "ERR_INVALID_CREDENTIALS"],
    text: {
      en: "`doctor` names the source in which it found credentials, or what is wrong with them. [Credentials](../guide/credentials.md) lists the sources of a client.",
      zh: "`doctor` 会说明在哪里找到了凭证，或者凭证有什么问题。客户端的凭证来源见[访问凭证](../guide/credentials.md)。",
    },
    command: DOCTOR,
    lines: [
      {
        en: "Nothing was sent. The message names the missing or wrong part.",
        zh: "没有发出请求。错误信息会指出缺少什么或哪里不对。",
      },
      "console.error(error.code, error.message);",
    ],
  },
  {
    codes: ["InvalidTimeStamp.Expired", "IllegalTimestamp"],
    text: {
      en: "`doctor` compares the clock of this machine with the clock of the service. A call learns the difference and retries: this error remains only if the clock jumps meanwhile.",
      zh: "`doctor` 会比较本机与服务端的时钟。调用会得知时差并重试，所以只有时钟在此期间又跳变时，才会抛出这个错误。",
    },
    command: DOCTOR,
    lines: [
      { en: "Set the clock of this machine, for example by NTP.", zh: "请校准本机时钟，例如使用 NTP。" },
      "console.error(error.code, new Date());",
    ],
  },
  {
    codes: ["NotFound.Task", "InvalidParameter.UserId"],
    text: {
      en: "`status` asks the service for the recording. Use the [region](../guide/endpoints.md) and the account that started it: a recording of `ap-southeast-1` or `us-east-1` is known only there. The service forgets a recording after three days.",
      zh: "`status` 向服务端查询录制任务。请使用启动录制时的[地域](../guide/endpoints.md)和账号：`ap-southeast-1` 和 `us-east-1` 的录制只在当地查得到。三天之后，服务端就不再保留录制任务。",
    },
    command: RECORDING_STATUS,
    lines: [
      'const elsewhere = createClient({ region: "ap-southeast-1" });',
      "console.log((await elsewhere.stopRtcCloudRecording({ taskId })).outcome);",
    ],
  },
  {
    codes: ["StreamMonitorNotExist", "InvalidMonitorId.Malformed", "InvalidUserId.Malformed", "MissingMonitorId"],
    text: {
      en: "`status` asks the service for the monitor. The list of monitors has the IDs that this account may use.",
      zh: "`status` 向服务端查询监播。监播列表里有当前账号可用的 ID。",
    },
    command: MONITOR_STATUS,
    lines: [
      "const list = await live.describeLiveStreamMonitorList({ status: 1 });",
      "for (const one of list.liveStreamMonitorList) console.log(one.monitorId);",
    ],
  },
  {
    codes: ["CodeTaskNotExist", "CodeInvalidAliUid", "InvalidParam.CodeIllegalDuration", "MissingRegion"],
    text: {
      en: "`status` asks the service for the relay. Use the `region` that `CreateLivePullToPush` got, and the account that created the task.",
      zh: "`status` 向服务端查询转推任务。请使用创建任务时的 `region` 和账号。",
    },
    command: RELAY_STATUS,
    lines: [
      'const relay = { taskId, region: "cn-shanghai" };',
      "console.error((await live.describeLivePullToPush(relay)).taskStatus);",
    ],
  },
  {
    codes: ["CodeTaskHasStopped"],
    text: { en: "`status` shows the state of the relay.", zh: "`status` 显示转推任务的状态。" },
    command: RELAY_STATUS,
    lines: [],
  },
  {
    codes: ["NotFound", "MissingAppId"],
    text: {
      en: "`status` asks the service for the transcoding. Use the `appId` and the [region](../guide/endpoints.md) with which it was started.",
      zh: "`status` 向服务端查询转码任务。请使用启动任务时的 `appId` 和[地域](../guide/endpoints.md)。",
    },
    command: TRANSCODING_STATUS,
    lines: [
      'const task = { taskId, appId: "school" };',
      "console.error((await live.describeRtcCloudTranscode(task)).status);",
    ],
  },
  {
    codes: ["InvalidParameter.TaskId"],
    text: {
      en: "`status` shows the state of the recording: it has ended, or is about to end.",
      zh: "`status` 显示录制任务的状态：已经结束，或者即将结束。",
    },
    command: RECORDING_STATUS,
    lines: [],
  },
  {
    codes: ["StreamMonitorAlreadyStop"],
    text: { en: "`status` shows the state of the monitor.", zh: "`status` 显示监播的状态。" },
    command: MONITOR_STATUS,
    lines: [],
  },
  {
    codes: ["Throttling", "Throttling.User", "Throttling.Api", "TooManyRequests", "ERR_QUOTA"],
    text: {
      en: "All programs and RAM users of the account share the quota: look for another one that stops tasks. The program, and `stopAll`, send at most 50 stops of recordings and 10 of monitors a second. With several machines, see [Many tasks](../guide/many-tasks.md).",
      zh: "账号下的所有程序和 RAM 用户共用配额：请检查是否还有别的程序在停止任务。命令行程序和 `stopAll` 每秒最多停止 50 个录制和 10 个监播。有多台机器时，见[批量停止](../guide/many-tasks.md)。",
    },
    command: MANY,
    lines: [
      { en: "Waits for the quota, as long as it takes.", zh: "一直等到配额有空余为止。" },
      "const { stopped } = await live.stopAll([{ taskId }]).summary();",
      "console.log(error.retryAfterMs, stopped);",
    ],
  },
  {
    codes: ["InternalError", "ServiceUnavailable", "UnknownError", "SignatureNonceUsed"],
    text: {
      en: "`status` shows whether the task still runs. With `verify`, the call itself asks for the state: see [Results](../guide/results.md). For the vendor's support, keep the request ID.",
      zh: "`status` 显示任务是否还在运行。使用 `verify` 时，调用会自己查询状态，见[结果与错误](../guide/results.md)。联系阿里云支持时请提供请求 ID。",
    },
    command: RECORDING_STATUS,
    call: "stopRtcCloudRecording({ taskId })",
    lines: ASK_AGAIN,
  },
  {
    codes: ["ERR_NETWORK", "ERR_TIMEOUT", "ERR_ATTEMPT_TIMEOUT"],
    text: {
      en: "`doctor` measures how long the endpoint takes to answer, and names the proxy. `error.cause` has the error of the runtime. `status` and `verify` show whether the task is stopped.",
      zh: "`doctor` 会测量接入点的响应时间，并说明用的是哪个代理。`error.cause` 是运行时的错误。`status` 和 `verify` 可以确认任务是否已经停止。",
    },
    command: DOCTOR,
    lines: ASK_AGAIN,
  },
  {
    codes: [
      "ERR_EMPTY_REPLY",
      "ERR_HTTP_STATUS",
      "ERR_INCOMPLETE_REPLY",
      "ERR_MISMATCHED_REPLY",
      "ERR_OVERSIZED_REPLY",
      "ERR_REDIRECTED",
      "ERR_UNREADABLE_REPLY",
    ],
    text: {
      en: "`doctor` names the proxy, the host and its HTTP status. If it succeeds from another network, something on the way here answers in place of the service. `status` shows whether the task is stopped.",
      zh: "`doctor` 会说明代理、主机名和 HTTP 状态码。如果换一个网络就能成功，说明这里有中间设备代替服务端做了响应。`status` 可以确认任务是否已经停止。",
    },
    command: DOCTOR,
    lines: FROM_WHERE,
  },
  {
    codes: [
      "IncompleteSignature",
      "InvalidTimeStamp.Format",
      "MissingAccessKeyId",
      "MissingAction",
      "MissingParameter",
      "MissingSignature",
      "MissingSignatureMethod",
      "MissingSignatureNonce",
      "MissingSignatureVersion",
      "MissingTaskId",
      "MissingTimestamp",
      "MissingVersion",
    ],
    text: {
      en: "`sign` prints the request as this package sends it, with every header and parameter. Compare it with the request that a proxy on the way lets through, or send it from another network.",
      zh: "`sign` 会输出本包发出的请求，包括所有请求头和参数。请与中间代理放行的请求比较，或者换一个网络发送。",
    },
    command: SIGN,
    lines: FROM_WHERE,
  },
  {
    codes: [
      "ERR_INVALID_ENDPOINT",
      "ERR_INVALID_METHOD",
      "ERR_INVALID_REGION",
      "InvalidAction.NotFound",
      "InvalidProtocol.NeedSsl",
      "InvalidVersion",
      "UnsupportedHTTPMethod",
    ],
    text: {
      en: "`sign` prints the URL, the method, the action and the version that a request has. [Regions and endpoints](../guide/endpoints.md) lists the hosts.",
      zh: "`sign` 会输出请求的 URL、方法、接口名和版本。主机名见[地域与接入点](../guide/endpoints.md)。",
    },
    command: SIGN,
    lines: [
      { en: "The same for every task: fix the options of the client.", zh: "每个任务都会这样，请修改客户端的选项。" },
      "console.error(error.operation, error.message);",
    ],
  },
  {
    codes: [
      "ERR_INVALID_OPTION",
      "ERR_INVALID_PARAMETER",
      "ERR_MISSING_PARAMETER",
      "ERR_UNKNOWN_KEY",
      "ERR_UNKNOWN_OPERATION",
      "InvalidParameter",
    ],
    text: {
      en: "The message names the path of the value. `sign` checks the parameters of an action and sends nothing.",
      zh: "错误信息会指出值所在的路径。`sign` 只检查接口的参数，不发送请求。",
    },
    command: SIGN,
    lines: [
      {
        en: "400: your client sent an unusable ID. 500: fix this program.",
        zh: "400：您的客户端传来的 ID 不可用。500：请修改本程序。",
      },
      "console.error(httpStatusOf(error), error.message);",
    ],
  },
  {
    codes: ["InvalidIdentity.ServiceDisabled", "LiveServiceNotFound", "UserQuotaExceed"],
    text: {
      en: "`doctor` shows whether the service accepts the AccessKey. The console of ApsaraVideo Live shows the service, its quotas and overdue payments of that account.",
      zh: "`doctor` 会说明服务端是否接受这个 AccessKey。该账号的服务状态、配额和欠费情况见视频直播控制台。",
    },
    command: DOCTOR,
    lines: [
      { en: "The owner of the account has to act.", zh: "需要由账号的所有者处理。" },
      "console.error(error.code, error.requestId);",
    ],
  },
  {
    codes: ["ERR_RUN_ENDED", "ERR_RUN_HALTED"],
    text: {
      en: "`error.cause` has the reason of a halt. The same command with the same journal goes on where the run ended: see [Many tasks](../guide/many-tasks.md).",
      zh: "批量停止被中止时，`error.cause` 是原因。用同一个 `journal` 重新执行同一条命令，会从断点继续，见[批量停止](../guide/many-tasks.md)。",
    },
    command: MANY,
    call: "stopAll(tasks)",
    lines: [
      { en: "Stop it again after the cause is fixed.", zh: "解决原因之后，再停止这个任务。" },
      "console.error(task, error.cause);",
    ],
  },
  {
    codes: ["ERR_NOT_STOPPED"],
    text: {
      en: "`status` shows the state of the recording: `STOPPING` takes longer. See [Know that it has stopped](../guide/until-stopped.md).",
      zh: "`status` 显示录制任务的状态，`STOPPING` 表示还需要时间。见[确认任务已经停止](../guide/until-stopped.md)。",
    },
    command: RECORDING_STATUS,
    call: "stopRtcCloudRecording({ taskId }, { waitUntilStopped: true })",
    lines: [
      "const longer = { waitUntilStopped: { timeoutMs: 600_000 } };",
      "const { verified } = await live.stopRtcCloudRecording({ taskId }, longer);",
      "console.log(verified);",
    ],
  },
  {
    codes: ["ERR_UNSUPPORTED_RUNTIME", "ERR_WASM_UNAVAILABLE", "ERR_INTERNAL"],
    text: {
      en: "If `doctor` succeeds, the package works in Node.js, and the other runtime, its bundler or its Content-Security-Policy is the cause: see [Runtimes and bundlers](../guide/runtimes.md). Report the output of `doctor` with the message.",
      zh: "如果 `doctor` 成功，说明本包在 Node.js 中正常，原因在于另一个运行时、它的打包工具或 CSP，见[运行时与打包工具](../guide/runtimes.md)。反馈问题时请附上 `doctor` 的输出和错误信息。",
    },
    command: DOCTOR,
    lines: ["console.error(error.code, error.message, error.cause);"],
  },
];
