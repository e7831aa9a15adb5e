import { REPORT_LIMITS, type SessionReport, type WaitingTurn } from "../core/session-status";
import type { SessionState } from "../pairing/state";
import { summariseSession } from "../pairing/status";
import type { SessionStore } from "../storage/session-store";
import { renderQuestion } from "./render-question";

/** The newest turn was opened among these, or its question was reported before. */
const FACTS_SEARCHED = 50;

interface Question {
  readonly text: string;
  readonly atMs: number;
}

/** What the Directory is told of a session. It reads the store, so it is made only when it is sent. */
export function reportSession(
  name: string,
  state: SessionState,
  store: SessionStore,
): SessionReport {
  const last = lastQuestionOf(state, store);
  return {
    ...summariseSession(name, state),
    lastQuestionText: last?.text ?? null,
    lastQuestionAtMs: last?.atMs ?? null,
    waitingTurns: waitingTurnsOf(state, store),
  };
}

function waitingTurnsOf(state: SessionState, store: SessionStore): readonly WaitingTurn[] {
  return Object.values(state.turns)
    .filter((turn) => !turn.isAnswered && !turn.isAbandoned)
    .toSorted((one, other) => one.openedAtMs - other.openedAtMs || one.turnId - other.turnId)
    .slice(0, REPORT_LIMITS.waitingTurnsMax)
    .map(({ turnId, openedAtMs, requestId }) => ({
      turnId,
      sinceMs: openedAtMs,
      questionText: questionOf(store, turnId, requestId),
    }));
}

/** An undecided request asks something too, though it is no turn yet. */
function lastQuestionOf(state: SessionState, store: SessionStore): Question | null {
  const undecided = Object.values(state.holds).findLast(
    (hold) => hold.seat === null && hold.outcome === null && hold.isAttached,
  );
  const turn = lastTurnOf(state, store);
  if (undecided === undefined || (turn !== null && turn.atMs > undecided.arrival.atMs)) return turn;
  const { holdId, atMs } = undecided.arrival;
  return { text: cut(renderQuestion(store, holdId)), atMs };
}

function lastTurnOf(state: SessionState, store: SessionStore): Question | null {
  const turnId = state.nextTurnId - 1;
  const turn = state.turns[turnId];
  if (turn !== undefined)
    return { text: questionOf(store, turnId, turn.requestId), atMs: turn.openedAtMs };
  const opened = store
    .readFacts(Math.max(0, store.lastSequence() - FACTS_SEARCHED), FACTS_SEARCHED)
    .findLast(({ fact }) => fact.type === "turn-opened");
  if (opened?.fact.type !== "turn-opened") return null;
  const { fact, atMs } = opened;
  return { text: questionOf(store, fact.turnId, fact.holdId), atMs };
}

function questionOf(store: SessionStore, turnId: number, requestId: string): string {
  return cut(store.readPrompt(turnId)?.text ?? renderQuestion(store, requestId));
}

/** By code points, so that no character is cut in two. */
function cut(text: string): string {
  const { questionCharsMax } = REPORT_LIMITS;
  if (text.length <= questionCharsMax) return text;
  const beginning = Array.from(text.slice(0, questionCharsMax * 2))
    .slice(0, questionCharsMax)
    .join("");
  return beginning.length < text.length ? `${beginning}…` : text;
}
