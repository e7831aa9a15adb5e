import type { SessionState, Turn } from "../pairing/state";
import { summariseSession } from "../pairing/status";
import type { SessionStore } from "../storage/session-store";
import { renderQuestion } from "./render-question";
import type { OpenTurn, SessionDescription } from "./session-api";

/** Enough to answer most questions; the transcript has the rest. */
const QUESTION_CHARS_MAX = 4_000;

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
      question:
        hold.seat === null && hold.outcome === null ? questionOf(store, hold.arrival.holdId) : null,
    })),
    storedBytes: store.usedBytes(),
  };
}

function describeTurn(state: SessionState, turn: Turn, store: SessionStore): OpenTurn {
  return {
    turnId: turn.turnId,
    openedAtMs: turn.openedAtMs,
    deadlineAtMs: turn.deadlineAtMs,
    status: statusOf(turn),
    isCallerAttached: state.holds[turn.holdId]?.isAttached === true,
    question: turn.isAnswered
      ? null
      : (cut(store.readPrompt(turn.turnId)?.text) ?? questionOf(store, turn.requestId)),
  };
}

/** The part of a request that was not shown before, as its prompt would show it (PAIR-9). */
function questionOf(store: SessionStore, requestId: string): string | null {
  return cut(renderQuestion(store, requestId));
}

function cut(text: string | undefined): string | null {
  if (text === undefined) return null;
  // By code points, so that no character is cut in two.
  return text.length <= QUESTION_CHARS_MAX
    ? text
    : `${[...text].slice(0, QUESTION_CHARS_MAX).join("")}…`;
}

function statusOf(turn: Turn): OpenTurn["status"] {
  if (turn.isAbandoned) return "abandoned";
  if (turn.isAnswered) return "answered";
  return turn.shownAtMs === null ? "waiting" : "shown";
}
