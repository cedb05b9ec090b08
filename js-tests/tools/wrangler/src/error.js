// Knows the errors of the package, and calls nothing of it: no wasm belongs in this bundle.
import { LiveError } from "apsara-live";

export const maybeStopped = (error) => error instanceof LiveError && error.outcomeUnknown;
