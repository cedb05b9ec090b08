// Types of the names that reader.mjs defines.
type Client = import("apsara-live").Client;

declare const credentials: { accessKeyId: string; accessKeySecret: string };
// The examples read members of replies without naming a type, as in JavaScript.
declare const live: Omit<Client, "call"> & {
  // biome-ignore lint/suspicious/noExplicitAny: see above
  call(...call: Parameters<Client["call"]>): Promise<import("apsara-live").ActionResult<any>>;
};
declare const task: { taskId: string };
declare const taskId: string;
declare const monitorId: string;
declare const tasks: ({ taskId: string } | { monitorId: string })[];
declare const signal: AbortSignal;
declare const message: { attempts: number };
declare function assumeRole(): Promise<
  Record<"AccessKeyId" | "AccessKeySecret" | "SecurityToken" | "Expiration", string>
>;
declare const ca: string | undefined;
declare const cert: string | undefined;
declare const key: string | undefined;
declare const connection: { host: string };
// biome-ignore lint/suspicious/noExplicitAny: a global of test runners
declare const vi: any;

// A function of workerd.
declare module "crypto" {
  namespace webcrypto {
    interface SubtleCrypto {
      timingSafeEqual(one: ArrayBuffer, other: ArrayBuffer): boolean;
    }
  }
}
