// The client of a command, by its options.

import type { LiveEvent } from "../api/events.ts";
import type { ClientOptions } from "../api/options.ts";
import type { fileJournal, LiveApi, toCurl } from "../client/api.ts";
import type { Client } from "../client/client.ts";
import type { createLiveEmulator } from "../testing/emulator.ts";
import type { testAccessKey } from "../testing/gateway/access-key.ts";
import { type Arguments, timeMs } from "./arguments.ts";
import { findCredentials } from "./credentials.ts";
import type { Output } from "./output.ts";
import { type Place, placeOf } from "./place.ts";
import { type NodeModule, type ProxyUse, useProxy } from "./proxy.ts";
import type { FoundCredentials } from "./vendor-credentials.ts";
import { eventLine, holdWords } from "./verbose.ts";

/** The modules of the package that a command loads on demand. */
export interface Modules {
  /** `apsara-live`. */
  readonly live: () => Promise<LiveModule>;
  /** `apsara-live/node`. */
  readonly node: () => Promise<NodeModule>;
  /** `apsara-live/testing`. */
  readonly testing: () => Promise<TestingModule>;
}

export interface LiveModule extends Pick<LiveApi, "createClient"> {
  readonly fileJournal: typeof fileJournal;
  readonly toCurl: typeof toCurl;
}

interface TestingModule {
  readonly createLiveEmulator: typeof createLiveEmulator;
  readonly testAccessKey: typeof testAccessKey;
}

export interface Connection {
  readonly live: Client;
  /** The credentials with their source; missing if the command needs none. */
  readonly found: FoundCredentials | undefined;
  /** The source of the credentials, for messages. */
  readonly credentialsFrom: string;
  readonly place: Place;
  readonly proxy: ProxyUse;
}

/** The parts that a command needs: without requests it needs no proxy, and a dry run needs no credentials. */
export interface Needs {
  readonly credentials: boolean;
  readonly network: boolean;
}

export async function connected(
  args: Arguments,
  output: Output,
  modules: Modules,
  options: ClientOptions = {},
  needs: Needs = { credentials: true, network: true },
): Promise<Connection> {
  const found = needs.credentials
    ? await findCredentials(args.value("profile"), (line) => output.talk(line))
    : undefined;
  const place = placeOf(args, found?.place);
  const proxy: ProxyUse = needs.network
    ? await useProxy(endpointUrl(args, place), modules.node)
    : { how: "nothing is sent" };
  const credentialsFrom = found?.from ?? "none";
  if (output.verbose) {
    const tell = (line: string): void => output.error({ style: "dim", text: line });
    tell(`credentials: ${credentialsFrom}`);
    // Without credentials, no profile was read.
    if (needs.credentials) tell(`region: ${place.how}`);
    tell(`proxy: ${proxy.how}`);
  }
  const { createClient } = await modules.live();
  const live = createClient({
    ...(found && { credentials: found.credentials }),
    ...(proxy.fetch && { fetch: proxy.fetch }),
    ...clientOptions(args, output, place),
    ...options,
  });
  return { live, found, credentialsFrom, place, proxy };
}

/** Returns the options of a client that come from the command line. */
export function clientOptions(args: Arguments, output: Output, place: Place): ClientOptions {
  return {
    region: place.region,
    endpoint: args.value("endpoint"),
    // biome-ignore lint/plugin: the client refuses any other name
    network: place.network as ClientOptions["network"],
    // biome-ignore lint/plugin: the client refuses any other name
    signatureMethod: args.value("signature-method") as ClientOptions["signatureMethod"],
    timeoutMs: timeMs(args, "timeout"),
    onEvent: (event: LiveEvent) => {
      if (output.verbose) output.error({ style: "dim", text: eventLine(event) });
      else if (event.type === "held" || event.type === "resumed") output.talk(holdWords(event));
    },
  };
}

/** Returns the URL of requests, as far as it is known before the first request. */
export function endpointUrl(args: Arguments, place: Place | undefined): URL {
  const given = args.value("endpoint");
  if (given === undefined) {
    return new URL(
      place?.network === "vpc" ? `https://live-vpc.${place.region}.aliyuncs.com` : "https://live.aliyuncs.com",
    );
  }
  const isLoopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::|$)/i.test(given);
  const text = /^https?:\/\//i.test(given) ? given : `${isLoopback ? "http" : "https"}://${given}`;
  // createClient refuses an invalid endpoint with the reason.
  return URL.canParse(text) ? new URL(text) : new URL("https://live.aliyuncs.com");
}
