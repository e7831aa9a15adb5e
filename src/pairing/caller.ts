import { confirmByHistory } from "./delivery";
import { partyKeyOf } from "./party";
import { showNext } from "./show";
import type { Run } from "./run";
import type { Arrival, Hold, Turn } from "./state";

/** A caller's request asks a question: PAIR-7, PAIR-11 and PAIR-13. */
export function openTurn(run: Run, hold: Hold): void {
  const { arrival } = hold;
  confirmByHistory(run, arrival);
  for (const turn of run.turns()) if (isAbandonedBy(run, turn, arrival)) abandon(run, turn);
  if (!hasRoom(run)) {
    turnAway(run, hold);
    return;
  }
  run.record({
    type: "turn-opened",
    turnId: run.state.nextTurnId,
    holdId: arrival.holdId,
    deadlineAtMs: run.atMs + run.settings.turnTimeoutMs,
    followsTurnId: arrival.evidence?.deliveredTurnId ?? null,
  });
  showNext(run);
}

/** PAIR-13: whether a new question means that nobody waits for the reply to an older one any more. */
function isAbandonedBy(run: Run, turn: Turn, arrival: Arrival): boolean {
  if (turn.isAnswered || turn.isAbandoned) return false;
  if (arrival.continuesHoldIds.includes(turn.holdId)) return true;
  const followsTurnId = arrival.evidence?.deliveredTurnId ?? null;
  if (turn.followsTurnId !== followsTurnId || turn.canonicalDigest === arrival.canonicalDigest)
    return false;
  if (arrival.evidence?.askedTurnId === turn.turnId) return true;
  // Stop buttons do not always disconnect: the same place in the same conversation, another last message.
  if (followsTurnId !== null) {
    return isSameConversation(turn, arrival) && !isParallel(run, turn, arrival);
  }
  return turn.party === partyKeyOf(arrival) && run.hold(turn.holdId)?.isAttached !== true;
}

/**
 * PAIR-11: a program sends its parallel calls at once, and on a busy machine they came up to 3 s apart. Who is quicker with a stop and a
 * new question has both answered, which is better than a call that is given up.
 */
const PARALLEL_CALLS_MS = 5_000;
/** Nobody presses stop and types anew so quickly, and nothing gives up: not worth the time of a probe. */
const CALLS_AT_ONCE_MS = 1_000;

function isParallel(run: Run, turn: Turn, arrival: Arrival): boolean {
  const isAttached = run.hold(turn.holdId)?.isAttached === true;
  return isAttached && arrival.atMs - turn.openedAtMs < PARALLEL_CALLS_MS;
}

/** PAIR-13: what seems to be a parallel call may be a question that was given up, whose client's departure was not noticed. */
export function parallelCallsToProbe(run: Run, arrival: Arrival): readonly Hold[] {
  const { evidence } = arrival;
  if (evidence?.seat !== "caller" || evidence.deliveredTurnId === null) return [];
  return run.turns().flatMap((turn) => {
    const hold = run.hold(turn.holdId);
    const isSuspect =
      turn.followsTurnId === evidence.deliveredTurnId &&
      turn.canonicalDigest !== arrival.canonicalDigest &&
      isSameConversation(turn, arrival) &&
      isParallel(run, turn, arrival) &&
      arrival.atMs - turn.openedAtMs >= CALLS_AT_ONCE_MS;
    return isSuspect && !turn.isAnswered && hold !== undefined ? [hold] : [];
  });
}

/** A program's agents can share what was said before, and differ in their instructions. */
function isSameConversation(turn: Turn, arrival: Arrival): boolean {
  return turn.systemDigest === arrival.systemDigest && turn.toolsDigest === arrival.toolsDigest;
}

function abandon(run: Run, turn: Turn): void {
  run.record({ type: "turn-abandoned", turnId: turn.turnId });
  const hold = run.hold(turn.holdId);
  if (hold === undefined || !hold.isAttached || hold.outcome !== null) return;
  run.resolve(hold, {
    kind: "error",
    error: {
      reason: "turn_abandoned",
      message: "A later request of the same conversation asked something else.",
    },
  });
}

/** PAIR-11. */
export function hasRoom(run: Run): boolean {
  const open = run.turns().filter((turn) => !turn.isAnswered && !turn.isAbandoned);
  return open.length < run.settings.openTurnsMax;
}

/** The limit clears by itself, so the client's retry must be a new attempt: nothing is parked. */
function turnAway(run: Run, hold: Hold): void {
  const { holdId } = hold.arrival;
  const error = {
    reason: "too_many_open_turns",
    message: `This session has ${run.settings.openTurnsMax} open turns, which is its limit.`,
    retryAfterSeconds: 10,
  } as const;
  run.record({ type: "request-refused", holdId, error });
  run.effect({ type: "resolve", holdId, outcome: { kind: "error", error } });
  run.record({ type: "hold-ended", holdId, why: "forgotten" });
}
