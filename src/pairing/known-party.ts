import type { Seat } from "../core/turn";
import { partyKeyOf, profilesOf } from "./party";
import type { Run } from "./run";
import type { Arrival } from "./state";

/** Remembers the party's marks, where they are news. */
export function recordParty(run: Run, arrival: Arrival, seat: Seat): void {
  const { identities, profiles, threads } = run.state;
  const party = partyKeyOf(arrival);
  const known = identities[party];
  const newProfiles = profilesOf(arrival).filter((key) => profiles[key]?.[seat] !== true);
  const newThreadIds = arrival.threadIds.filter((id) => threads[id] !== seat);
  const isNews =
    known?.[seat] !== true ||
    (arrival.hasHistory && !known.sendsHistory) ||
    newProfiles.length + newThreadIds.length > 0;
  if (!isNews) return;
  run.record({
    type: "party-seen",
    seat,
    identity: party,
    profiles: newProfiles,
    threadIds: newThreadIds,
    sendsHistory: arrival.hasHistory,
  });
}
