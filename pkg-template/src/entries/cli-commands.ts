// The commands of the program `apsara-live`, loaded after its arguments ask for one of them.
export { run } from "../cli/run.ts";
