import type { ApiError } from "../../core/api-error";
import type { EncodedError } from "../codec";
import { errorHeaders } from "../shared/error-headers";

/** @see https://platform.claude.com/docs/en/api/errors (2026-11) */
export function encodeError(error: ApiError, requestId: string): EncodedError {
  return {
    status: error.status,
    headers: { ...errorHeaders(error), "request-id": requestId },
    body: JSON.stringify({ ...errorBody(error), request_id: requestId }),
  };
}

/** The SDKs offer `details.error_code` to programs as `errorCode`. */
export function errorBody(error: ApiError) {
  return {
    type: "error" as const,
    error: {
      details: {
        error_code: error.code,
        ...(error.param === null ? {} : { param: error.param }),
      },
      type: mapErrorType(error),
      message: error.message,
    },
  };
}

function mapErrorType({ kind, status }: ApiError): string {
  switch (kind) {
    case "invalid-request":
      return status === 402 ? "billing_error" : "invalid_request_error";
    case "method-not-allowed":
      return "invalid_request_error";
    case "authentication":
      return "authentication_error";
    case "permission":
      return "permission_error";
    case "not-found":
      return "not_found_error";
    case "too-large":
      return "request_too_large";
    case "rate-limit":
      return "rate_limit_error";
    case "unavailable":
      return "overloaded_error";
    case "internal":
      return status === 504 ? "timeout_error" : "api_error";
  }
}
