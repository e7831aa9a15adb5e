import type { Seat } from "../core/turn";
import { otherSeat } from "../core/turn";
import { openTurn } from "./caller";
import { recordParty } from "./known-party";
import { acceptHandshake, receiveReply } from "./listener";
import { areCallsOfOne, isSameParty, partyKeyOf, profilesOf } from "./party";
import { endReplaced } from "./replaced";
import type { Run } from "./run";
import { attachedListener, awaitedTurns, turnAwaitedFrom } from "./show";
import type { Arrival, Hold, KnownParty } from "./state";
import { isBefore, undecidedHolds } from "./undecided";

/** Decides which seat a held request speaks for, and lets it speak (PAIR-1 to PAIR-6). */
export function settleSeat(run: Run, holdId: string): void {
  const hold = run.hold(holdId);
  if (hold === undefined) return;
  const knownSeat = knownSeatOf(run, hold.arrival);
  if (knownSeat !== null) {
    seatUndecided(run, hold.arrival, knownSeat);
    takeSeat(run, hold, knownSeat);
    return;
  }
  replaceContinued(run, hold.arrival);
  const partySeat =
    joinUndecided(run, hold) ?? joinWaitingCaller(run, hold) ?? seatByTurn(run, hold);
  // PAIR-5.6: otherwise it stays undecided, and held.
  if (partySeat !== null) takeSeat(run, hold, partySeat);
}

/** PAIR-1, PAIR-4, PAIR-5.1 and PAIR-5.2. */
export function knownSeatOf(run: Run, arrival: Arrival): Seat | null {
  const { state } = run;
  if (arrival.explicitSeat !== null) return arrival.explicitSeat;
  if (arrival.evidence !== null) return arrival.evidence.seat;
  const continuedSeat = continuedSeatOf(run, arrival);
  if (continuedSeat !== null) return continuedSeat;
  const identitySeat = onlySeatOf(state.identities[partyKeyOf(arrival)]);
  if (state.responderKind !== "partner") {
    // The responder was changed while this partner still wrote.
    return identitySeat === "responder" && isAwaitedFrom(run, arrival) ? "responder" : "caller";
  }
  const seats = [
    identitySeat,
    ...profilesOf(arrival).map((key) => onlySeatOf(state.profiles[key])),
  ].filter((seat) => seat !== null);
  // Weak marks that contradict each other prove nothing.
  return seats.every((seat) => seat === seats[0]) ? (seats[0] ?? null) : null;
}

/** A request that goes on from a held one is of the same party. */
function continuedSeatOf(run: Run, arrival: Arrival): Seat | null {
  const seats = new Set(arrival.continuesHoldIds.map((holdId) => run.hold(holdId)?.seat ?? null));
  seats.delete(null);
  const [seat] = seats;
  return seats.size === 1 ? (seat ?? null) : null;
}

function isAwaitedFrom(run: Run, arrival: Arrival): boolean {
  return awaitedTurns(run).some((turn) => turn.shownTo === partyKeyOf(arrival));
}

function onlySeatOf(party: KnownParty | undefined): Seat | null {
  if (party === undefined || party.caller === party.responder) return null;
  return party.caller ? "caller" : "responder";
}

/** PAIR-6: when the second party's seat is known, the undecided one gets the other seat. */
export function seatUndecided(run: Run, arrival: Arrival, knownSeat: Seat): void {
  for (const hold of undecidedHolds(run, arrival.holdId)) {
    const seat = isSameParty(hold, arrival) ? knownSeat : otherSeat(knownSeat);
    if (arrival.continuesHoldIds.includes(hold.arrival.holdId)) replaceUndecided(run, hold);
    else if (seat === "caller") takeSeat(run, hold, "caller");
    else if (awaitedTurns(run).length === 0) seatHandshake(run, hold);
  }
}

/** PAIR-6a: someone pressed stop and typed again. */
function replaceContinued(run: Run, arrival: Arrival): void {
  for (const hold of undecidedHolds(run, arrival.holdId)) {
    if (arrival.continuesHoldIds.includes(hold.arrival.holdId)) replaceUndecided(run, hold);
  }
}

function replaceUndecided(run: Run, hold: Hold): void {
  endReplaced(run, hold.arrival.holdId, {
    reason: "request_replaced",
    message: "A later request of the same conversation took its place.",
  });
}

/**
 * PAIR-5.3: the held request of another party was the responder's handshake. But a party that holds several requests at once is a
 * program with parallel calls, and so the caller.
 */
function joinUndecided(run: Run, hold: Hold): Seat | null {
  // While a partner writes an answer, the responder's seat is taken; and who is not there may be an earlier attempt of who is.
  if (awaitedTurns(run).length > 0 || !hold.isAttached) return null;
  const others = undecidedHolds(run, hold.arrival.holdId).filter(
    (undecided) =>
      !isSameParty(undecided, hold.arrival) && knownSeatOf(run, undecided.arrival) !== "caller",
  );
  if (others.length === 0) return null;
  // An attached request tells more about its party than one whose client has left.
  const attached = others.filter((undecided) => undecided.isAttached);
  const telling = attached.length > 0 ? others.filter((one) => isCall(one, attached)) : others;
  if (telling.length > 1) {
    for (const undecided of others) takeSeat(run, undecided, "caller");
    return "responder";
  }
  const [first] = telling;
  if (first !== undefined && isBefore(run, hold, first)) {
    // The retry of the earlier one: its client was away when the later one came.
    takeSeat(run, first, "caller");
    return "responder";
  }
  for (const undecided of others) {
    if (undecided === first) seatHandshake(run, undecided);
    else if (!mayReturn(undecided, first)) replaceUndecided(run, undecided);
  }
  return "caller";
}

/** Somebody else's request whose leg alone is lost, which must not be ended by a meeting of others. */
function mayReturn(undecided: Hold, first: Hold | undefined): boolean {
  const isOther =
    first === undefined || partyKeyOf(first.arrival) !== partyKeyOf(undecided.arrival);
  return undecided.isLegLost && isOther;
}

/** Whether a request tells what its party is: its client is there, or only lost its leg, and its program has another one open. */
function isCall(undecided: Hold, attached: readonly Hold[]): boolean {
  if (undecided.isAttached) return true;
  return undecided.isLegLost && attached.some((other) => areCallsOfOne(undecided, other));
}

/** A party that left before anybody came is no responder that was seen: somebody else may take the seat. */
export function seatHandshake(run: Run, hold: Hold): void {
  const { holdId } = hold.arrival;
  run.record({ type: "hold-seated", holdId, seat: "responder" });
  if (hold.isAttached) recordParty(run, hold.arrival, "responder");
  acceptHandshake(run, run.hold(holdId) ?? hold);
}

/**
 * The mirror of PAIR-5.3: where a caller that named its seat waits, and no responder was ever seen, the request of another party is
 * the responder's handshake. Otherwise both would wait for each other.
 */
function joinWaitingCaller(run: Run, hold: Hold): Seat | null {
  const isResponderKnown = Object.values(run.state.identities).some((party) => party.responder);
  if (isResponderKnown || attachedListener(run) !== null) return null;
  const waiting = run
    .holds()
    .filter(
      ({ seat, turnId, outcome }) => seat === "caller" && turnId !== null && outcome === null,
    );
  if (waiting.length === 0) return null;
  // A client that names its seat names it always, so a request without a seat is another client's, on whatever machine.
  const isOther = (caller: Hold): boolean =>
    caller.arrival.explicitSeat === null
      ? partyKeyOf(caller.arrival) !== partyKeyOf(hold.arrival)
      : !hold.arrival.continuesHoldIds.includes(caller.arrival.holdId);
  return waiting.every(isOther) ? "responder" : null;
}

/** PAIR-5.4 and PAIR-5.5. Who was not shown the prompt cannot have answered it, and stays undecided. */
function seatByTurn(run: Run, hold: Hold): Seat | null {
  if (attachedListener(run) !== null) return "caller";
  return turnAwaitedFrom(run, hold) === null ? null : "responder";
}

/** Seats a hold and lets it speak: a caller's question opens a turn, a responder's message answers one. */
export function takeSeat(run: Run, hold: Hold, seat: Seat): void {
  const { arrival } = hold;
  run.record({ type: "hold-seated", holdId: arrival.holdId, seat });
  recordParty(run, arrival, seat);
  const taken = run.hold(arrival.holdId) ?? hold;
  if (seat === "caller") openTurn(run, taken);
  else receiveReply(run, taken);
}
