import type { ResponderKind } from "../../core/turn";

/** A question that waits for an answer. */
export interface WaitingTurn {
  readonly turnId: number;
  readonly questionText: string;
  readonly sinceMs: number;
}

/** A session as the inbox lists it. */
export interface InboxEntry {
  readonly sessionName: string;
  /** What operators call it; empty where they do not. */
  readonly label: string;
  readonly responderKind: ResponderKind;
  readonly waitingTurns: readonly WaitingTurn[];
  /** What the caller asked last, also if it was answered. */
  readonly lastQuestionText: string;
  readonly isUnread: boolean;
  readonly lastActiveAtMs: number;
}

/** Since when somebody waits in a session; null if nobody does. */
export function waitingSinceMs({ waitingTurns }: InboxEntry): number | null {
  if (waitingTurns.length === 0) return null;
  return waitingTurns.reduce((first, { sinceMs }) => Math.min(first, sinceMs), Infinity);
}
