// Region and network of a command: from the options, the environment or the profile, or the defaults.
import process from "node:process";
import { region as regionId } from "../options/endpoint.ts";
import type { Arguments } from "./arguments.ts";
import { UsageError } from "./usage-error.ts";

const DEFAULT_REGION = "cn-shanghai";

/** Region and network of a profile. */
export interface ProfilePlace {
  /** The profile, for messages. */
  readonly profile: string;
  readonly region?: string;
  readonly network?: string;
}

export interface Place {
  readonly region: string;
  /** Missing for the default. */
  readonly network?: string;
  /** Both with their sources, for messages. */
  readonly how: string;
}

/** An invalid region ID. */
export class UnusableRegion extends UsageError {}

/** Finds the place. The client itself checks the network. */
export function placeOf(args: Arguments, profile: ProfilePlace | undefined): Place {
  const sources = [
    [args.value("region"), "--region"],
    [process.env.ALIBABA_CLOUD_REGION_ID || undefined, "ALIBABA_CLOUD_REGION_ID"],
    [profile?.region || undefined, profile?.profile],
  ] as const;
  const [region = DEFAULT_REGION, source = "the default"] = sources.find(([value]) => value !== undefined) ?? [];
  const option = args.value("network");
  const network = option ?? profile?.network;
  const networkSource = option === undefined ? profile?.profile : "--network";
  const how = `${region}, of ${source}${network === undefined ? "" : `; network ${network}, of ${networkSource}`}`;
  return { region: checked(region, source), ...(network !== undefined && { network }), how };
}

function checked(region: string, source: string): string {
  try {
    return regionId(region, source);
  } catch {
    throw new UnusableRegion(`the region of ${source} is no region ID`, "Give one such as ap-southeast-1.");
  }
}
