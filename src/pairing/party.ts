import type { Arrival, Hold } from "./state";

/**
 * The name of a party, for weak evidence: its identity, and the seat that it names itself. A client that names its seat names it
 * always, so a request that names none is another client's, also where both share an identity.
 */
export function partyKeyOf({
  identity,
  explicitSeat,
}: Pick<Arrival, "identity" | "explicitSeat">): string {
  return explicitSeat === null ? identity : `${explicitSeat}:${identity}`;
}

/**
 * PAIR-6: whether a request comes from the party of a held one, so that the two must not be joined: it continues the held messages,
 * or the identity is equal and they share a system prompt or tools, or the identity is equal and the held one's client is gone.
 */
export function isSameParty(held: Hold, arrival: Arrival): boolean {
  const earlier = held.arrival;
  if (arrival.continuesHoldIds.includes(earlier.holdId)) return true;
  if (partyKeyOf(earlier) !== partyKeyOf(arrival)) return false;
  return sharesProfile(earlier, arrival) || !held.isAttached;
}

/** PAIR-6b: parallel calls of one program. */
export function areCallsOfOne(one: Hold, other: Hold): boolean {
  const isOneParty = partyKeyOf(one.arrival) === partyKeyOf(other.arrival);
  return isOneParty && sharesProfile(one.arrival, other.arrival);
}

/** PAIR-6: whether a held request has no seat yet, and nobody is asked about it: what probes are out for may be another one's retry. */
export function isUndecided({ seat, outcome, probing }: Hold): boolean {
  return seat === null && outcome === null && probing === null;
}

/** A non-empty system prompt or set of tools in common: a program's parallel calls. */
function sharesProfile(one: Arrival, other: Arrival): boolean {
  return (
    (one.systemDigest !== null && one.systemDigest === other.systemDigest) ||
    (one.toolsDigest !== null && one.toolsDigest === other.toolsDigest)
  );
}

export function profilesOf(arrival: Arrival): readonly string[] {
  return [arrival.systemDigest, arrival.toolsDigest].filter((digest) => digest !== null);
}
