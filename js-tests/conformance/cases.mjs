// What must hold in every runtime, as a list: each case opens its own emulator on a real socket and talks to it through the package.
import { answers } from "./answers.mjs";
import { limits } from "./limits.mjs";
import { loading } from "./loading.mjs";
import { local } from "./local.mjs";
import { stops } from "./stops.mjs";
import { vectors } from "./vectors.mjs";

export const cases = [...loading, ...vectors, ...stops, ...answers, ...limits, ...local];
