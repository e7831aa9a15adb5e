import { assert } from "../core/assert";
import { isUndecided } from "./party";
import type { Hold, SessionState } from "./state";

/**
 * What holds of a session's state after every transition, whatever happened before. The invariants about content (nothing is
 * misdelivered) are asserted by the simulation, which knows the content.
 */
export function assertInvariants(state: SessionState): void {
  const listeners: string[] = [];
  for (const [holdId, hold] of Object.entries(state.holds)) {
    assert(hold.arrival.holdId === holdId, `hold ${holdId} is filed under its own id`);
    assertOutcome(hold);
    if (hold.outcome !== null || hold.probing !== null) continue;
    // Invariant 3: every attached hold is a waiting caller's, the listener, or an undecided one.
    if (hold.seat === "caller") assertCallerWaits(state, hold);
    if (hold.seat === "responder") {
      assert(hold.turnId === null, `responder ${holdId} asks nothing`);
      listeners.push(holdId);
    }
  }
  const isListening = listeners.some((holdId) => state.holds[holdId]?.isAttached === true);
  if (isListening && state.responderKind === "partner") assertNobodyUndecided(state);
  // A detached one counts too: it would be a second listener as soon as its client comes back.
  assert(listeners.length <= 1, `there is one listener at most: ${listeners.join(", ")}`);
  assertTurns(state, isListening);
}

function assertOutcome({ arrival: { holdId }, outcome, seat, turnId }: Hold): void {
  if (outcome?.kind === "reply") {
    assert(seat === "caller", `reply ${outcome.turnId} goes to a caller`);
    // Null for a late retry, whose turn has ended.
    assert(
      turnId === null || outcome.turnId === turnId,
      `hold ${holdId} gets the reply to its own turn`,
    );
  }
  if (outcome?.kind === "prompt")
    assert(seat === "responder", `prompt ${outcome.turnId} goes to a responder`);
  if (outcome?.kind === "notice") assert(seat === "responder", `a notice goes to a responder`);
}

function assertCallerWaits(state: SessionState, { arrival: { holdId }, turnId }: Hold): void {
  assert(
    turnId !== null && state.turns[turnId]?.isAnswered === false,
    `caller ${holdId} waits for an open turn`,
  );
  assert(state.turns[turnId]?.holdId === holdId, `turn ${turnId} knows its caller`);
}

/** PAIR-5.4: otherwise the two wait for each other. */
function assertNobodyUndecided(state: SessionState): void {
  for (const hold of Object.values(state.holds)) {
    const { holdId } = hold.arrival;
    assert(!hold.isAttached || !isUndecided(hold), `${holdId} is seated while a listener waits`);
  }
}

function assertTurns(state: SessionState, isListening: boolean): void {
  for (const [turnId, turn] of Object.entries(state.turns)) {
    assert(String(turn.turnId) === turnId, `turn ${turnId} is filed under its own id`);
    assert(turn.turnId < state.nextTurnId, `turn ${turnId} has an id that was given out`);
    if (turn.isAnswered)
      assert(state.holds[turn.holdId] !== undefined, `answered turn ${turnId} waits for its hold`);
    if (state.responderKind !== "partner" || !isListening) continue;
    assert(
      turn.isAnswered || turn.isAbandoned || turn.isSkipped || turn.isBegun,
      `turn ${turnId} is shown while a listener waits`,
    );
  }
}
