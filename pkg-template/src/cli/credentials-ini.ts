// ~/.alibabacloud/credentials, the INI file of the vendor's SDKs.
import { isAbsolute } from "node:path";
import process from "node:process";
import { homeFile, type Warn } from "./home-file.ts";
import { sectionsOf } from "./ini.ts";
import { UsageError } from "./usage-error.ts";
import { type FoundCredentials, fromVendor, type UnnamedCredentials, type VendorConfig } from "./vendor-credentials.ts";

const FILE = "~/.alibabacloud/credentials";
const REPAIR = "Nothing of it is shown, because it holds secrets.";

/** Finds a profile by its name; `undefined` if there is none, or if the file has `enable = false`. */
export async function iniProfile(name: string, warn: Warn): Promise<FoundCredentials | undefined> {
  const { ALIBABA_CLOUD_CREDENTIALS_FILE: path } = process.env;
  if (path && !isAbsolute(path)) {
    throw new UsageError(
      "ALIBABA_CLOUD_CREDENTIALS_FILE is no absolute path",
      "Write the whole path: a relative one names a file of the current folder, which may be another's.",
    );
  }
  const file = path ? "the file of ALIBABA_CLOUD_CREDENTIALS_FILE" : FILE;
  const text = homeFile(file, path || [".alibabacloud", "credentials"], warn);
  if (text === undefined) return undefined;
  const section = sectionsOf(text, (line) => {
    throw new UsageError(
      `${file} is malformed: line ${line} is neither [name] nor key = value`,
      `Repair it. ${REPAIR}`,
    );
  }).get(name);
  if (section === undefined || section.get("enable")?.toLowerCase() === "false") return undefined;
  const where = `the profile "${name}" of ${file}`;
  const region = section.get("region_id");
  return {
    ...(await credentialsOf(section, where)),
    name: `profile ${name}`,
    place: { profile: where, ...(region !== undefined && { region }) },
  };
}

async function credentialsOf(section: ReadonlyMap<string, string>, where: string): Promise<UnnamedCredentials> {
  const text = (key: string): string => {
    const value = section.get(key);
    if (value) return value;
    throw new UsageError(`${where} has no ${key}`, `Add it. ${REPAIR}`);
  };
  const type = section.get("type") || typeOf(section);
  if (type === "access_key" || type === "sts") {
    const key = { accessKeyId: text("access_key_id"), accessKeySecret: text("access_key_secret") };
    const token = type === "sts" ? { securityToken: text("security_token") } : {};
    return { credentials: { ...key, ...token }, from: `${where}, type ${type}` };
  }
  const config = Object.hasOwn(VENDOR, type) ? VENDOR[type] : undefined;
  if (config !== undefined) return fromVendor(config(text, section), `${where}, type ${type}`);
  const types = ["access_key", "sts", ...Object.keys(VENDOR)].join(", ");
  throw new UsageError(`${where} has a type that this program does not know`, `It knows ${types}.`);
}

type Section = ReadonlyMap<string, string>;

/** Returns the type of a section without one, as `aliyun` decides of a profile without a mode. */
const typeOf = (section: Section): string =>
  section.get("security_token") ? "sts" : section.get("role_arn") ? "ram_role_arn" : "access_key";

const VENDOR: Readonly<Record<string, (text: (key: string) => string, section: Section) => VendorConfig>> = {
  ram_role_arn: (text, section) => ({
    type: "ram_role_arn",
    accessKeyId: text("access_key_id"),
    accessKeySecret: text("access_key_secret"),
    roleArn: text("role_arn"),
    roleSessionName: section.get("role_session_name") || "apsara-live",
  }),
  ecs_ram_role: (_, section) => ({ type: "ecs_ram_role", roleName: section.get("role_name") || undefined }),
  oidc_role_arn: (text, section) => ({
    type: "oidc_role_arn",
    oidcProviderArn: text("oidc_provider_arn"),
    oidcTokenFilePath: text("oidc_token_file_path"),
    roleArn: text("role_arn"),
    roleSessionName: section.get("role_session_name") || "apsara-live",
  }),
  credentials_uri: (text) => ({ type: "credentials_uri", credentialsURI: text("credentials_uri") }),
};
