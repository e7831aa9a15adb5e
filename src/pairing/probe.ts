import { attachHold, detachHold } from "./connection";
import { isAnswer } from "./evidence";
import type { ArrivingRequest } from "./input";
import { isSameParty, partyKeyOf } from "./party";
import { settleRequest } from "./resume";
import { findRetried, isSameRequest } from "./retry";
import type { Run } from "./run";
import { knownSeatOf } from "./seat";
import { attachedListener } from "./show";
import type { Arrival, Hold, SessionState } from "./state";

/**
 * A Worker answers a probe within 300 ms, but where six hundred requests came at once it took 3 s, and on a machine that was busier
 * still 12 s. Whoever is taken for gone loses its place to its twin, so this is long; a leg that is lost closes by itself before.
 */
const PROBE_TIMEOUT_MS = 30_000;

/**
 * A departure is noticed only by writing. So before a request is taken for another party than a held one of the same identity
 * (PAIR-6c), or for another question than the equal one of the same identity (PAIR-3), the held one's client is probed.
 */
export function holdsToProbe(state: SessionState, arrival: Arrival): readonly Hold[] {
  return Object.values(state.holds).filter(
    (hold) =>
      hold.isAttached &&
      hold.arrival.holdId !== arrival.holdId &&
      hold.arrival.identity === arrival.identity &&
      (isSameRequest(hold.arrival, arrival) ||
        (hold.seat === null &&
          partyKeyOf(hold.arrival) === partyKeyOf(arrival) &&
          !isSameParty(hold, arrival))),
  );
}

/** A listener that came this short a while ago is there as surely as a probe could tell. */
const FRESH_LISTENER_MS = 1_000;

/**
 * PAIR-5.4 takes an unknown request for a question because a listener is attached. Where both ends are of one identity it may as
 * well be the responder's, whose departure was not noticed: it would be shown its own words.
 */
export function listenerToProbe(run: Run, arrival: Arrival): readonly Hold[] {
  const listener = attachedListener(run);
  if (listener === null || partyKeyOf(listener.arrival) !== partyKeyOf(arrival)) return [];
  if (listener.connectionChangedAtMs + FRESH_LISTENER_MS > run.atMs) return [];
  return knownSeatOf(run, arrival) === null ? [listener] : [];
}

/**
 * PAIR-13: whoever stops a stream in mid-draft (PAIR-20) keeps what it got of the reply, so its next history looks as if the question had
 * been answered. Another conversation of a like beginning looks the same; only a departure tells.
 */
export function draftsToProbe(run: Run, request: ArrivingRequest): readonly Hold[] {
  const { arrival, history, chain } = request;
  return run.holds().filter((hold) => {
    const turn = hold.turnId === null ? undefined : run.turn(hold.turnId);
    if (!hold.isAttached || turn?.isBegun !== true || turn.isAnswered) return false;
    const { chainDigest } = hold.arrival;
    if (chainDigest === null || partyKeyOf(hold.arrival) !== partyKeyOf(arrival)) return false;
    const index = chain.indexOf(chainDigest);
    const next = history[index + 1];
    return index >= 0 && next !== undefined && isAnswer(next);
  });
}

export function probe(run: Run, holdId: string, suspects: readonly Hold[]): void {
  const holdIds = suspects.map((hold) => hold.arrival.holdId);
  run.record({
    type: "hold-probing",
    holdId,
    probing: { holdIds, deadlineAtMs: run.atMs + PROBE_TIMEOUT_MS },
  });
  for (const suspectId of holdIds) run.effect({ type: "probe", holdId: suspectId });
}

/** Lets every request go on whose probes have all been answered. */
export function settleProbedHolds(run: Run): void {
  for (const { arrival } of run.holds()) {
    const hold = run.hold(arrival.holdId);
    if (hold?.probing === null || hold === undefined || hold.probing.holdIds.length > 0) continue;
    endProbing(run, hold);
  }
}

/** What the probes have shown is in the holds' connections now: decide again. */
function endProbing(run: Run, hold: Hold): void {
  const { arrival } = hold;
  run.record({ type: "hold-probing-ended", holdId: arrival.holdId });
  settleRequest(run, arrival, findRetried(run.state, arrival));
}

/** A leg that leaves a probe unanswered is lost. */
export function giveUpProbing(run: Run, hold: Hold): void {
  for (const holdId of hold.probing?.holdIds ?? []) detachHold(run, holdId);
  endProbing(run, hold);
}

/** PAIR-6c: the probed client is still there. */
export function confirmProbe(run: Run, holdId: string): void {
  if (run.hold(holdId)?.isAttached === false) {
    // The answer came after the probe was given up.
    attachHold(run, holdId);
    return;
  }
  const isAwaited = run.holds().some((hold) => hold.probing?.holdIds.includes(holdId) === true);
  if (isAwaited) run.record({ type: "hold-probed", holdId });
}
