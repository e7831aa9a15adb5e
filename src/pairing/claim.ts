import { hasRoom } from "./caller";
import type { AnswerTarget, Input } from "./input";
import { isUndecided } from "./party";
import type { Run } from "./run";
import { takeSeat } from "./seat";
import type { Claimant, Turn } from "./state";

/** PAIR-16: makes a turn an operator's. One that is over, or another's without a take-over, stays as it is. */
export function claimTurn(
  run: Run,
  { target, claimant, isTakeOver }: Extract<Input, { type: "claim-turn" }>,
): void {
  const turn = unansweredTurn(run, turnIdOfTarget(run, target));
  if (turn === null || (isOthers(turn, claimant) && !isTakeOver)) return;
  recordClaim(run, turn, claimant);
}

/** PAIR-16: gives a turn to somebody else, or back to all. */
export function handOverTurn(
  run: Run,
  { turnId, claimant }: Extract<Input, { type: "hand-over-turn" }>,
): void {
  const turn = unansweredTurn(run, turnId);
  if (turn !== null) recordClaim(run, turn, claimant);
}

/** PAIR-20: from now on nobody but the operators can answer. */
export function beginReply(
  run: Run,
  { turnId, claimant }: Extract<Input, { type: "begin-reply" }>,
): void {
  const turn = unansweredTurn(run, turnId);
  if (turn === null || isOthers(turn, claimant)) return;
  if (turn.claimedBy === null) recordClaim(run, turn, claimant);
  if (!turn.isBegun) run.record({ type: "reply-begun", turnId });
}

/**
 * An undecided request that an operator turns to was the caller's question (PAIR-6). Where that would be turned away (PAIR-11), it
 * stays undecided, and so it does while probes are out, which may show that it is a retry (PAIR-3).
 */
export function turnIdOfTarget(run: Run, target: AnswerTarget): number | null {
  if ("turnId" in target) return target.turnId;
  const hold = run.hold(target.holdId);
  if (hold !== undefined && isUndecided(hold) && hasRoom(run)) takeSeat(run, hold, "caller");
  return run.hold(target.holdId)?.turnId ?? null;
}

/** Whether another operator has the turn. */
export function isOthers(turn: Turn, claimant: Claimant): boolean {
  return turn.claimedBy !== null && turn.claimedBy.operatorId !== claimant.operatorId;
}

export function recordClaim(run: Run, turn: Turn, claimant: Claimant | null): void {
  const { turnId, claimedBy } = turn;
  const isKnown =
    claimedBy?.operatorId === claimant?.operatorId && claimedBy?.name === claimant?.name;
  if (!isKnown) run.record({ type: "turn-claimed", turnId, claimant });
}

function unansweredTurn(run: Run, turnId: number | null): Turn | null {
  const turn = turnId === null ? undefined : run.turn(turnId);
  return turn === undefined || turn.isAnswered ? null : turn;
}
