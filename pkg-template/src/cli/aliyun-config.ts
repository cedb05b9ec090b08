// ~/.aliyun/config.json, the file of the vendor's command line. The vendor's own parser prints a malformed file with its secrets.
import { isObject } from "../options/validate.ts";
import { homeFile, type Warn } from "./home-file.ts";
import type { ProfilePlace } from "./place.ts";
import { UsageError } from "./usage-error.ts";
import { type FoundCredentials, fromVendor, type VendorConfig } from "./vendor-credentials.ts";

const FILE = "~/.aliyun/config.json";
const REPAIR = "Repair it with: aliyun configure. Nothing of it is shown, because it holds secrets.";

type Profile = Readonly<Record<string, unknown>>;

/** Finds a profile by its name, or the current profile; `undefined` if there is none. */
export async function aliyunProfile(wanted: string | undefined, warn: Warn): Promise<FoundCredentials | undefined> {
  const text = homeFile(FILE, [".aliyun", "config.json"], warn);
  if (text === undefined) return undefined;
  const config = objectOf(text);
  const profiles: unknown = config.profiles ?? [];
  if (!Array.isArray(profiles) || !profiles.every(isObject)) throw malformed("its profiles are no list of objects");
  const current: unknown = config.current;
  if (current !== undefined && typeof current !== "string") throw malformed("its current profile is no text");
  const name = wanted ?? (current || "default");
  const profile = profiles.find((candidate) => candidate.name === name);
  // `aliyun` makes an empty profile at its first start.
  if (profile === undefined || (wanted === undefined && isEmpty(profile))) return undefined;
  const where = wanted === undefined ? `the current profile of ${FILE}` : `the profile "${wanted}" of ${FILE}`;
  return { ...(await credentialsOf(profile, where)), place: placeIn(profile, where) };
}

function placeIn({ region_id: region, endpoint_type: network }: Profile, where: string): ProfilePlace {
  return {
    profile: where,
    ...(typeof region === "string" && { region }),
    ...(network === "vpc" && { network }),
  };
}

function objectOf(text: string): Profile {
  let config: unknown;
  try {
    config = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    // The parser's message repeats the text.
    throw malformed("it is no JSON");
  }
  if (!isObject(config)) throw malformed("it is no JSON object");
  return config;
}

const malformed = (why: string): UsageError => new UsageError(`${FILE} is malformed: ${why}`, REPAIR);

const isEmpty = ({ mode, access_key_id: id, access_key_secret: secret }: Profile): boolean =>
  (mode === undefined || mode === "" || mode === "AK") && !id && !secret;

async function credentialsOf(profile: Profile, where: string): Promise<FoundCredentials> {
  const text = (key: string): string => {
    const value = profile[key];
    if (typeof value === "string" && value !== "") return value;
    throw new UsageError(`${where} has no ${key}`, REPAIR);
  };
  const mode = profile.mode ?? "AK";
  if (mode === "AK" || mode === "StsToken" || mode === "") {
    const key = { accessKeyId: text("access_key_id"), accessKeySecret: text("access_key_secret") };
    const token = mode === "StsToken" ? { securityToken: text("sts_token") } : {};
    return { credentials: { ...key, ...token }, from: `${where}, mode ${mode || "AK"}` };
  }
  const config = typeof mode === "string" && Object.hasOwn(VENDOR, mode) ? VENDOR[mode] : undefined;
  if (config === undefined) {
    const modes = ["AK", "StsToken", ...Object.keys(VENDOR)].join(", ");
    throw new UsageError(
      `${where} has a mode that this program does not know`,
      `It knows ${modes}. With another, put temporary credentials into the ALIBABA_CLOUD_* variables.`,
    );
  }
  return fromVendor(config(text, profile), `${where}, mode ${mode}`);
}

type Text = (key: string) => string;

/** Options for `@alicloud/credentials`, by the mode of the profile. */
const VENDOR: Readonly<Record<string, (text: Text, profile: Profile) => VendorConfig>> = {
  RamRoleArn: (text, profile) => ({
    type: "ram_role_arn",
    accessKeyId: text("access_key_id"),
    accessKeySecret: text("access_key_secret"),
    securityToken: profile.sts_token || undefined,
    roleArn: text("ram_role_arn"),
    roleSessionName: profile.ram_session_name || "apsara-live",
    roleSessionExpiration: profile.expired_seconds || undefined,
    externalId: profile.external_id || undefined,
  }),
  EcsRamRole: (_, profile) => ({ type: "ecs_ram_role", roleName: profile.ram_role_name || undefined }),
  OIDC: (text, profile) => ({
    type: "oidc_role_arn",
    oidcProviderArn: text("oidc_provider_arn"),
    oidcTokenFilePath: text("oidc_token_file"),
    roleArn: text("ram_role_arn"),
    roleSessionName: profile.ram_session_name || "apsara-live",
  }),
  CredentialsURI: (text) => ({ type: "credentials_uri", credentialsURI: text("credentials_uri") }),
  RsaKeyPair: (text) => ({
    type: "rsa_key_pair",
    publicKeyId: text("key_pair_name"),
    privateKeyFile: text("private_key"),
  }),
};
