// Causes and remedies of the kinds of a LiveError.
import type { LiveErrorKind } from "../../../pkg-template/src/api/error-codes.ts";

/** The page of a kind has this slug: no code begins so. */
export const kindSlug = (kind: LiveErrorKind): string => `kind-${kind}`;

interface KindText {
  readonly cause: string;
  readonly remedy: string;
}

/** A table, so that a new kind does not compile without its texts. */
export const KINDS: { readonly [Kind in LiveErrorKind]: { readonly en: KindText; readonly zh: KindText } } = {
  argument: {
    en: {
      cause: "A parameter or an option is unusable; the message names its path. Nothing was sent.",
      remedy: "Fix the call.",
    },
    zh: { cause: "参数或选项不可用，错误信息会指出其路径。没有发出任何请求。", remedy: "请修改调用。" },
  },
  credentials: {
    en: { cause: "There are no usable credentials.", remedy: "Fix them, or call again if `retryable` is true." },
    zh: { cause: "没有可用的凭证。", remedy: "请修正凭证；`retryable` 为 `true` 时可以直接重试。" },
  },
  service: {
    en: { cause: "The service refused or failed.", remedy: "See `code`: each code has its own page." },
    zh: { cause: "服务端拒绝了请求，或者发生了故障。", remedy: "请查看 `code`：每个错误码都有单独的页面。" },
  },
  throttled: {
    en: { cause: "The quota is used up.", remedy: "Wait for `retryAfterMs` if it is there, then call again." },
    zh: { cause: "QPS 配额已用完。", remedy: "如果有 `retryAfterMs`，请等待这段时间，然后重试。" },
  },
  network: {
    en: {
      cause: "The request or its response was lost.",
      remedy: "Call again. If `outcomeUnknown` is true, the task may be stopped.",
    },
    zh: { cause: "请求或响应丢失。", remedy: "请重试。`outcomeUnknown` 为 `true` 时，任务可能已经停止。" },
  },
  timeout: {
    en: { cause: "Time ran out.", remedy: "Call again, or allow more time with `timeoutMs` or `attemptTimeoutMs`." },
    zh: { cause: "超时。", remedy: "请重试，或者调大 `timeoutMs`、`attemptTimeoutMs`。" },
  },
  protocol: {
    en: { cause: "A response is unreadable or not from the service.", remedy: "Look for a proxy or a gateway." },
    zh: { cause: "响应无法解析，或者不是服务端返回的。", remedy: "请检查中间的代理或网关。" },
  },
  internal: {
    en: { cause: "A fault of this package.", remedy: "Call again, and please report it." },
    zh: { cause: "本包自身的故障。", remedy: "请重试，并向我们反馈。" },
  },
};
