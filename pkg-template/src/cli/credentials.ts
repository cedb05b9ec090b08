// Sources of credentials: the requested profile, the environment, or a file. This module prints no content of a file.
import process from "node:process";
import { aliyunProfile } from "./aliyun-config.ts";
import { iniProfile } from "./credentials-ini.ts";
import type { Warn } from "./home-file.ts";
import { howToInstall } from "./peer.ts";
import { UsageError } from "./usage-error.ts";
import { type FoundCredentials, fromVendor, hasVendor, VENDOR_PACKAGE } from "./vendor-credentials.ts";

/**
 * Finds credentials, in the order of the vendor's own clients. A profile that the command line names comes first: an operator who names
 * an account means it.
 */
export async function findCredentials(profile: string | undefined, warn: Warn): Promise<FoundCredentials> {
  const environment = profile === undefined ? (fromEnvironment() ?? (await fromOidc())) : undefined;
  if (environment !== undefined) return environment;
  const name = profile ?? profileOfEnvironment();
  const found = (await aliyunProfile(name, warn)) ?? (await iniProfile(name ?? "default", warn));
  if (found !== undefined) return found;
  if (name !== undefined) {
    throw new UsageError(
      `there is no profile "${name}" in ~/.aliyun/config.json and ~/.alibabacloud/credentials`,
      `Make it with: aliyun configure --profile ${name}`,
    );
  }
  const service = (await fromUri()) ?? (await fromMetadata());
  if (service !== undefined) return service;
  const remedy =
    "Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or make a profile with: aliyun configure";
  // Not known to be an instance: only the package asks the metadata service.
  const ofEcs =
    isMetadataDisabled() || (await hasVendor())
      ? ""
      : `. The role of an ECS instance needs the package ${VENDOR_PACKAGE}, which is not installed. ${howToInstall(VENDOR_PACKAGE)}`;
  throw new UsageError("there are no credentials", `${remedy}${ofEcs}`);
}

/** `aliyun` prefers one variable, the clients of the vendor know only the other. */
function profileOfEnvironment(): string | undefined {
  const { ALIBABA_CLOUD_PROFILE: one, ALIBABACLOUD_PROFILE: other } = process.env;
  if (one && other && one !== other) {
    throw new UsageError(
      "ALIBABA_CLOUD_PROFILE and ALIBABACLOUD_PROFILE name different profiles",
      "Unset one of them.",
    );
  }
  return one || other || undefined;
}

/** The role of a pod: three variables that ACK sets. */
async function fromOidc(): Promise<FoundCredentials | undefined> {
  const {
    ALIBABA_CLOUD_ROLE_ARN: roleArn,
    ALIBABA_CLOUD_OIDC_PROVIDER_ARN: oidcProviderArn,
    ALIBABA_CLOUD_OIDC_TOKEN_FILE: oidcTokenFilePath,
    ALIBABA_CLOUD_ROLE_SESSION_NAME: session,
  } = process.env;
  if (!roleArn || !oidcProviderArn || !oidcTokenFilePath) return undefined;
  const role = { roleArn, oidcProviderArn, oidcTokenFilePath, roleSessionName: session || "apsara-live" };
  const found = await fromVendor({ type: "oidc_role_arn", ...role }, "the environment, by OIDC");
  return { ...found, name: "the OIDC role of the environment", account: roleArn };
}

async function fromUri(): Promise<FoundCredentials | undefined> {
  const { ALIBABA_CLOUD_CREDENTIALS_URI: credentialsURI } = process.env;
  if (!credentialsURI) return undefined;
  const found = await fromVendor(
    { type: "credentials_uri", credentialsURI },
    "the environment, by ALIBABA_CLOUD_CREDENTIALS_URI",
  );
  return { ...found, name: "ALIBABA_CLOUD_CREDENTIALS_URI", account: credentialsURI };
}

const isMetadataDisabled = (): boolean => process.env.ALIBABA_CLOUD_ECS_METADATA_DISABLED?.toLowerCase() === "true";

/** The role of an ECS instance. Asks for it at once, because most machines are no instance: they have no credentials. */
async function fromMetadata(): Promise<FoundCredentials | undefined> {
  const { ALIBABA_CLOUD_ECS_METADATA: role } = process.env;
  if (isMetadataDisabled() || !(role || (await hasVendor()))) return undefined;
  const from = "the metadata service of ECS";
  const made = await fromVendor({ type: "ecs_ram_role", roleName: role || undefined }, from);
  const found = { ...made, name: "the role of the ECS instance", account: `ECS ${role ?? ""}` };
  const { credentials } = found;
  const answers = "getCredential" in credentials ? Promise.resolve(credentials.getCredential()) : undefined;
  return answers?.then(
    () => found,
    // The vendor's message may repeat a response with a secret.
    () => undefined,
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
    return {
      credentials: { accessKeyId, accessKeySecret, ...token },
      from: "the environment",
      name: "the key of the environment",
    };
  }
  const [set, missing] = accessKeyId ? ["ID", "SECRET"] : ["SECRET", "ID"];
  throw new UsageError(
    `ALIBABA_CLOUD_ACCESS_KEY_${set} is set, and ALIBABA_CLOUD_ACCESS_KEY_${missing} is not`,
    "Set both, or neither to use a profile.",
  );
}
