import type { ApiError } from "../../core/api-error";
import type { JsonObject } from "../../core/json";
import type { EncodedError } from "../codec";
import { errorHeaders } from "../shared/error-headers";

const DETAIL = "type.googleapis.com/google.rpc";
const DOMAIN = "motive-proxy";

/** @see https://cloud.google.com/apis/design/errors (2026-11) */
export function encodeError(error: ApiError, requestId: string): EncodedError {
  return {
    status: error.status,
    headers: errorHeaders(error),
    body: encodeErrorBody(error, requestId),
  };
}

/** `code` has to be a number from 400 to 599, or the vendor's SDK takes the error in a stream for a chunk. */
export function encodeErrorBody(error: ApiError, requestId?: string): string {
  return JSON.stringify({
    error: {
      code: error.status,
      message: error.message,
      status: mapErrorStatus(error.status),
      details: detailsOf(error, requestId),
    },
  });
}

/** Google's standard details have a place for each thing that its error proper has no field for. */
function detailsOf(error: ApiError, requestId: string | undefined): readonly JsonObject[] {
  const { code, message, param, retryAfterSeconds } = error;
  return [
    { "@type": `${DETAIL}.ErrorInfo`, reason: code.toUpperCase(), domain: DOMAIN },
    ...(param === null
      ? []
      : [
          {
            "@type": `${DETAIL}.BadRequest`,
            fieldViolations: [{ field: param, description: message }],
          },
        ]),
    ...(retryAfterSeconds === undefined
      ? []
      : [{ "@type": `${DETAIL}.RetryInfo`, retryDelay: `${retryAfterSeconds}s` }]),
    ...(requestId === undefined ? [] : [{ "@type": `${DETAIL}.RequestInfo`, requestId }]),
  ];
}

/** Google's word for each status. A responder may choose any. */
function mapErrorStatus(status: number): string {
  switch (status) {
    case 401:
      return "UNAUTHENTICATED";
    case 403:
      return "PERMISSION_DENIED";
    case 404:
      return "NOT_FOUND";
    case 409:
      return "ABORTED";
    case 429:
      return "RESOURCE_EXHAUSTED";
    case 499:
      return "CANCELLED";
    case 405:
    case 501:
      return "UNIMPLEMENTED";
    case 503:
    case 529:
      return "UNAVAILABLE";
    case 408:
    case 504:
      return "DEADLINE_EXCEEDED";
    default:
      return status >= 500 ? "INTERNAL" : "INVALID_ARGUMENT";
  }
}
