import { statusOfTurnError, type TurnError } from "./turn-error";

/** The kinds of error that every vendor tells apart. Each dialect maps a kind once to its own `type` or `status` text. */
export type ApiErrorKind =
  | "invalid-request"
  | "authentication"
  | "permission"
  | "not-found"
  | "method-not-allowed"
  | "too-large"
  | "rate-limit"
  | "unavailable"
  | "internal";

/** An error as it leaves the server, before a dialect gives it its shape. */
export interface ApiError {
  readonly kind: ApiErrorKind;
  readonly status: number;
  /** A stable word for programs, such as `turn_timeout`. */
  readonly code: string;
  /** A sentence that names the problem and, where there is one, the remedy. */
  readonly message: string;
  /** The parameter at fault, as a path into the body such as `messages[0].role`. */
  readonly param: string | null;
  readonly retryAfterSeconds?: number;
}

export function invalidRequest(
  code: string,
  message: string,
  param: string | null = null,
): ApiError {
  return { kind: "invalid-request", status: 400, code, message, param };
}

/**
 * Clients retry 408, 409, 429 and 5xx; the header stops those SDKs that ask before they do (PAIR-17). Whoever says when to come back
 * wants it.
 */
export function isWorthRetrying(error: ApiError): boolean {
  if (error.retryAfterSeconds !== undefined) return true;
  return error.kind === "rate-limit" || error.kind === "unavailable" || error.kind === "internal";
}

export function apiErrorOfTurnError(error: TurnError): ApiError {
  const status = statusOfTurnError(error);
  return {
    kind: kindOfStatus(status),
    status,
    code: error.reason,
    message: error.message,
    param: null,
    ...(error.retryAfterSeconds === undefined
      ? {}
      : { retryAfterSeconds: error.retryAfterSeconds }),
  };
}

export function kindOfStatus(status: number): ApiErrorKind {
  switch (status) {
    case 401:
      return "authentication";
    case 403:
      return "permission";
    case 404:
      return "not-found";
    case 405:
      return "method-not-allowed";
    case 413:
      return "too-large";
    case 429:
      return "rate-limit";
    case 503:
    case 529:
      return "unavailable";
    default:
      return status >= 500 ? "internal" : "invalid-request";
  }
}
