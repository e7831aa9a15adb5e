import { assert } from "../../../src/core/assert";
import { isSameParty, isUndecided, partyKeyOf } from "../../../src/pairing/party";
import type { Hold, SessionState } from "../../../src/pairing/state";
import type { Network } from "./network";

/**
 * Invariant 8: when nothing is on its way and no probe is out, nobody waits for what is there already. Says nothing at any other moment.
 */
export function assertNobodyWaitsInVain({ shell: { state }, attempts, pending }: Network): void {
  const holds = Object.values(state.holds);
  if (pending.length > 0 || holds.some(({ probing }) => probing !== null)) return;
  for (const { holdId, sent, isClientWaiting, isLegOpen } of attempts.values()) {
    // A side request is answered at once, and not held.
    if (!isClientWaiting || !isLegOpen || sent.sideRequest !== undefined) continue;
    const hold = state.holds[holdId];
    assert(hold !== undefined, `${holdId}, whose client waits, is held`);
    assert(hold.isAttached, `${holdId}, whose client waits, is attached`);
    assert(hold.outcome === null, `${holdId}, whose client waits, has no end`);
  }
  if (state.responderKind === "partner") assertUndecided(state);
}

function assertUndecided(state: SessionState): void {
  const undecided = Object.values(state.holds).filter(
    (hold) => hold.isAttached && isUndecided(hold),
  );
  for (const hold of undecided) {
    const { holdId } = hold.arrival;
    const party = state.identities[partyKeyOf(hold.arrival)];
    const isKnown = party !== undefined && party.caller !== party.responder;
    assert(!isKnown, `${holdId} has the seat that its party is known for`);
    assert(!waitsForGreeting(state, hold), `${holdId} greets the caller that waits`);
    const other = undecided.find((one) => one !== hold && areStrangers(one, hold));
    assert(
      other === undefined || isResponderAway(state, [hold, other]),
      `${holdId} and ${other?.arrival.holdId} are joined`,
    );
  }
}

/** Two parallel calls of one program do not wait for each other. */
function areStrangers(one: Hold, other: Hold): boolean {
  return !isSameParty(one, other.arrival) && !isSameParty(other, one.arrival);
}

/** Whoever comes while a responder writes, or before it comes back, waits for it. */
function isResponderAway(state: SessionState, holds: readonly Hold[]): boolean {
  const parties = new Set(holds.map(({ arrival }) => partyKeyOf(arrival)));
  const isKnown = Object.entries(state.identities).some(
    ([party, { responder }]) => responder && !parties.has(party),
  );
  const isWriting = Object.values(state.turns).some(
    ({ shownTo, isAnswered }) => shownTo !== null && !isAnswered,
  );
  return isKnown || isWriting;
}

/** The mirror of PAIR-5.3. */
function waitsForGreeting(state: SessionState, hold: Hold): boolean {
  if (Object.values(state.identities).some(({ responder }) => responder)) return false;
  return Object.values(state.holds).some(
    ({ seat, turnId, outcome, isAttached, arrival }) =>
      seat === "caller" &&
      isAttached &&
      turnId !== null &&
      outcome === null &&
      arrival.explicitSeat !== null &&
      !hold.arrival.continuesHoldIds.includes(arrival.holdId),
  );
}
