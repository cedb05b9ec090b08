// All cases of the suite; each opens its own emulator on a real socket and calls it through the package.
import { answers } from "./answers.mjs";
import { asyncContext } from "./async-context.mjs";
import { limits } from "./limits.mjs";
import { loading } from "./loading.mjs";
import { local } from "./local.mjs";
import { stops } from "./stops.mjs";
import { vectors } from "./vectors.mjs";

const everywhere = [...loading, ...vectors, ...stops, ...answers, ...limits, ...local];

/** Returns the cases of a runtime that has `node:async_hooks` or lacks it. */
export const casesOf = ({ asyncHooks }) => (asyncHooks ? [...everywhere, ...asyncContext] : everywhere);
