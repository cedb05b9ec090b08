// Table of the service's errors: the rows of the core, rows that only the emulator has, and a row for each obligatory parameter.
import { SERVED_PARAMS } from "../../generated/served-params.ts";
import { SERVICE_ERRORS } from "../../generated/service-errors.ts";

// Pages of StartLiveStreamMonitor and DeleteLiveStreamMonitor.
const OF_OTHER_OPERATIONS = {
  "InvalidParameter.Malformed": { message: "There are invalid parameters.", status: 400 },
  StreamMonitorAlreadyStarted: { message: "The monitor is already started.", status: 400 },
} as const;

type Row = Readonly<{ message: string; status: number }>;

/** The form of `Missing*` is the gateway's. */
const mandatory = (name: string): Row => ({ message: `${name} is mandatory for this action.`, status: 400 });

const MISSING: Readonly<Record<`Missing${string}`, Row>> = Object.fromEntries(
  Object.values(SERVED_PARAMS)
    .flatMap((facts) => Object.keys(facts).filter((name) => facts[name]?.required))
    .map((name) => [`Missing${name}`, mandatory(name)]),
);

/** HTTP status and message of each code. Rows of the core take precedence over rows of the emulator. */
export const ERRORS: typeof MISSING & typeof OF_OTHER_OPERATIONS & typeof SERVICE_ERRORS = {
  ...MISSING,
  ...OF_OTHER_OPERATIONS,
  ...SERVICE_ERRORS,
};

export type EmulatedErrorCode = keyof typeof ERRORS;

/** Returns the row of a code. */
export const rowOf = (code: EmulatedErrorCode): Row => ERRORS[code] ?? mandatory(code.replace("Missing", ""));
