/**
 * Everything that can end a request without a reply. Each dialect maps these once to its own shape and status
 * (`protocols/<dialect>/map-error.ts`); nothing else crosses the wire.
 */
export type TurnErrorReason =
  | "turn_timeout"
  | "session_timeout"
  | "session_deleted"
  | "responder_replaced"
  | "request_replaced"
  | "turn_abandoned"
  | "too_many_open_turns"
  | "too_many_sessions"
  | "session_full"
  | "session_busy"
  | "message_too_large"
  | "access_revoked"
  | "responder_error"
  | "internal_error";

export interface TurnError {
  readonly reason: TurnErrorReason;
  /** A sentence for the client's developer. Never internal details. */
  readonly message: string;
  /** The HTTP status that the responder chose; only with `responder_error`. */
  readonly status?: number;
  readonly retryAfterSeconds?: number;
}

/**
 * An error that ends a turn for good has a status that no client retries (PAIR-17): 408, 409, 429 and 5xx are retried by nearly
 * everyone. Only a limit that clears by itself is worth a retry.
 */
export function statusOfTurnError(error: TurnError): number {
  switch (error.reason) {
    case "turn_timeout":
    case "session_timeout":
    case "session_deleted":
    case "responder_replaced":
    case "request_replaced":
    case "turn_abandoned":
      return 400;
    case "access_revoked":
      return 401;
    case "too_many_open_turns":
    case "too_many_sessions":
      return 429;
    case "session_busy":
      return 503;
    case "session_full":
    case "message_too_large":
      return 413;
    case "responder_error":
      return error.status ?? 400;
    case "internal_error":
      return 500;
  }
}

/** What a revoked invitation gets, whether it is sent anew or already waits. */
export const ACCESS_REVOKED: TurnError = {
  reason: "access_revoked",
  message: "This invitation was revoked.",
};
