// The script against the service: with the user's credentials, and without a task that stays.
import process from "node:process";
import { LiveError } from "../../api/live-error.ts";
import type { ClientOptions, Credentials } from "../../api/options.ts";
import { isLoopbackHost } from "../../options/endpoint.ts";
import type { Arguments } from "../arguments.ts";
import { type Connection, clientOptions, endpointUrl, type LiveModule, type Modules } from "../connection.ts";
import { EXIT } from "../exit-codes.ts";
import { explained, reasonOf, report } from "../explain.ts";
import { onHangup, onInterrupt } from "../interrupts.ts";
import type { Output } from "../output.ts";
import { shellLines } from "../shell-command.ts";
import { UsageError } from "../usage-error.ts";
import { cleanUp, type Left } from "./clean-up.ts";
import type { Judge } from "./judge.ts";
import { clientsBy, Gate, paceOf, type Target } from "./player.ts";
import type { Recording } from "./recording.ts";
import { type Given, otherRegion } from "./script.ts";
import { cleanRecording, newRun, played, type SessionOptions } from "./session.ts";

interface Service {
  readonly modules: Modules;
  readonly connection: Connection;
  readonly given: Given;
  readonly judge: Judge;
}

interface Recorded {
  readonly recording: Recording;
  /** Whether each request has a response, and no task may be left. */
  readonly isWhole: boolean;
}

/** Plays the script, and removes the tasks that it has made. Returns the exit code if there is no whole recording. */
export async function recorded(args: Arguments, output: Output, service: Service): Promise<Recorded | number> {
  const { modules, connection, given, judge } = service;
  const [{ createClient }, { testAccessKey }] = await Promise.all([modules.live(), modules.testing()]);
  const credentials = await credentialsOf(connection);
  const url = endpointUrl(args, connection.place);
  const target = targetOf(args, output, { createClient, connection, credentials, given, url });
  const run = newRun(given);
  const [ending, leaving] = [new AbortController(), new AbortController()];
  const end = (): void => {
    if (!ending.signal.aborted)
      output.error("interrupted: the script removes what it has made; Ctrl-C again leaves it");
    ending.abort();
  };
  const listeners = [onInterrupt(end, () => leaving.abort()), onHangup(end)];
  let last = "";
  const onRequest = ({ name }: { name: string }): void => {
    if (name !== last) output.talk({ style: "dim", text: name });
    last = name;
  };
  let isWhole = true;
  const onLost = ({ name }: { name: string }, error: unknown): void => {
    isWhole = false;
    output.error(`no response to "${name}": ${reasonOf(error)}; the recording lacks the step`);
  };
  const session: SessionOptions = {
    service: credentials.accessKeyId === testAccessKey.accessKeyId ? "emulator" : "service",
    target,
    run,
    judge,
    hosts: [url.host, url.hostname],
    onRequest,
    onLost,
    signal: ending.signal,
  };
  const result = await played(session).catch((error: unknown) =>
    ending.signal.aborted ? EXIT.interrupted : ended(error, last, output),
  );
  const left = await cleanUp({ live: target.keeper, run, gapMs: target.pace.describeMs, signal: leaving.signal });
  for (const stopListening of listeners) stopListening();
  for (const task of left) reportLeft(task, args, output);
  if (typeof result === "number") return result;
  if (ending.signal.aborted) return EXIT.interrupted;
  return { recording: await cleanRecording(result, session), isWhole: isWhole && left.length === 0 };
}

/** The options that lead to the same account and place. */
const PLACE_OPTIONS = ["profile", "region", "endpoint", "network"];

function reportLeft({ task, commands }: Left, args: Arguments, output: Output): void {
  const options = PLACE_OPTIONS.flatMap((name) => {
    const value = args.value(name);
    return value === undefined ? [] : [`--${name}`, value];
  });
  const remedy = commands.length === 0 ? "Remove it in the console of ApsaraVideo Live." : "Remove it:";
  report(output, { happened: `${task} may be left`, means: "It may run and cost money.", remedy });
  for (const words of commands) {
    const lines = shellLines({ env: {}, words: ["apsara-live", ...words, ...options] }, process.platform);
    for (const line of lines) output.error(`  ${line}`);
  }
}

function ended(error: unknown, step: string, output: Output): number {
  const { happened, remedy } =
    error instanceof LiveError
      ? explained(error, "action")
      : {
          happened: reasonOf(error),
          remedy:
            error instanceof UsageError
              ? error.remedy
              : "Check the network, the proxy and --endpoint, then run it again.",
        };
  const means = "There is no recording. The script removes what it has made.";
  report(output, { happened: `the script ended at "${step}": ${happened}`, means, remedy });
  return EXIT.again;
}

/** The script signs with a wrong secret that it makes of the right one: it needs the credentials themselves, once. */
async function credentialsOf({ found }: Connection): Promise<Credentials> {
  const source = found?.credentials;
  const given = typeof source === "object" && "getCredential" in source ? await source.getCredential() : source;
  const { accessKeyId, accessKeySecret, securityToken } = Object(given);
  if (typeof accessKeyId === "string" && typeof accessKeySecret === "string" && accessKeySecret !== "") {
    return { accessKeyId, accessKeySecret, securityToken };
  }
  throw new UsageError("the source of credentials has no AccessKey", "Use another --profile.");
}

interface Parts {
  readonly createClient: LiveModule["createClient"];
  readonly connection: Connection;
  readonly credentials: Credentials;
  readonly given: Given;
  readonly url: URL;
}

function targetOf(args: Arguments, output: Output, parts: Parts): Target {
  const { createClient, connection, credentials, given, url } = parts;
  const { place, proxy } = connection;
  const pace = paceOf(isLoopbackHost(url.hostname));
  // Looked up at the request, as the client does.
  const send = proxy.fetch ?? ((url: string, init: RequestInit) => globalThis.fetch(url, init));
  const gate = new Gate(pace.gapMs);
  const paced: NonNullable<ClientOptions["fetch"]> = async (url, init) => {
    await gate.pass(init.signal);
    return send(url, init);
  };
  const options = { ...clientOptions(args, output, place), credentials };
  const suffix = place.network === "vpc" ? "-vpc" : "";
  return {
    credentials,
    pace,
    gate,
    client: clientsBy(createClient, options, `live${suffix}.${otherRegion(given.region)}.aliyuncs.com`),
    fetch: () => send,
    keeper: createClient({ ...options, fetch: paced }),
  };
}
