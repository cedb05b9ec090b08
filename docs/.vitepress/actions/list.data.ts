// Loads the list of actions for its page, at build time.
import { allActions, type ListedAction } from "./catalog.ts";

declare const data: readonly ListedAction[];

export { data };

export default { load: allActions };
