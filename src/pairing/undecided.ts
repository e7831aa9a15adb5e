import { isUndecided } from "./party";
import type { Run } from "./run";
import type { Hold } from "./state";

/** The requests without a seat, in the order in which they came, but one. */
export function undecidedHolds(run: Run, exceptHoldId: string | null): readonly Hold[] {
  return run.holds().filter((hold) => isUndecided(hold) && hold.arrival.holdId !== exceptHoldId);
}

/** A retry stands where its first attempt stood. */
export function isBefore(run: Run, hold: Hold, other: Hold): boolean {
  const ids = run.holds().map(({ arrival }) => arrival.holdId);
  return ids.indexOf(hold.arrival.holdId) < ids.indexOf(other.arrival.holdId);
}
