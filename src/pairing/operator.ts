import type { ResponderKind } from "../core/turn";
import { answer } from "./answer";
import { isOthers, recordClaim, turnIdOfTarget } from "./claim";
import { startIfNeeded } from "./deadline";
import type { Input } from "./input";
import { isUndecided } from "./party";
import type { Run } from "./run";
import { takeSeat } from "./seat";
import { showNext } from "./show";

/**
 * A person at the console answers a turn, or an undecided request, which thereby was the caller's first prompt (PAIR-6). A turn that
 * is nobody's becomes theirs; to another operator's nothing happens (PAIR-16).
 */
export function answerAsOperator(
  run: Run,
  { target, replyId, form, claimant }: Extract<Input, { type: "operator-reply" }>,
): void {
  const turnId = turnIdOfTarget(run, target);
  const turn = turnId === null ? undefined : run.turn(turnId);
  if (turn !== undefined && !turn.isAnswered && claimant !== null) {
    if (isOthers(turn, claimant)) return;
    recordClaim(run, turn, claimant);
  }
  answer(run, turnId, { kind: "operator", replyId }, form);
}

/** The responder can change in mid-turn, in either direction, and nothing is lost. */
export function changeResponder(run: Run, responderKind: ResponderKind): void {
  startIfNeeded(run);
  run.record({ type: "responder-changed", responderKind });
  if (responderKind === "partner") {
    showNext(run);
    return;
  }
  // PAIR-6: whoever was undecided now waits for this responder.
  for (const hold of run.holds()) {
    if (isUndecided(hold)) takeSeat(run, hold, "caller");
  }
}
