// Loads the state of the release, at build time.
import { type Release, release } from "./release.ts";

declare const data: Release;

export { data };

export default { load: release };
