// All cases of the suite; each opens its own emulator on a real socket and calls it through the package.

import { actions } from "./actions.mjs";
import { asyncContext } from "./async-context.mjs";
import { loading } from "./loading.mjs";
import { local } from "./local.mjs";
import { networkErrors } from "./network-errors.mjs";
import { operations } from "./operations.mjs";
import { outcomes } from "./outcomes.mjs";
import { timeoutsAndAborts } from "./timeouts-and-aborts.mjs";
import { vectors } from "./vectors.mjs";

const everywhere = [
  ...loading,
  ...vectors,
  ...operations,
  ...actions,
  ...outcomes,
  ...networkErrors,
  ...timeoutsAndAborts,
  ...local,
];

/** Returns the cases of a runtime that has `node:async_hooks` or lacks it. */
export const casesOf = ({ asyncHooks }) => (asyncHooks ? [...everywhere, ...asyncContext] : everywhere);
