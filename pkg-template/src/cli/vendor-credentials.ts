// The modes of credentials that `@alicloud/credentials` knows: an optional peer, loaded only for them.
import type { CredentialsSource } from "../api/options.ts";
import { howToInstall, peer } from "./peer.ts";
import type { ProfilePlace } from "./place.ts";
import { UsageError } from "./usage-error.ts";

export interface FoundCredentials {
  readonly credentials: CredentialsSource;
  /** The source, for messages. */
  readonly from: string;
  /** The source in a few words, such as `profile prod`. */
  readonly name: string;
  /** Stands for the account where no profile does and AccessKey IDs change. */
  readonly account?: string;
  /** The place that the same profile names. */
  readonly place?: ProfilePlace;
}

/** Credentials without the words for their profile, which the reader of the file adds. */
export type UnnamedCredentials = Omit<FoundCredentials, "name">;

/** The members of the vendor's `Config`. */
export type VendorConfig = Readonly<Record<string, unknown>>;

type Vendor = typeof import("@alicloud/credentials");

type VendorClient = InstanceType<Vendor["default"]>;

export const VENDOR_PACKAGE = "@alicloud/credentials";

/** Returns credentials from the vendor's package, for a source of this name. */
export const fromVendor = (config: VendorConfig, from: string): Promise<UnnamedCredentials> =>
  made(from, ({ Config, default: Credential }) => new Credential(new Config(config)));

/** Returns credentials of a profile of `~/.aliyun/config.json`, which the vendor's package reads by itself. */
export const fromVendorProfile = (name: string, from: string): Promise<UnnamedCredentials> =>
  made(from, ({ CLIProfileCredentialsProvider, default: Credential }) => {
    return new Credential(null, CLIProfileCredentialsProvider.builder().withProfileName(name).build());
  });

async function made(from: string, make: (vendor: Vendor) => VendorClient): Promise<UnnamedCredentials> {
  const vendor = await peer<Vendor & { default: Vendor | Vendor["default"] }>(VENDOR_PACKAGE);
  if (vendor === undefined) {
    throw new UsageError(
      `${from}, needs the package ${VENDOR_PACKAGE}, which is not installed`,
      howToInstall(VENDOR_PACKAGE),
    );
  }
  // A module of CommonJS: its exports are behind `default`.
  const { exports: loaded, file } = vendor;
  const exports = "Config" in loaded.default ? loaded.default : loaded;
  try {
    // biome-ignore lint/plugin: with `Config` beside it, `default` is the class
    return { credentials: make(exports as Vendor), from: `${from}, by ${file}` };
  } catch {
    // The vendor's messages repeat values.
    throw new UsageError(`${from}, is refused by ${VENDOR_PACKAGE}`, "Check the members of the profile.");
  }
}

/** Whether the vendor's package is installed. */
export const hasVendor = async (): Promise<boolean> => (await peer(VENDOR_PACKAGE)) !== undefined;
