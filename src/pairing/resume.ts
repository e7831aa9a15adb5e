import { openTurn } from "./caller";
import { attachHold } from "./connection";
import { becomeListener } from "./listener";
import { recordParty } from "./known-party";
import { findLateRetried, takeOver } from "./retry";
import type { Run } from "./run";
import { settleSeat } from "./seat";
import { isOpenTurn } from "./show";
import type { Arrival, Hold, RecentHold } from "./state";

/** PAIR-3: a retry goes on where the request that it repeats stood. */
export function resume(run: Run, retried: Hold, arrival: Arrival, isAttached: boolean): void {
  const { holdId } = arrival;
  takeOver(run, retried, arrival);
  if (!isAttached) run.record({ type: "hold-detached", holdId });
  const { seat } = retried;
  if (seat !== null) recordParty(run, arrival, seat);
  const isOver =
    retried.outcome?.kind === "prompt" && !isOpenTurn(run.turn(retried.outcome.turnId));
  // Nobody waits for an answer to this prompt any more, so it is not worth showing.
  if (isOver) run.record({ type: "hold-reopened", holdId });
  if (isAttached) attachHold(run, holdId);
  const hold = run.hold(holdId);
  if (hold === undefined || hold.outcome !== null || hold.probing !== null) return;
  if (isOver) becomeListener(run, hold);
  // The retry may name a seat that the first attempt did not.
  if (hold.seat === null) settleSeat(run, holdId);
}

/** A held request goes on as the retry of an earlier one, of one that has ended already, or as news. */
export function settleRequest(run: Run, arrival: Arrival, retried: Hold | null): void {
  const late = findLateRetried(run.state, arrival);
  const { holdId } = arrival;
  // An equal request whose client was found to be there is another one.
  if (retried !== null && (!retried.isAttached || late === null)) {
    resume(run, retried, arrival, run.hold(holdId)?.isAttached === true);
  } else if (late !== null) resumeLate(run, holdId, late);
  else settleSeat(run, holdId);
}

/** A retry of a request whose end was confirmed too early: the same end again, or the same wait. */
function resumeLate(run: Run, holdId: string, late: RecentHold): void {
  const { seat, outcome } = late;
  run.record({ type: "hold-seated", holdId, seat });
  const hold = run.hold(holdId);
  if (hold === undefined) return;
  recordParty(run, hold.arrival, seat);
  if (seat === "caller") {
    if (outcome === null) openTurn(run, hold);
    else run.resolve(hold, outcome);
    return;
  }
  if (outcome?.kind === "prompt" && isOpenTurn(run.turn(outcome.turnId))) {
    run.record({ type: "turn-shown", turnId: outcome.turnId, holdId });
    run.resolve(hold, outcome);
  } else becomeListener(run, hold);
}
