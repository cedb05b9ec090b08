// Imports LiveError only; its bundle must not contain the wasm.
import { LiveError } from "apsara-live";

export const maybeStopped = (error) => error instanceof LiveError && error.outcomeUnknown;
