import { LIMITS } from "../core/limits";
import { parallelCallsToProbe } from "./caller";
import { attachHold } from "./connection";
import { endWhatIsDue, startIfNeeded } from "./deadline";
import { findEvidence, isAnswer } from "./evidence";
import type { ArrivingRequest } from "./input";
import { isUndecided, partyKeyOf } from "./party";
import { draftsToProbe, holdsToProbe, listenerToProbe, probe } from "./probe";
import { resume, settleRequest } from "./resume";
import { findLateRetried, findRetried, isStale } from "./retry";
import { joinReturned } from "./rejoin";
import type { Run } from "./run";
import type { Arrival, Hold } from "./state";

/** PAIR-2: an identical repeat within this time wants more than the answer by rule. */
const SIDE_REQUEST_REPEAT_MS = 10_000;

/** A client's request reaches the session. */
export function receiveRequest(run: Run, request: ArrivingRequest): void {
  // A request that comes before a late alarm must not meet what should have ended already.
  endWhatIsDue(run);
  startIfNeeded(run);
  const { holdId } = request.arrival;
  if (run.hold(holdId) !== undefined) {
    attachHold(run, holdId);
    joinReturned(run, holdId);
    return;
  }
  if (answerSideRequest(run, request)) return;
  const arrival = completeArrival(run, request);
  const retried = findRetried(run.state, arrival);
  if (retried !== null && !isOneOfSeveral(run, retried, arrival)) {
    resume(run, retried, arrival, true);
    return;
  }
  if (!makeRoom(run, arrival)) return;
  run.record({ type: "hold-opened", arrival });
  run.effect({ type: "tell-held", holdId });
  const suspects = new Set([
    ...holdsToProbe(run.state, arrival),
    ...listenerToProbe(run, arrival),
    ...draftsToProbe(run, request),
    ...parallelCallsToProbe(run, arrival),
  ]);
  if (suspects.size > 0) probe(run, holdId, [...suspects]);
  else settleRequest(run, arrival, null);
}

/** A program's parallel equal calls: probes tell which of them was given up, so that no other one is ended. */
function isOneOfSeveral(run: Run, retried: Hold, arrival: Arrival): boolean {
  if (!retried.isAttached) return false;
  const equal = holdsToProbe(run.state, arrival).length;
  return equal > 1 || (equal === 1 && findLateRetried(run.state, arrival) !== null);
}

function completeArrival(run: Run, { arrival, history, chain }: ArrivingRequest): Arrival {
  const boundSeat = arrival.threadIds
    .map((id) => run.state.threads[id])
    .find((seat) => seat !== undefined);
  const knownSeat = arrival.explicitSeat ?? boundSeat ?? null;
  const evidence = findEvidence(history, run.reader, knownSeat);
  const goesOnFrom = (link: string): boolean => {
    const next = history[chain.indexOf(link) + 1];
    // Where something was answered, the question was not stopped: this is a later part of a like conversation.
    return chain.includes(link) && next !== undefined && !isAnswer(next);
  };
  const before = history.findLast((entry) => entry.role !== "assistant");
  return {
    ...arrival,
    hasHistory: history.some((entry) => entry.role === "assistant"),
    lastUserDigest: before?.digest.text ?? null,
    evidence:
      evidence ??
      (boundSeat === undefined || arrival.explicitSeat !== null
        ? null
        : { seat: boundSeat, deliveredTurnId: null, askedTurnId: null, isExact: false }),
    continuesHoldIds: run
      .holds()
      .filter(
        // Another client can have begun with the same words.
        ({ arrival: held }) =>
          held.chainDigest !== null &&
          partyKeyOf(held) === partyKeyOf(arrival) &&
          goesOnFrom(held.chainDigest),
      )
      .map((hold) => hold.arrival.holdId),
  };
}

/** PAIR-2: answered by rule at once; no turn, no seat, and only the log remembers it. */
function answerSideRequest(run: Run, { arrival, sideRequest }: ArrivingRequest): boolean {
  if (sideRequest === null || !run.state.answersSideRequests) return false;
  const repeats = run.state.recentSideRequests.filter(
    (recent) =>
      recent.digest === arrival.rawDigest && recent.atMs + SIDE_REQUEST_REPEAT_MS > run.atMs,
  );
  // The same hold again is a leg that was lost before the answer came through, and a marked retry says that it is none.
  const isAnsweredAgain =
    sideRequest.isRecurrent === true ||
    arrival.retryCount > 0 ||
    repeats.some((recent) => recent.holdId === arrival.holdId);
  if (repeats.length > 0 && !isAnsweredAgain) return false;
  run.record({
    type: "side-request-answered",
    holdId: arrival.holdId,
    kind: sideRequest.kind,
    digest: arrival.rawDigest,
  });
  run.effect({
    type: "answer-side-request",
    holdId: arrival.holdId,
    notice: { kind: "side-answer", text: sideRequest.answer },
  });
  return true;
}

/**
 * PAIR-19: parked holds whose time has passed make room; then the oldest parked one, and then the oldest undecided one whose client has
 * left. Otherwise what comes and goes, such as a health check with words of its own, would close a session until their deadlines.
 */
function makeRoom(run: Run, arrival: Arrival): boolean {
  for (const hold of run.holds()) {
    if (isStale(hold, run.atMs)) {
      run.record({ type: "hold-ended", holdId: hold.arrival.holdId, why: "forgotten" });
    }
  }
  if (run.holds().length < LIMITS.holdsMax) return true;
  const left = run.holds().filter(({ isAttached }) => !isAttached);
  const spare =
    left.find(({ outcome }) => outcome !== null) ??
    left.find((hold) => isUndecided(hold) && !hold.isLegLost);
  if (spare !== undefined) {
    run.record({ type: "hold-ended", holdId: spare.arrival.holdId, why: "forgotten" });
    return true;
  }
  const error = {
    reason: "too_many_open_turns",
    message: `This session holds ${LIMITS.holdsMax} requests already.`,
    retryAfterSeconds: 10,
  } as const;
  run.record({ type: "request-refused", holdId: arrival.holdId, error });
  run.effect({ type: "refuse", holdId: arrival.holdId, error });
  return false;
}
