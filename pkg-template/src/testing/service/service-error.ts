// Error of the service: a code of the table with its status and message.
import { type EmulatedErrorCode, ERRORS, rowOf } from "./service-errors.ts";

/** The errors that the emulator sends: HTTP status and message of each code. */
export const serviceErrors: Readonly<Record<string, Readonly<{ status: number; message: string }>>> = Object.freeze(
  Object.fromEntries(Object.entries(ERRORS).map(([code, row]) => [code, Object.freeze({ ...row })])),
);

/** Returns the row of a code, also of an unknown code. */
export function serviceErrorRow(code: string): Readonly<{ status: number; message: string }> | undefined {
  return Object.hasOwn(serviceErrors, code) ? serviceErrors[code] : undefined;
}

/** Thrown by the checks of the gateway and by the operations. */
export class ServiceError extends Error {
  readonly code: EmulatedErrorCode;
  readonly status: number;

  constructor(code: EmulatedErrorCode, message: string = rowOf(code).message) {
    super(message);
    this.code = code;
    this.status = rowOf(code).status;
  }
}
