// Words of the error pages.
import type { Language } from "../language.ts";
import type { Meaning } from "./catalog.ts";

interface Texts {
  readonly ofService: string;
  readonly ofPackage: string;
  readonly colon: string;
  readonly status: string;
  readonly message: string;
  readonly handling: string;
  readonly operations: string;
  readonly page: string;
  readonly howToCheck: string;
  readonly whatToDo: string;
  readonly inCode: string;
  readonly cause: string;
  readonly kind: (kind: string) => string;
  readonly seeAlso: string;
  readonly meanings: { readonly [M in Meaning]: string };
  readonly byStatus: string;
  readonly comment: { readonly alreadyStopped: string };
}

export const TEXTS: { readonly [L in Language]: Texts } = {
  en: {
    ofService: "An error code of the service.",
    ofPackage: "An error code of `apsara-live`. The service does not send it.",
    colon: ": ",
    status: "HTTP status",
    message: "The service's message",
    handling: "What a call does",
    operations: "Documented for",
    page: "the vendor's page",
    howToCheck: "How to check",
    whatToDo: "What to do",
    inCode: "In code",
    cause: "Cause",
    kind: (kind) => `Errors of the kind ${kind}`,
    seeAlso:
      "[All codes and kinds](./index.md) · [The playground](../playground.md) shows what a call does with any code.",
    meanings: {
      "already-stopped": 'Resolves to `already-stopped`. It is an error with `alreadyStopped: "throw"`.',
      refused: "Rejects at once. The task was not stopped by this call.",
      throttled:
        "Waits, then retries. Where the quota stays used up, it rejects with an error of the kind `throttled`.",
      ambiguous: "Retries. Where the retries do not settle it, `outcomeUnknown` is true.",
      "clock-skewed": "Learns the clock offset from the response, then retries once.",
      "token-expired": "Calls the credentials function again, then retries once.",
      "key-not-found":
        "Temporary credentials: calls the credentials function again, then retries once. Else an error, no retry.",
    },
    byStatus: "Decides by the status: it retries 500 and above, and rejects at once below.",
    comment: { alreadyStopped: "the task is not running" },
  },
  zh: {
    ofService: "服务端返回的错误码。",
    ofPackage: "`apsara-live` 自身的错误码，服务端不会返回它。",
    colon: "：",
    status: "HTTP 状态码",
    message: "服务端的错误信息",
    handling: "调用如何处理",
    operations: "相关接口",
    page: "阿里云文档",
    howToCheck: "如何确认",
    whatToDo: "处理方法",
    inCode: "在代码中",
    cause: "原因",
    kind: (kind) => `kind 为 ${kind} 的错误`,
    seeAlso: "[全部错误码](./index.md) · [演练场](../playground.md)可以演示调用如何处理任何错误码。",
    meanings: {
      "already-stopped": '返回 `already-stopped`。设置 `alreadyStopped: "throw"` 时则抛出错误。',
      refused: "立即抛出错误。这次调用没有停止任务。",
      throttled: "等待后重试。配额一直没有空余时，抛出 kind 为 `throttled` 的错误。",
      ambiguous: "重试。仍无法确定结果时，`outcomeUnknown` 为 `true`。",
      "clock-skewed": "从响应中得知时钟偏差，然后重试一次。",
      "token-expired": "重新调用凭证函数，然后重试一次。",
      "key-not-found": "临时凭证：重新调用凭证函数，然后重试一次。其他凭证：报错，不重试。",
    },
    byStatus: "按状态码处理：500 及以上会重试，以下则立即抛出错误。",
    comment: { alreadyStopped: "任务没有在运行" },
  },
};
