// The program to copy: for Node.js, with the emulator, and with the same options as the run in the page.
import { ACTIONS, ATTEMPT_TIMEOUT_MS, emulatorOptions, type Scenario } from "./scenario.ts";
import type { ManyPlan } from "./stories.ts";

const IMPORTS = `import { createClient, LiveError } from "apsara-live";
import { createLiveEmulator, testAccessKey } from "apsara-live/testing";`;

export function programOf(scenario: Scenario): string {
  const { method, parameter, id } = ACTIONS[scenario.action];
  const options = Object.entries(emulatorOptions(scenario)).map(
    ([name, value]) => `  ${name}: ${literal(value).replace(`"${id}": `, `[${parameter}]: `)},`,
  );
  if (scenario.clockMinutes !== 0) options.push(`  now: () => Date.now() + ${scenario.clockMinutes} * 60_000,`);
  const callOptions = scenario.verify ? ", { verify: true }" : "";
  return `${IMPORTS}

const ${parameter} = "${id}";
const emulator = createLiveEmulator({
${options.join("\n")}
});
const live = createClient({
  credentials: testAccessKey,
  fetch: emulator.fetch,
  attemptTimeoutMs: ${ATTEMPT_TIMEOUT_MS},
});

try {
  const result = await live.${method}({ ${parameter} }${callOptions});
  console.log(result.outcome, result.attempts);
} catch (error) {
  if (!(error instanceof LiveError)) throw error;
  const fate = error.outcomeUnknown ? "unknown" : "not-stopped";
  console.log(error.code, fate, error.attempts);
}
`;
}

/** Of a run of many tasks. */
export function programOfMany({ tasks, perSecond, outage }: ManyPlan): string {
  const options = [
    '  recordings: Object.fromEntries(ids.map((id) => [id, "RUNNING"])),',
    `  quota: { stopRtcCloudRecording: ${perSecond} },`,
    ...(outage === undefined ? [] : ['  faultFor: ({ at }) => (isOut(at - begun) ? "reset" : undefined),']),
  ];
  const times =
    outage === undefined
      ? ""
      : `const begun = Date.now();
const isOut = (ms) => ms >= ${outage.fromMs} && ms < ${outage.untilMs};
`;
  return `${IMPORTS.replace(", LiveError", "")}

const ids = Array.from({ length: ${tasks} }, (_, i) => \`task-\${i + 1}\`);
${times}const emulator = createLiveEmulator({
${options.join("\n")}
});
const live = createClient({
  credentials: testAccessKey,
  fetch: emulator.fetch,
});

const tasks = ids.map((taskId) => ({ taskId }));
const { stopped, alreadyStopped } = await live.stopAll(tasks).summary();
console.log(stopped + alreadyStopped);
`;
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${key(name)}: ${literal(member)}`);
  return `{ ${members.join(", ")} }`;
}

const key = (name: string): string => (/^[a-z]\w*$/i.test(name) ? name : JSON.stringify(name));
