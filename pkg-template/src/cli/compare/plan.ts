// What the script will do, and what it may cost.
import { countOf } from "../count-of.ts";
import type { Output } from "../output.ts";
import { type Given, stepsFor } from "./script.ts";
import { PREFIX } from "./session.ts";

/** Returns a sentence. */
export const costOf = ({ recording }: Given): string =>
  `The account pays for a monitor of about a minute${recording === undefined ? "" : ", and for a recording of some seconds"}.`;

/** Tells the plan. */
export function tellPlan(given: Given, url: URL, output: Output): void {
  const steps = stepsFor(given);
  const actions = [...new Set(steps.map(({ action }) => `live:${action}`))].sort();
  const hasRecording = given.recording !== undefined;
  if (output.json) {
    const names = steps.map(({ name, action }) => ({ step: name, action }));
    const place = { region: given.region, host: url.host };
    output.value({ type: "plan", ...place, cost: costOf(given), steps: names, ramActions: actions });
    return;
  }
  for (const { name, action } of steps) output.data([action, name].join(output.isDataShown ? "  " : "\t"));
  output.talk(
    `${countOf(steps.length, "step")} in ${given.region}, at ${url.host}; at most 2 requests a second, but to this machine.`,
  );
  output.talk(`They make the monitor ${PREFIX}…, start it, stop it, and delete it, also after Ctrl-C or a failure.`);
  output.talk(
    hasRecording
      ? "They start a recording of the channel, stop it, and leave its files. The channel must not be recorded already."
      : "They make no recording: that needs --app, --channel, --user and --storage.",
  );
  output.talk("No other task is touched: all other IDs are made up.");
  output.talk(costOf(given));
  output.talk(`The AccessKey needs ${actions.join(", ")}.`);
}
