import { isUndecided } from "../pairing/party";
import type { SessionState, Turn } from "../pairing/state";
import { summariseSession } from "../pairing/status";
import type { SessionStore } from "../storage/session-store";
import { questionOfRequest, questionOfTurn } from "./question-text";
import type { OpenTurn, SessionDescription } from "./session-api";

/** What the management routes tell of a session: its state, and what waits for an answer. */
export function describeSession(
  name: string,
  state: SessionState,
  store: SessionStore,
): SessionDescription {
  return {
    ...summariseSession(name, state),
    answersSideRequests: state.answersSideRequests,
    openTurns: Object.values(state.turns).map((turn) => describeTurn(state, turn, store)),
    holds: Object.values(state.holds).map((hold) => ({
      holdId: hold.arrival.holdId,
      seat: hold.seat,
      isAttached: hold.isAttached,
      sinceMs: hold.connectionChangedAtMs,
      question: isUndecided(hold) ? questionOfRequest(store, hold.arrival.holdId) : null,
    })),
    storedBytes: store.usedBytes(),
  };
}

function describeTurn(state: SessionState, turn: Turn, store: SessionStore): OpenTurn {
  return {
    turnId: turn.turnId,
    openedAtMs: turn.openedAtMs,
    deadlineAtMs: turn.deadlineAtMs,
    status: statusOfTurn(turn),
    isCallerAttached: state.holds[turn.holdId]?.isAttached === true,
    question: turn.isAnswered ? null : questionOfTurn(store, turn),
  };
}

export function statusOfTurn(turn: Turn): OpenTurn["status"] {
  if (turn.isAbandoned) return "abandoned";
  if (turn.isAnswered) return "answered";
  return turn.shownAtMs === null ? "waiting" : "shown";
}
