// Words of the page about signatures.
import type { Language } from "../language.ts";
import type { Mistake } from "./mistakes.ts";
import type { StageName } from "./stages.ts";

interface SignatureTexts {
  readonly inputs: string;
  readonly method: string;
  readonly action: string;
  readonly id: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string;
  readonly optional: string;
  readonly date: string;
  readonly nonce: string;
  readonly fresh: string;
  readonly privacy: string;
  readonly stages: string;
  readonly about: { readonly [Name in StageName]: string };
  readonly request: string;
  readonly agree: string;
  readonly disagree: string;
  readonly refused: string;
  readonly refusedHint: string;
  readonly paste: string;
  readonly verdict: string;
  readonly unknownText: string;
  readonly unsigned: string;
  readonly accepted: string;
  readonly otherSecret: string;
  readonly differs: (stage: StageName, at: number) => string;
  readonly signed: string;
  readonly service: string;
  readonly mistakes: { readonly [M in Mistake]: string };
  readonly end: string;
}

export const TEXTS: { readonly [L in Language]: SignatureTexts } = {
  en: {
    inputs: "Inputs",
    method: "Signature method",
    action: "Operation",
    id: "Task ID or monitor ID",
    accessKeyId: "AccessKey ID",
    accessKeySecret: "AccessKey Secret",
    securityToken: "Security token",
    optional: "only for STS",
    date: "Date (UTC)",
    nonce: "Nonce",
    fresh: "Use the time of now and a new nonce",
    privacy:
      "No secret leaves this page. It computes everything here, stores nothing, and requests nothing but files of this site. Its Content-Security-Policy forbids requests to other hosts.",
    stages: "The stages",
    about: {
      CanonicalRequest:
        "The request as text: method, path, query, headers, names of the signed headers, hash of the body.",
      CanonicalizedQueryString: "All parameters but the signature, sorted by name and percent-encoded.",
      HashedRequestPayload: "The SHA-256 of the body.",
      StringToSign: "What the HMAC is computed of.",
      Signature: "The HMAC with the secret as its key; for HMAC-SHA1, with the secret and an & after it.",
    },
    request: "The signed request",
    agree: "The client (Rust) and the emulator (Web Crypto) computed this signature by separate code, and agree.",
    disagree: "The client and the emulator do not agree. Please report it.",
    refused: "A refused request",
    refusedHint:
      "Paste a curl command, or the SignatureDoesNotMatch message of the service, or both. A message alone is compared with the stages above; fill in the inputs of the refused request. The secret above is used.",
    paste: "Refused request or message",
    verdict: "Verdict",
    unknownText: "There is neither a curl command nor a string to sign of the service in this text.",
    unsigned:
      "The request has no signature in a form that the service knows. Look at the Authorization header, or at the parameter Signature. SignedHeaders must name host, content-type and every x-acs header that is sent.",
    accepted:
      "The signature is right for this secret. If the service refuses it, look at the AccessKey ID, the time and the nonce.",
    otherSecret: "The service signed the same text. So the AccessKey Secrets differ.",
    differs: (stage, at) => `The first stage that differs is ${stage}, at character ${at + 1}.`,
    signed: "Yours",
    service: "The service's",
    mistakes: {
      key: "The signature was made with a wrong key: HMAC-SHA1 needs the secret with an & after it, and ACS3-HMAC-SHA256 the secret alone.",
      encodedOnce: "The canonicalized query was not percent-encoded a second time for the string to sign.",
      plus: "A space was signed as +. It must be %20.",
      httpMethod: "The signature was made for another HTTP method than the method of the request.",
      unsorted: "The parameters were not sorted by name.",
      secretSpace: "The secret was used with a line break at its end.",
      noBlankLine: "The canonical headers lack the empty line after them.",
      form: "The parameters of the form body were not signed.",
    },
    end: "end of the text",
  },
  zh: {
    inputs: "输入",
    method: "签名方式",
    action: "操作",
    id: "任务 ID 或监播室 ID",
    accessKeyId: "AccessKey ID",
    accessKeySecret: "AccessKey Secret",
    securityToken: "STS Token",
    optional: "仅用于临时凭证",
    date: "时间（UTC）",
    nonce: "随机数（nonce）",
    fresh: "使用当前时间和新的随机数",
    privacy:
      "密钥不会离开本页面。所有计算都在页面内完成，不保存任何内容，除本站的静态文件外也不发送任何请求；内容安全策略（CSP）禁止向其他主机发送请求。",
    stages: "各个步骤",
    about: {
      CanonicalRequest: "请求的规范化文本：方法、路径、查询参数、请求头、参与签名的请求头名称、正文的哈希值。",
      CanonicalizedQueryString: "除签名以外的所有参数，按名称排序并进行百分号编码。",
      HashedRequestPayload: "正文的 SHA-256。",
      StringToSign: "待签名字符串，即 HMAC 的输入。",
      Signature: "以 AccessKey Secret 为密钥计算的 HMAC；HMAC-SHA1 的密钥末尾还要加上 &。",
    },
    request: "已签名的请求",
    agree: "客户端（Rust）和模拟器（Web Crypto）用各自独立的代码计算出同一个签名，结果一致。",
    disagree: "客户端和模拟器的结果不一致，请向我们反馈。",
    refused: "被拒绝的请求",
    refusedHint:
      "请粘贴 curl 命令、服务端的 SignatureDoesNotMatch 错误信息，或者两者一起粘贴。只有错误信息时，会与上面的步骤比较，请先在上面填写被拒绝请求的内容。计算时使用上面填写的 AccessKey Secret。",
    paste: "被拒绝的请求或错误信息",
    verdict: "结论",
    unknownText: "这段文本里既没有 curl 命令，也没有服务端的待签名字符串。",
    unsigned:
      "请求里没有服务端认识的签名。请检查 Authorization 请求头，或者 Signature 参数。SignedHeaders 必须包含 host、content-type 和所有已发送的 x-acs 请求头。",
    accepted: "对这个 AccessKey Secret 来说，签名是正确的。如果服务端仍然拒绝，请检查 AccessKey ID、时间和随机数。",
    otherSecret: "服务端的待签名字符串相同，所以是 AccessKey Secret 不一致。",
    differs: (stage, at) => `第一个不一致的步骤是 ${stage}，位于第 ${at + 1} 个字符。`,
    signed: "您的",
    service: "服务端的",
    mistakes: {
      key: "签名使用了错误的密钥：HMAC-SHA1 的密钥是 AccessKey Secret 加上 &，ACS3-HMAC-SHA256 的密钥只是 AccessKey Secret。",
      encodedOnce: "构造待签名字符串时，没有对规范化查询字符串再次进行百分号编码。",
      plus: "空格被编码成 + 参与签名，应为 %20。",
      httpMethod: "签名时使用的 HTTP 方法与请求的方法不同。",
      unsorted: "参数没有按名称排序。",
      secretSpace: "AccessKey Secret 的末尾带有换行符。",
      noBlankLine: "规范化请求头之后缺少空行。",
      form: "表单正文里的参数没有参与签名。",
    },
    end: "文本结束",
  },
};
