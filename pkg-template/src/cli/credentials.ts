// Sources of credentials: the requested profile, the environment, or a file. This module prints no content of a file.
import process from "node:process";
import { aliyunProfile } from "./aliyun-config.ts";
import { iniProfile } from "./credentials-ini.ts";
import type { Warn } from "./home-file.ts";
import { UsageError } from "./usage-error.ts";
import type { FoundCredentials } from "./vendor-credentials.ts";

/**
 * Finds credentials. A profile that the command line names comes before the environment: an operator who names an account means it.
 */
export async function findCredentials(profile: string | undefined, warn: Warn): Promise<FoundCredentials> {
  const environment = profile === undefined ? fromEnvironment() : undefined;
  if (environment !== undefined) return environment;
  const variable = process.env.ALIBABA_CLOUD_PROFILE;
  const name = profile ?? (variable === "" ? undefined : variable);
  const found = (await aliyunProfile(name, warn)) ?? (await iniProfile(name ?? "default", warn));
  if (found !== undefined) return found;
  if (name !== undefined) {
    throw new UsageError(
      `there is no profile "${name}" in ~/.aliyun/config.json and ~/.alibabacloud/credentials`,
      `Make it with: aliyun configure --profile ${name}`,
    );
  }
  throw new UsageError(
    "there are no credentials",
    "Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or make a profile with: aliyun configure",
  );
}

function fromEnvironment(): FoundCredentials | undefined {
  const {
    ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret,
    ALIBABA_CLOUD_SECURITY_TOKEN: securityToken,
  } = process.env;
  if (!accessKeyId && !accessKeySecret) return undefined;
  if (accessKeyId && accessKeySecret) {
    const token = securityToken ? { securityToken } : {};
    return { credentials: { accessKeyId, accessKeySecret, ...token }, from: "the environment" };
  }
  const [set, missing] = accessKeyId ? ["ID", "SECRET"] : ["SECRET", "ID"];
  throw new UsageError(
    `ALIBABA_CLOUD_ACCESS_KEY_${set} is set, and ALIBABA_CLOUD_ACCESS_KEY_${missing} is not`,
    "Set both, or neither to use a profile.",
  );
}
