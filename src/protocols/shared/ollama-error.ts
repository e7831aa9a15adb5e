import type { ApiError } from "../../core/api-error";
import type { EncodedError } from "../codec";

/** @see https://docs.ollama.com/api/errors (2026-11) */
export function encodeError(error: ApiError): EncodedError {
  return {
    status: error.status,
    headers: {
      "content-type": "application/json",
      ...(error.retryAfterSeconds === undefined
        ? {}
        : { "retry-after": String(error.retryAfterSeconds) }),
    },
    body: encodeErrorBody(error),
  };
}

/** A sentence is all that an error of Ollama's has; the status says the rest. */
export function encodeErrorBody(error: ApiError): string {
  return JSON.stringify({ error: error.message });
}
