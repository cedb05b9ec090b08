// The modes of credentials that `@alicloud/credentials` knows: an optional peer, loaded only for them.
import type { CredentialsSource } from "../api/options.ts";
import { peer } from "./peer.ts";
import type { ProfilePlace } from "./place.ts";
import { UsageError } from "./usage-error.ts";

export interface FoundCredentials {
  readonly credentials: CredentialsSource;
  /** The source, for messages. */
  readonly from: string;
  /** The place that the same profile names. */
  readonly place?: ProfilePlace;
}

/** The members of the vendor's `Config`. */
export type VendorConfig = Readonly<Record<string, unknown>>;

type Vendor = typeof import("@alicloud/credentials");

/** Returns credentials from the vendor's package, for a source of this name. */
export async function fromVendor(config: VendorConfig, from: string): Promise<FoundCredentials> {
  const vendor = await peer<Vendor & { default: Vendor | Vendor["default"] }>("@alicloud/credentials");
  if (vendor === undefined) {
    throw new UsageError(
      `${from}, needs the package @alicloud/credentials, which is not installed`,
      "Install it in the folder in which apsara-live is installed, or name its folder by --peers: npm install @alicloud/credentials",
    );
  }
  // A module of CommonJS: its exports are behind `default`.
  const { exports: loaded, file } = vendor;
  const exports = "Config" in loaded.default ? loaded.default : loaded;
  // biome-ignore lint/plugin: with `Config` beside it, `default` is the class
  const { Config, default: Credential } = exports as Vendor;
  try {
    return { credentials: new Credential(new Config(config)), from: `${from}, by ${file}` };
  } catch {
    // The vendor's messages repeat values.
    throw new UsageError(`${from}, is refused by @alicloud/credentials`, "Check the members of the profile.");
  }
}
