import type { ApiError, ApiErrorKind } from "../../core/api-error";
import type { EncodedError } from "../codec";
import { errorHeaders } from "./error-headers";

/** The errors of all of OpenAI's APIs. @see https://platform.openai.com/docs/guides/error-codes (2026-11) */
export function encodeError(error: ApiError): EncodedError {
  return {
    status: error.status,
    headers: errorHeaders(error),
    body: encodeErrorBody(error),
  };
}

export function encodeErrorBody(error: ApiError): string {
  return JSON.stringify({ error: errorObject(error) });
}

export function errorObject(error: ApiError) {
  return {
    message: error.message,
    type: mapErrorType(error.kind),
    param: error.param,
    code: error.code,
  };
}

function mapErrorType(kind: ApiErrorKind): string {
  switch (kind) {
    case "invalid-request":
    case "method-not-allowed":
    case "too-large":
      return "invalid_request_error";
    case "authentication":
      return "authentication_error";
    case "permission":
      return "permission_error";
    case "not-found":
      return "not_found_error";
    case "rate-limit":
      // OpenAI names what is limited, `requests` or `tokens`.
      return "requests";
    case "unavailable":
    case "internal":
      return "server_error";
  }
}
