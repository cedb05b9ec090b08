// The class of errors, in a module of its own: an application that imports it alone loads nothing else.
export { httpStatusOf } from "../api/http-status.ts";
export { createLiveError, LiveError } from "../api/live-error.ts";
