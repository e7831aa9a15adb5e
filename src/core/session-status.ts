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

/** A question that nobody has answered. */
export interface WaitingTurn {
  readonly turnId: number;
  readonly sinceMs: number;
  /** Its beginning. */
  readonly questionText: string;
}

/** What a Session tells the Directory: its summary, and what the console's inbox shows of its questions. */
export interface SessionReport extends SessionSummary {
  /** The beginning of what was asked last, of an undecided request too; null where it is what was reported before. */
  readonly lastQuestionText: string | null;
  readonly lastQuestionAtMs: number | null;
  /** The longest wait first, at most `REPORT_LIMITS.waitingTurnsMax`. */
  readonly waitingTurns: readonly WaitingTurn[];
}

/** A report is sent once a second at most, and kept for every session, so it is small. */
export const REPORT_LIMITS = {
  waitingTurnsMax: 20,
  questionCharsMax: 200,
} as const;
