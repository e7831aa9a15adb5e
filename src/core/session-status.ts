import type { ResponderKind } from "./turn";

export type SessionStatus =
  | "empty"
  /** One party waits, and nobody knows yet which seat it takes. */
  | "undecided"
  | "caller-waits"
  | "responder-waits"
  | "idle"
  | "expired";

/** What a listing shows of a session, as the Session last reported it. */
export interface SessionSummary {
  readonly name: string;
  readonly status: SessionStatus;
  /** Since when the session has had this status; with waiting callers, since the longest wait began. */
  readonly statusSinceMs: number;
  readonly createdAtMs: number;
  readonly lastActivityAtMs: number;
  readonly responderKind: ResponderKind;
  /** Turns that were ever opened. */
  readonly turnCount: number;
  readonly openTurnCount: number;
}
