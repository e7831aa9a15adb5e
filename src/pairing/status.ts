import type { SessionStatus, SessionSummary } from "../core/session-status";
import type { SessionState } from "./state";

/** What a listing shows of a session. */
export function summariseSession(name: string, state: SessionState): SessionSummary {
  const { status, sinceMs } = statusOf(state);
  const turns = Object.values(state.turns);
  return {
    name,
    status,
    statusSinceMs: sinceMs,
    createdAtMs: state.startedAtMs ?? state.lastActivityAtMs,
    lastActivityAtMs: state.lastActivityAtMs,
    responderKind: state.responderKind,
    turnCount: state.nextTurnId - 1,
    openTurnCount: turns.filter((turn) => !turn.isAnswered && !turn.isAbandoned).length,
  };
}

function statusOf(state: SessionState): {
  readonly status: SessionStatus;
  readonly sinceMs: number;
} {
  if (state.startedAtMs === null) return { status: "empty", sinceMs: state.lastActivityAtMs };
  if (state.isExpired) return { status: "expired", sinceMs: state.lastActivityAtMs };
  const waiting = Object.values(state.turns).find((turn) => !turn.isAnswered && !turn.isAbandoned);
  if (waiting !== undefined) return { status: "caller-waits", sinceMs: waiting.openedAtMs };
  const attached = Object.values(state.holds).filter(
    (hold) => hold.isAttached && hold.outcome === null,
  );
  const undecided = attached.find((hold) => hold.seat === null);
  if (undecided !== undefined) return { status: "undecided", sinceMs: undecided.arrival.atMs };
  const listener = attached.find((hold) => hold.seat === "responder");
  if (listener !== undefined) return { status: "responder-waits", sinceMs: listener.arrival.atMs };
  return { status: "idle", sinceMs: state.lastActivityAtMs };
}
