// ~/.aliyun/config.json, the file of the vendor's command line. The vendor's own parser prints a malformed file with its secrets.
import process from "node:process";
import { isObject } from "../options/validate.ts";
import { homeFile, type Warn } from "./home-file.ts";
import type { ProfilePlace } from "./place.ts";
import { UsageError } from "./usage-error.ts";
import {
  type FoundCredentials,
  fromVendor,
  fromVendorProfile,
  type UnnamedCredentials,
  type VendorConfig,
} from "./vendor-credentials.ts";

const FILE = "~/.aliyun/config.json";
const REPAIR = "Repair it with: aliyun configure. Nothing of it is shown, because it holds secrets.";

type Profile = Readonly<Record<string, unknown>>;

/** Finds a profile by its name, or the current profile; `undefined` if there is none. */
export async function aliyunProfile(wanted: string | undefined, warn: Warn): Promise<FoundCredentials | undefined> {
  // The variable of the vendor's own clients.
  if (process.env.ALIBABA_CLOUD_CLI_PROFILE_DISABLED?.toLowerCase() === "true") return undefined;
  const text = homeFile(FILE, [".aliyun", "config.json"], warn);
  if (text === undefined) return undefined;
  const config = objectOf(text);
  const profiles: unknown = config.profiles ?? [];
  if (!Array.isArray(profiles) || !profiles.every(isObject)) throw malformed("its profiles are no list of objects");
  const current: unknown = config.current;
  if (current !== undefined && typeof current !== "string") throw malformed("its current profile is no text");
  const name = wanted ?? (current || "default");
  const profile = profiles.find((candidate) => candidate.name === name);
  if (profile === undefined && wanted === undefined && current && profiles.length > 0) {
    throw new UsageError(
      `the current profile "${current}" is not in ${FILE}`,
      "Choose another: aliyun configure switch --profile NAME, or name one by --profile.",
    );
  }
  // `aliyun` makes an empty profile at its first start.
  if (profile === undefined || (wanted === undefined && isEmpty(profile))) return undefined;
  const where = wanted === undefined ? `the current profile of ${FILE}` : `the profile "${wanted}" of ${FILE}`;
  return { ...(await credentialsOf(profile, where)), name: `profile ${name}`, place: placeIn(profile, where) };
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

const isEmpty = (profile: Profile): boolean =>
  modeOf(profile) === "AK" && !profile.access_key_id && !profile.access_key_secret;

/** Returns the mode of a profile, in any case as `aliyun` reads it. `aliyun` decides of a missing mode by the members, in this order. */
function modeOf(profile: Profile): unknown {
  const { mode: given } = profile;
  if (given !== undefined && given !== "") {
    return MODES.find((mode) => mode.toLowerCase() === String(given).toLowerCase()) ?? given;
  }
  const [mode = "AK"] = DERIVED.find(([, keys]) => keys.every((key) => profile[key])) ?? [];
  return mode;
}

const KEY = ["access_key_id", "access_key_secret"];

const DERIVED: readonly (readonly [string, readonly string[]])[] = [
  ["StsToken", [...KEY, "sts_token"]],
  ["RamRoleArn", [...KEY, "ram_role_arn"]],
  ["AK", KEY],
  ["EcsRamRole", ["ram_role_name"]],
  ["OIDC", ["oidc_provider_arn", "oidc_token_file", "ram_role_arn"]],
];

async function credentialsOf(profile: Profile, where: string): Promise<UnnamedCredentials> {
  const text = (key: string): string => {
    const value = profile[key];
    if (typeof value === "string" && value !== "") return value;
    throw new UsageError(`${where} has no ${key}`, REPAIR);
  };
  const mode = modeOf(profile);
  const from = `${where}, mode ${mode}`;
  if (mode === "AK" || mode === "StsToken") {
    const key = { accessKeyId: text("access_key_id"), accessKeySecret: text("access_key_secret") };
    const token = mode === "StsToken" ? { securityToken: text("sts_token") } : {};
    return { credentials: { ...key, ...token }, from };
  }
  if (typeof mode === "string") {
    if (READ_BY_VENDOR.includes(mode)) return fromVendorProfile(text("name"), from);
    const config = Object.hasOwn(VENDOR, mode) ? VENDOR[mode] : undefined;
    if (config !== undefined) return fromVendor(config(text, profile), from);
  }
  const modes = [...MODES, ...READ_BY_VENDOR].join(", ");
  throw new UsageError(
    `${where} has a mode that this program does not know`,
    `It knows ${modes}. With another, put temporary credentials into the ALIBABA_CLOUD_* variables.`,
  );
}

type Text = (key: string) => string;

/** The service that gives the temporary credentials of a role. */
const stsOf = ({ sts_region, sts_endpoint, enable_vpc }: Profile): VendorConfig => ({
  stsRegionId: sts_region || undefined,
  stsEndpoint: sts_endpoint || undefined,
  enableVpc: enable_vpc || undefined,
});

/** Modes for which `@alicloud/credentials` has no options: it reads the profile from the file by itself. */
const READ_BY_VENDOR = ["ChainableRamRoleArn", "CloudSSO", "OAuth", "External"];

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
    ...stsOf(profile),
  }),
  EcsRamRole: (_, profile) => ({ type: "ecs_ram_role", roleName: profile.ram_role_name || undefined }),
  OIDC: (text, profile) => ({
    type: "oidc_role_arn",
    oidcProviderArn: text("oidc_provider_arn"),
    oidcTokenFilePath: text("oidc_token_file"),
    roleArn: text("ram_role_arn"),
    roleSessionName: profile.ram_session_name || "apsara-live",
    roleSessionExpiration: profile.expired_seconds || undefined,
    ...stsOf(profile),
  }),
  CredentialsURI: (text) => ({ type: "credentials_uri", credentialsURI: text("credentials_uri") }),
};

/** The modes that do not depend on how `@alicloud/credentials` reads the file. */
const MODES = ["AK", "StsToken", ...Object.keys(VENDOR)];
