// The entry `apsara-live/testing`: an emulator of the ApsaraVideo Live service for tests.
export { createLiveEmulator } from "./testing/emulator.js";
export { serviceErrors } from "./testing/errors.js";
export { faultTypes } from "./testing/faults.js";
export { testAccessKey } from "./testing/options.js";
