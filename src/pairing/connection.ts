import { recordParty } from "./known-party";
import type { Run } from "./run";
import { showNext } from "./show";

/** A client is there (again): what is parked goes out, or the wait goes on. */
export function attachHold(run: Run, holdId: string): void {
  const hold = run.hold(holdId);
  if (hold === undefined) {
    run.effect({ type: "tell-unknown", holdId });
    return;
  }
  if (!hold.isAttached) run.record({ type: "hold-attached", holdId });
  // Its seat may have been given to it while it was away, and then nobody was seen in it (PAIR-6).
  if (hold.seat !== null) recordParty(run, hold.arrival, hold.seat);
  run.effect({ type: "tell-held", holdId });
  if (hold.outcome !== null) {
    run.effect({ type: "resolve", holdId, outcome: hold.outcome });
    return;
  }
  const turn = hold.turnId === null ? undefined : run.turn(hold.turnId);
  if (turn?.isAbandoned === true && !turn.isAnswered) {
    run.record({ type: "turn-revived", turnId: turn.turnId });
  }
  if (turn?.isBegun === true && !turn.isAnswered) {
    run.effect({ type: "tell-draft", holdId, turnId: turn.turnId });
  }
  showNext(run);
}

/**
 * PAIR-12: the client has left, or its leg is lost. What it waits for stays. A session that is woken by a leg's end finds it lost, and then
 * hears that the client left.
 */
export function detachHold(run: Run, holdId: string, isLegLost = false): void {
  const hold = run.hold(holdId);
  if (hold === undefined || (!hold.isAttached && (isLegLost || !hold.isLegLost))) return;
  run.record({ type: "hold-detached", holdId, ...(isLegLost ? { isLegLost } : {}) });
}
