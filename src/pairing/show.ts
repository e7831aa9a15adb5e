import { partyKeyOf } from "./party";
import { isSameRequest } from "./retry";
import type { Run } from "./run";
import type { Hold, Turn } from "./state";

/** The responder's hold that waits for the next prompt. A detached listener is no listener (PAIR-12). */
export function attachedListener(run: Run): Hold | null {
  return (
    run
      .holds()
      .find(
        (hold) =>
          hold.seat === "responder" &&
          hold.isAttached &&
          hold.outcome === null &&
          hold.probing === null,
      ) ?? null
  );
}

/** The turns that a partner was shown last and has not answered; where the prompt may have arrived, that is. */
export function awaitedTurns(run: Run): readonly Turn[] {
  return run
    .turns()
    .filter(
      (turn) =>
        turn.shownTo !== null &&
        !turn.isAnswered &&
        !turn.isSkipped &&
        hasArrived(run, turn.shownHoldId),
    );
}

/**
 * The turn that a request without evidence answers. Words that were sent before the prompt was shown cannot be meant for it, nor can those
 * that the prompt is on its way to, which are a repeat. The question's own words can: people say "ok" to an "ok".
 */
export function turnAwaitedFrom(run: Run, { arrival, firstSentAtMs }: Hold): Turn | null {
  const party = partyKeyOf(arrival);
  const isMeant = (turn: Turn): boolean => {
    if (turn.shownTo !== party || (turn.shownAtMs ?? 0) > firstSentAtMs) return false;
    const shown = turn.shownHoldId === null ? undefined : run.hold(turn.shownHoldId)?.arrival;
    return shown === undefined || shown === arrival || !isSameRequest(shown, arrival);
  };
  return awaitedTurns(run).find(isMeant) ?? null;
}

/** A prompt whose client left before it was written out cannot have been answered. Where only the leg was lost, it can. */
function hasArrived(run: Run, shownHoldId: string | null): boolean {
  const hold = shownHoldId === null ? undefined : run.hold(shownHoldId);
  if (hold === undefined || hold.isAttached) return true;
  return hold.isLegLost && hold.outcome !== null;
}

/**
 * PAIR-7, PAIR-15: gives the listener the oldest question that waits. One that was shown before and is still unanswered is shown
 * again: the listener's request did not answer it, so its client does not know of it.
 */
export function showNext(run: Run): void {
  if (run.state.responderKind !== "partner") return;
  const listener = attachedListener(run);
  if (listener === null) return;
  const turn = run.turns().find(isOpenTurn);
  if (turn === undefined) return;
  endEarlierShowing(run, turn);
  run.record({ type: "turn-shown", turnId: turn.turnId, holdId: listener.arrival.holdId });
  run.resolve(listener, { kind: "prompt", turnId: turn.turnId });
}

/** Whether somebody waits for an answer, and a partner may give it. */
export function isOpenTurn(turn: Turn | undefined): turn is Turn {
  return isAnswerable(turn) && !turn.isAbandoned && !turn.isSkipped;
}

/** Whether a partner's words can still be the reply: it has none, and none that an operator has begun (PAIR-20). */
export function isAnswerable(turn: Turn | undefined): turn is Turn {
  return turn !== undefined && !turn.isAnswered && !turn.isBegun;
}

/** A prompt that is parked for an older request of the responder has found its reader elsewhere. */
function endEarlierShowing(run: Run, turn: Turn): void {
  const hold = turn.shownHoldId === null ? undefined : run.hold(turn.shownHoldId);
  if (hold?.outcome?.kind !== "prompt" || hold.outcome.turnId !== turn.turnId) return;
  run.record({ type: "hold-ended", holdId: hold.arrival.holdId, why: "replaced" });
}
