import { areCallsOfOne, isSameParty } from "./party";
import { endReplaced, RESPONDER_REPLACED } from "./replaced";
import { resume } from "./resume";
import { findRetried } from "./retry";
import type { Run } from "./run";
import { knownSeatOf, seatHandshake, seatUndecided, takeSeat } from "./seat";
import { attachedListener, awaitedTurns } from "./show";
import type { Hold } from "./state";
import { isBefore, undecidedHolds } from "./undecided";

/** Seats, after each input, whoever waits undecided for what is there by now. */
export function settleUndecided(run: Run): void {
  if (run.state.responderKind !== "partner") return;
  while (settleOne(run));
}

function settleOne(run: Run): boolean {
  const undecided = undecidedHolds(run, null).filter(isThere);
  if (undecided.length === 0) return false;
  return (
    settleRepeat(run, undecided) || settleForListener(run, undecided) || settleKnown(run, undecided)
  );
}

/**
 * PAIR-5.4: who came while the listener's leg was lost, or its answer to a probe late, is seated as soon as it is there again. Otherwise
 * both would wait for each other.
 */
function settleForListener(run: Run, [hold]: readonly Hold[]): boolean {
  const listener = attachedListener(run);
  if (listener === null || hold === undefined) return false;
  const seat = knownSeatOf(run, hold.arrival) ?? "caller";
  if (seat === "responder" && isBefore(run, hold, listener)) {
    endReplaced(run, hold.arrival.holdId, RESPONDER_REPLACED);
  } else takeSeat(run, hold, seat);
  return true;
}

/**
 * PAIR-3: the client of the request that it repeats seemed to be there, and was joined with another party. As that client has left, its
 * prompt is this one's.
 */
function settleRepeat(run: Run, undecided: readonly Hold[]): boolean {
  if (!run.holds().some(({ isAttached, outcome }) => !isAttached && outcome?.kind === "prompt"))
    return false;
  for (const { arrival } of undecided) {
    const retried = findRetried(run.state, arrival);
    if (retried?.isAttached !== false || retried.outcome?.kind !== "prompt") continue;
    resume(run, retried, arrival, true);
    return true;
  }
  return false;
}

/** PAIR-5.2: its party has got a seat since it came, as where an operator took one of several parallel calls. */
function settleKnown(run: Run, undecided: readonly Hold[]): boolean {
  for (const hold of undecided) {
    const seat = knownSeatOf(run, hold.arrival);
    if (seat === "caller") {
      seatUndecided(run, hold.arrival, seat);
      takeSeat(run, hold, seat);
      return true;
    }
    if (seat === "responder" && awaitedTurns(run).length === 0) {
      seatHandshake(run, hold);
      return true;
    }
  }
  return false;
}

/**
 * PAIR-6: an undecided request was taken for one whose client has left, while others came, and its client is there after all. They are
 * joined as if it had never been away: in the order in which they came.
 */
export function joinReturned(run: Run, holdId: string): void {
  if (awaitedTurns(run).length > 0 || attachedListener(run) !== null) return;
  const undecided = undecidedHolds(run, null);
  const [first, ...later] = undecided.filter(isThere);
  if (first === undefined || undecided.every(({ arrival }) => arrival.holdId !== holdId)) return;
  const other = later.find(({ arrival }) => !isSameParty(first, arrival));
  if (other === undefined) return;
  // Where a seat is known by now, the order tells nothing: `settleUndecided` gives it.
  if (later.some(({ arrival }) => knownSeatOf(run, arrival) !== null)) return;
  if (knownSeatOf(run, first.arrival) !== null) return;
  // Others of its program may not have come back yet.
  const calls = undecided.filter(
    (hold) =>
      hold === first ||
      (isBefore(run, hold, other) && isThere(hold)) ||
      (hold.isLegLost && areCallsOfOne(hold, first)),
  );
  if (calls.length === 1) {
    seatHandshake(run, first);
    takeSeat(run, other, "caller");
    return;
  }
  for (const call of calls) takeSeat(run, call, "caller");
  takeSeat(run, other, "responder");
}

function isThere({ isAttached }: Hold): boolean {
  return isAttached;
}
