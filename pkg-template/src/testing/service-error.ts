// Error of the service: a code of the table with its status and message.
import { SERVICE_ERRORS } from "../generated/service-errors.ts";

export type ServiceErrorCode = keyof typeof SERVICE_ERRORS;

/** The errors that the service documents: HTTP status and message of each code, as the emulator sends them. */
export const serviceErrors: Readonly<Record<string, Readonly<{ status: number; message: string }>>> = Object.freeze(
  Object.fromEntries(Object.entries(SERVICE_ERRORS).map(([code, row]) => [code, Object.freeze({ ...row })])),
);

/** Returns the row of a code, which may be one that the table does not have. */
export function serviceErrorRow(code: string): Readonly<{ status: number; message: string }> | undefined {
  return Object.hasOwn(serviceErrors, code) ? serviceErrors[code] : undefined;
}

/** Thrown by the checks of the gateway and by the operations. */
export class ServiceError extends Error {
  readonly code: ServiceErrorCode;
  readonly status: number;

  constructor(code: ServiceErrorCode, message: string = SERVICE_ERRORS[code].message) {
    super(message);
    this.code = code;
    this.status = SERVICE_ERRORS[code].status;
  }
}
