// What must hold in every runtime, as a list: each case opens its own emulator on a real socket and talks to it through the package.
import { answers } from "./answers.mjs";
import { local } from "./local.mjs";
import { stops } from "./stops.mjs";

export const cases = [...stops, ...answers, ...local];
