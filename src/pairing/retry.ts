import { partyKeyOf } from "./party";
import type { Run } from "./run";
import type { Arrival, Hold, Outcome, RecentHold, SessionState } from "./state";

/**
 * A confirmed delivery can be wrong: the last bytes of a response leave the server before the client's departure is seen. Within
 * this time a marked retry is therefore believed. SDKs wait at most 8 s before they retry.
 */
export const LATE_RETRY_MS = 30_000;

/**
 * The same for a repeat without a mark that shows by what it lacks that something got lost. Programs repeat within seconds; a person
 * has read what arrived by then.
 */
export const LATE_REPEAT_MS = 10_000;
/** How often it is believed of one reply, and of one prompt. A wrong answer is worse than a prompt that is shown thrice. */
const REPLY_REPEATS_MAX = 1;
const PROMPT_REPEATS_MAX = 2;

/** How long an error or a notice waits for a retry. Later, an equal request means a new question. */
export const PARKED_ERROR_MS = 60_000;

/** PAIR-3: the earlier request that this one repeats. */
export function findRetried(state: SessionState, arrival: Arrival): Hold | null {
  const twins = Object.values(state.holds).filter(
    (hold) =>
      hold.arrival.holdId !== arrival.holdId &&
      isSameRequest(hold.arrival, arrival) &&
      isSeatPossible(hold, arrival) &&
      isClientPossible(hold.arrival, arrival) &&
      (!hold.isAttached || isMarked(hold, arrival) || isOfResponder(state, hold, arrival)) &&
      !isStale(hold, arrival.atMs),
  );
  return bestOf(twins, arrival);
}

/**
 * A responder has one request open, so an equal one is its retry, with a mark or without; as a message, it would be taken for the
 * answer to a prompt that is on its way to the first.
 */
function isOfResponder(state: SessionState, hold: Hold, arrival: Arrival): boolean {
  if (hold.seat !== "responder" || partyKeyOf(hold.arrival) !== partyKeyOf(arrival)) return false;
  const party = state.identities[partyKeyOf(arrival)];
  return arrival.explicitSeat === "responder" || party?.caller !== true;
}

/** Equal bodies, or equal conversations where a client changes what surrounds them. */
export function isSameRequest(earlier: Arrival, later: Arrival): boolean {
  if (later.idempotencyKey !== null && earlier.idempotencyKey !== null) {
    return earlier.idempotencyKey === later.idempotencyKey;
  }
  return earlier.rawDigest === later.rawDigest || earlier.canonicalDigest === later.canonicalDigest;
}

function isMarked(earlier: Hold, later: Arrival): boolean {
  if (later.idempotencyKey !== null) return earlier.arrival.idempotencyKey === later.idempotencyKey;
  return later.retryCount > earlier.arrival.retryCount;
}

/**
 * Two clients can begin with the same words, and copies of a program on several machines do. So a request from elsewhere is taken
 * for a retry only if it has the key of the earlier one, or if its history is of this session.
 */
function isClientPossible(earlier: Arrival, later: Arrival): boolean {
  return (
    earlier.identity === later.identity ||
    later.evidence !== null ||
    (later.idempotencyKey !== null && later.idempotencyKey === earlier.idempotencyKey)
  );
}

function isSeatPossible(hold: Hold, arrival: Arrival): boolean {
  return arrival.explicitSeat === null || hold.seat === null || arrival.explicitSeat === hold.seat;
}

/** Among several equal requests the retry is of its own client's, and of one whose client has left. */
function bestOf(twins: readonly Hold[], arrival: Arrival): Hold | null {
  const rank = (hold: Hold): number =>
    (hold.isAttached ? 0 : 4) +
    (hold.arrival.identity === arrival.identity ? 2 : 0) +
    (hold.arrival.retryCount === arrival.retryCount - 1 ? 1 : 0);
  let best: Hold | null = null;
  for (const twin of twins) if (best === null || rank(twin) > rank(best)) best = twin;
  return best;
}

/** Errors and notices are parked for a while only; replies and prompts until the session expires. */
export function isStale(hold: Hold, atMs: number): boolean {
  return (
    !hold.isAttached &&
    (hold.outcome?.kind === "error" || hold.outcome?.kind === "notice") &&
    hold.connectionChangedAtMs + PARKED_ERROR_MS <= atMs
  );
}

/** A request that repeats one that has ended already: what was believed to have arrived did not. */
export function findLateRetried(state: SessionState, arrival: Arrival): RecentHold | null {
  const late = state.recent.findLast(
    (recent) => isSameClient(recent, arrival) && isRepeated(recent, arrival),
  );
  if (late === undefined || endsAttempt(late.outcome)) return null;
  const hasKey = arrival.idempotencyKey !== null;
  // Both together are one request, however late it comes again.
  if (hasKey && late.rawDigest === arrival.rawDigest) return late;
  // Nobody could repeat anything while the server was down.
  const ageMs = arrival.atMs - Math.max(late.endedAtMs, state.legLostAtMs ?? 0);
  if (arrival.retryCount > 0 || hasKey) return ageMs < LATE_RETRY_MS ? late : null;
  return ageMs < LATE_REPEAT_MS && isLost(state, late, arrival) ? late : null;
}

/**
 * A delivered error of this server is not repeated, nor is a reply that broke off on purpose, nor a responder's error that says when to
 * come again: the retry is the client's next attempt.
 */
function endsAttempt(outcome: Outcome | null): boolean {
  if (outcome?.kind === "reply") return outcome.endsAttempt === true;
  return outcome?.kind === "error" || outcome?.kind === "notice";
}

function isSameClient(recent: RecentHold, arrival: Arrival): boolean {
  return (
    recent.identity === arrival.identity &&
    (arrival.explicitSeat === null || arrival.explicitSeat === recent.seat)
  );
}

function isRepeated(recent: RecentHold, arrival: Arrival): boolean {
  return arrival.idempotencyKey === null
    ? recent.rawDigest === arrival.rawDigest
    : recent.idempotencyKey === arrival.idempotencyKey;
}

/**
 * PAIR-14: whether a request without a mark says by itself that the end of the earlier one got lost, which no server can notice. That
 * is believed a few times only, for it may as well be news: a person wants another answer, or says the same twice.
 */
function isLost(state: SessionState, late: RecentHold, arrival: Arrival): boolean {
  const { seat, outcome } = late;
  if (outcome?.kind !== "reply" && outcome?.kind !== "prompt") return false;
  const equals = state.recent.filter(
    (recent) =>
      recent.seat === seat && isSameClient(recent, arrival) && isRepeated(recent, arrival),
  );
  // A mark proves that it was no other wish.
  const times = equals.filter(
    (recent) => recent.retryCount === 0 && isDelivery(recent, outcome.turnId),
  ).length;
  const deliveredTurnId = arrival.evidence?.deliveredTurnId ?? null;
  if (outcome.kind === "reply") {
    const isOfConversation = arrival.evidence?.seat === seat && deliveredTurnId !== null;
    const lacksReply = isOfConversation && deliveredTurnId !== outcome.turnId;
    const asksOften = equals.some(
      (recent) =>
        recent.outcome?.kind === "reply" &&
        recent.outcome.turnId !== outcome.turnId &&
        // Who asks anew after a reply that broke off wants what it asked for before.
        !endsAttempt(recent.outcome),
    );
    const isNews = asksOften || hasAttachedTwin(state, arrival);
    return lacksReply && times <= REPLY_REPEATS_MAX && !isNews;
  }
  const turn = state.turns[outcome.turnId];
  // Also where it was given up meanwhile: its retry would get words that were never meant for it.
  const isOnScreen = turn?.isAnswered === false && turn.shownTo === partyKeyOf(arrival);
  // Words that answered two questions may well answer a third.
  const saysItOften = equals.filter(({ hasAnswered }) => hasAnswered).length > 1;
  return isOnScreen && deliveredTurnId === null && times <= PROMPT_REPEATS_MAX && !saysItOften;
}

function isDelivery({ outcome, isDelivered }: RecentHold, turnId: number): boolean {
  if (outcome?.kind !== "reply" && outcome?.kind !== "prompt") return false;
  return isDelivered && outcome.turnId === turnId;
}

/** A program asks for several answers to one question. */
function hasAttachedTwin(state: SessionState, arrival: Arrival): boolean {
  return Object.values(state.holds).some(
    (hold) =>
      hold.isAttached &&
      hold.arrival.holdId !== arrival.holdId &&
      hold.arrival.identity === arrival.identity &&
      hold.arrival.rawDigest === arrival.rawDigest,
  );
}

/** Puts a retry in the place of the request that it repeats. It creates no turn and shows nothing twice. */
export function takeOver(run: Run, earlier: Hold, arrival: Arrival): void {
  const { holdId } = earlier.arrival;
  // Also where the client is believed to have left: if it is there after all, it must not wait for ever.
  run.effect({
    type: "resolve",
    holdId,
    outcome: {
      kind: "error",
      error: { reason: "request_replaced", message: "A retry of this request took its place." },
    },
  });
  run.record({ type: "hold-retried", holdId, arrival });
}
