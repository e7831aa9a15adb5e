import { fail, succeed, type Result } from "../core/result";
import type { AnswerTarget } from "../pairing/input";
import { isUndecided } from "../pairing/party";
import type { Claimant, SessionState, Turn } from "../pairing/state";
import type { SessionStore } from "../storage/session-store";
import { findLoggedTurn } from "./turn-history";

/** The turn that an operator's action is for; null for an undecided hold, which becomes one by the action (PAIR-6). */
export function findTurn(
  state: SessionState,
  store: SessionStore,
  target: AnswerTarget,
): Result<Turn | null, "no-such-turn" | "already-answered"> {
  const turnId = turnIdOf(state, target);
  if (turnId === null) {
    const hold = "holdId" in target ? state.holds[target.holdId] : undefined;
    return hold !== undefined && isUndecided(hold) ? succeed(null) : fail("no-such-turn");
  }
  const turn = state.turns[turnId];
  if (turn !== undefined) return turn.isAnswered ? fail("already-answered") : succeed(turn);
  const wasAnswered = findLoggedTurn(store, turnId)?.sourceId != null;
  return fail(wasAnswered ? "already-answered" : "no-such-turn");
}

export function turnIdOf(state: SessionState, target: AnswerTarget): number | null {
  return "turnId" in target ? target.turnId : (state.holds[target.holdId]?.turnId ?? null);
}

/** PAIR-16: the operator who has the turn, where that is another one. */
export function otherClaimant(turn: Turn | null, operatorId: string): Claimant | null {
  const claimedBy = turn?.claimedBy ?? null;
  return claimedBy?.operatorId === operatorId ? null : claimedBy;
}
