// Words of the list of actions.
import type { Language } from "../language.ts";

interface Texts {
  readonly filter: string;
  readonly found: (count: number, all: number) => string;
  readonly reads: string;
  readonly changes: string;
  readonly per: { readonly second: (n: number) => string; readonly minute: (n: number) => string };
  readonly noQuota: string;
  readonly required: string;
  readonly optional: string;
  readonly none: string;
  readonly colon: string;
}

export const TEXTS: { readonly [L in Language]: Texts } = {
  en: {
    filter: "Name of an action or of a parameter",
    found: (count, all) => (count === all ? `${all} actions` : `${count} of ${all} actions`),
    reads: "reads",
    changes: "changes",
    per: { second: (n) => `${n} a second`, minute: (n) => `${n} a minute` },
    noQuota: "quota unknown",
    required: "Required",
    optional: "Optional",
    none: "none",
    colon: ": ",
  },
  zh: {
    filter: "接口名或参数名",
    found: (count, all) => (count === all ? `共 ${all} 个接口` : `${all} 个接口中的 ${count} 个`),
    reads: "只读",
    changes: "写操作",
    per: { second: (n) => `每秒 ${n} 次`, minute: (n) => `每分钟 ${n} 次` },
    noQuota: "配额未知",
    required: "必填",
    optional: "可选",
    none: "无",
    colon: "：",
  },
};
