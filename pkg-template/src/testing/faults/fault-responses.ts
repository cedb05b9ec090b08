// Builds the response of each fault.
import type { Members } from "../../options/validate.ts";
import { serviceErrorRow } from "../service/service-error.ts";
import {
  type Format,
  JSON_CONTENT_TYPE,
  type ResponseBuilder,
  type ServiceResponse,
} from "../wire/service-response.ts";
import * as wire from "../wire/wire-response.ts";
import type * as field from "./fault-fields.ts";

/** Input of a fault's response. */
export interface ResponseSource {
  readonly build: ResponseBuilder;
  readonly format: Format;
  /** Returns the response of the service: `ServiceUnavailable` if the request does not reach the gateway. */
  readonly ofService: () => ServiceResponse;
}

type Build<F> = (fault: F, source: ResponseSource) => wire.WireResponse;

const HTML = "text/html;charset=utf-8";

export const unchanged: Build<unknown> = (_fault, { ofService }) => wire.whole(ofService());

export const reset: Build<unknown> = () => wire.RESET;

export const serviceError: Build<Members<ReturnType<typeof field.serviceError>>> = (
  { code, status, message },
  { build, format },
) => {
  const row = serviceErrorRow(code);
  return wire.whole(
    build.error(format, {
      code,
      status: status ?? row?.status ?? 400,
      message: message ?? row?.message ?? "The emulator fails as its fault says.",
    }),
  );
};

export const anyError: Build<Members<typeof field.anyError>> = (fault, source) => {
  const { body, code, contentType } = fault;
  if (body === undefined) return serviceError(fault, source);
  const status = fault.status ?? serviceErrorRow(code)?.status ?? 400;
  return wire.whole(source.build.verbatim(status, contentType, body));
};

export const verbatim: Build<Members<typeof field.garbage>> = ({ status, contentType, body }, { build }) =>
  wire.whole(build.verbatim(status, contentType, body));

export const empty: Build<Members<typeof field.empty>> = ({ status }, { build }) =>
  wire.whole(build.verbatim(status, JSON_CONTENT_TYPE, ""));

export const htmlPage: Build<Members<typeof field.htmlPage>> = ({ status }, { build }) =>
  wire.whole(build.verbatim(status, HTML, `<html><body><h1>${status} Temporarily Unavailable</h1></body></html>\r\n`));

export const redirect: Build<Members<typeof field.redirect>> = ({ status, location }, { build }) =>
  wire.withHeaders(wire.whole(build.verbatim(status, HTML, "")), { location });

export const truncated: Build<unknown> = (_fault, { ofService }) => wire.truncated(ofService());

export const late: Build<Members<typeof field.slow>> = ({ part, ms, delay }, { ofService }) => {
  if (part === "body") return wire.interrupted(ofService(), ms);
  return wire.whole(ofService(), delay === "after-execution" ? ms : 0);
};

export const endless: Build<Members<typeof field.hang>> = ({ part }, { ofService }) =>
  part === "body" ? wire.interrupted(ofService(), Infinity) : wire.whole(ofService(), Infinity);
