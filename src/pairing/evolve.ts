import { assert } from "../core/assert";
import type { Fact, RecordedFact, ReplySource } from "./fact";
import { partyKeyOf } from "./party";
import {
  createSessionState,
  type Arrival,
  type Hold,
  type KnownParty,
  type SessionState,
} from "./state";

/** Weak marks are remembered for this many parties; the oldest is forgotten first. */
const KNOWN_PARTIES_MAX = 64;
const THREADS_MAX = 256;
const RECENT_HOLDS_MAX = 64;
const RECENT_SIDE_REQUESTS_MAX = 16;

/** Folds a log into the state that it describes (invariant 5). */
export function replay(facts: readonly RecordedFact[]): SessionState {
  const state = createSessionState();
  for (const recorded of facts) applyFact(state, recorded);
  return state;
}

type TurnFact = Extract<Fact, { readonly type: `turn-${string}` }>;
type HoldFact = Extract<Fact, { readonly type: `hold-${string}` }>;
type SessionFact = Exclude<Fact, TurnFact | HoldFact>;

/** Applies one fact to a state, in place. This is the only code that changes a session's state. */
export function applyFact(state: SessionState, { atMs, fact }: RecordedFact): void {
  if (isTurnFact(fact)) applyTurnFact(state, atMs, fact);
  else if (isHoldFact(fact)) applyHoldFact(state, atMs, fact);
  else applySessionFact(state, atMs, fact);
}

function isTurnFact(fact: Fact): fact is TurnFact {
  return fact.type.startsWith("turn-");
}

function isHoldFact(fact: Fact): fact is HoldFact {
  return fact.type.startsWith("hold-");
}

function applySessionFact(state: SessionState, atMs: number, fact: SessionFact): void {
  switch (fact.type) {
    case "session-started":
      Object.assign(state, createSessionState(), {
        startedAtMs: atMs,
        lastActivityAtMs: atMs,
        responderKind: fact.responderKind,
        // Turn ids name rows of the store, so they go on after an expiry.
        nextTurnId: state.nextTurnId,
        answersSideRequests: state.answersSideRequests,
        isContextHidden: state.isContextHidden,
      });
      return;
    case "session-expired":
      state.isExpired = true;
      state.holds = {};
      state.turns = {};
      return;
    case "responder-changed":
      state.responderKind = fact.responderKind;
      return;
    case "side-requests-changed":
      state.answersSideRequests = fact.areAnswered;
      return;
    case "context-visibility-changed":
      state.isContextHidden = fact.isHidden;
      return;
    case "reply-begun":
      turnOf(state, fact.turnId).isBegun = true;
      state.lastActivityAtMs = atMs;
      return;
    case "side-request-answered":
      state.recentSideRequests.push({ holdId: fact.holdId, digest: fact.digest, atMs });
      if (state.recentSideRequests.length > RECENT_SIDE_REQUESTS_MAX)
        state.recentSideRequests.shift();
      return;
    case "party-seen":
      applyPartySeen(state, fact);
      return;
    case "reply-superseded":
      hideAnswered(state, fact);
      return;
    case "request-refused":
    case "message-unprompted":
    case "command-received":
      return;
  }
}

function applyHoldFact(state: SessionState, atMs: number, fact: HoldFact): void {
  switch (fact.type) {
    case "hold-opened":
      state.holds[fact.arrival.holdId] = createHold(fact.arrival, atMs);
      state.lastActivityAtMs = atMs;
      return;
    case "hold-probing":
      holdOf(state, fact.holdId).probing = fact.probing;
      return;
    case "hold-probed":
      endProbesOf(state, fact.holdId);
      return;
    case "hold-probing-ended":
      holdOf(state, fact.holdId).probing = null;
      return;
    case "hold-seated":
      holdOf(state, fact.holdId).seat = fact.seat;
      return;
    case "hold-attached":
    case "hold-detached":
      holdOf(state, fact.holdId).isAttached = fact.type === "hold-attached";
      holdOf(state, fact.holdId).isLegLost =
        fact.type === "hold-detached" && fact.isLegLost === true;
      holdOf(state, fact.holdId).connectionChangedAtMs = atMs;
      if (holdOf(state, fact.holdId).isLegLost) state.legLostAtMs = atMs;
      endProbesOf(state, fact.holdId);
      return;
    case "hold-retried":
      replaceHold(state, atMs, fact.holdId, fact.arrival);
      return;
    case "hold-resolved":
      holdOf(state, fact.holdId).outcome = fact.outcome;
      return;
    case "hold-reopened":
      holdOf(state, fact.holdId).outcome = null;
      hideShownOn(state, fact.holdId);
      return;
    case "hold-ended":
      endHold(state, atMs, fact);
      return;
  }
}

function applyTurnFact(state: SessionState, atMs: number, fact: TurnFact): void {
  switch (fact.type) {
    case "turn-opened":
      openTurn(state, atMs, fact);
      return;
    case "turn-shown":
      showTurn(state, atMs, fact);
      return;
    case "turn-skipped":
      turnOf(state, fact.turnId).isSkipped = true;
      return;
    case "turn-claimed":
      turnOf(state, fact.turnId).claimedBy = fact.claimant;
      return;
    case "turn-answered":
      turnOf(state, fact.turnId).isAnswered = true;
      state.lastActivityAtMs = atMs;
      markAnswering(state, fact.source);
      // Nobody can come back for the reply of a question whose hold has ended.
      if (state.holds[turnOf(state, fact.turnId).holdId] === undefined)
        delete state.turns[fact.turnId];
      return;
    case "turn-abandoned":
    case "turn-revived":
      turnOf(state, fact.turnId).isAbandoned = fact.type === "turn-abandoned";
      return;
    case "turn-delivered":
      state.lastActivityAtMs = atMs;
      delete state.turns[fact.turnId];
      return;
    case "turn-expired":
      delete state.turns[fact.turnId];
      return;
  }
}

function openTurn(
  state: SessionState,
  atMs: number,
  fact: Extract<Fact, { readonly type: "turn-opened" }>,
): void {
  const hold = holdOf(state, fact.holdId);
  const { arrival } = hold;
  hold.turnId = fact.turnId;
  state.turns[fact.turnId] = {
    turnId: fact.turnId,
    openedAtMs: atMs,
    deadlineAtMs: fact.deadlineAtMs,
    holdId: fact.holdId,
    requestId: fact.holdId,
    party: partyKeyOf(arrival),
    systemDigest: arrival.systemDigest,
    toolsDigest: arrival.toolsDigest,
    followsTurnId: fact.followsTurnId,
    canonicalDigest: arrival.canonicalDigest,
    isAnswered: false,
    isAbandoned: false,
    isSkipped: false,
    shownAtMs: null,
    shownHoldId: null,
    shownTo: null,
    claimedBy: null,
    isBegun: false,
  };
  state.nextTurnId = fact.turnId + 1;
}

/** A party sees one question at a time, the last that it was shown. */
function showTurn(
  state: SessionState,
  atMs: number,
  { turnId, holdId }: Extract<Fact, { readonly type: "turn-shown" }>,
): void {
  const party = partyKeyOf(holdOf(state, holdId).arrival);
  for (const turn of Object.values(state.turns)) if (turn.shownTo === party) turn.shownTo = null;
  Object.assign(turnOf(state, turnId), { shownAtMs: atMs, shownHoldId: holdId, shownTo: party });
  state.lastActivityAtMs = atMs;
}

function createHold(arrival: Arrival, atMs: number): Hold {
  return {
    arrival,
    seat: null,
    isAttached: true,
    isLegLost: false,
    connectionChangedAtMs: atMs,
    firstSentAtMs: atMs,
    turnId: null,
    probing: null,
    outcome: null,
    hasAnswered: false,
  };
}

/** PAIR-3: the retry stands where the first attempt stood, also among the others. */
function replaceHold(state: SessionState, atMs: number, holdId: string, arrival: Arrival): void {
  const earlier = holdOf(state, holdId);
  endProbesOf(state, holdId);
  const retry: Hold = {
    ...earlier,
    // The evidence is the first attempt's: what it confirmed or answered is done.
    arrival: { ...arrival, evidence: earlier.arrival.evidence },
    isAttached: true,
    isLegLost: false,
    connectionChangedAtMs: atMs,
  };
  // The retry may have been held for itself while probes were out; whoever probes it still waits for its answer.
  delete state.holds[arrival.holdId];
  state.holds = Object.fromEntries(
    Object.entries(state.holds).map(([id, hold]) =>
      id === holdId ? [arrival.holdId, retry] : [id, hold],
    ),
  );
  for (const turn of Object.values(state.turns)) {
    if (turn.holdId === holdId) turn.holdId = arrival.holdId;
    if (turn.shownHoldId === holdId) {
      turn.shownHoldId = arrival.holdId;
      turn.shownTo = partyKeyOf(arrival);
    }
  }
  state.lastActivityAtMs = atMs;
}

function endHold(
  state: SessionState,
  atMs: number,
  { holdId, why }: Extract<Fact, { readonly type: "hold-ended" }>,
): void {
  const hold = holdOf(state, holdId);
  endProbesOf(state, holdId);
  if (why !== "delivered") hideShownOn(state, holdId);
  delete state.holds[holdId];
  const turn = hold.turnId === null ? undefined : state.turns[hold.turnId];
  if (turn?.isAnswered === true) delete state.turns[turn.turnId];
  if (hold.seat === null) return;
  state.recent.push({
    seat: hold.seat,
    identity: hold.arrival.identity,
    rawDigest: hold.arrival.rawDigest,
    retryCount: hold.arrival.retryCount,
    idempotencyKey: hold.arrival.idempotencyKey,
    outcome: hold.outcome,
    isDelivered: why === "delivered",
    hasAnswered: hold.hasAnswered,
    endedAtMs: atMs,
  });
  if (state.recent.length > RECENT_HOLDS_MAX) state.recent.shift();
}

function markAnswering(state: SessionState, source: ReplySource): void {
  if (source.kind === "partner") holdOf(state, source.holdId).hasAnswered = true;
}

/** PAIR-20: a partner whose words came too late has said them, and owes no answer any more. */
function hideAnswered(
  state: SessionState,
  { turnId, source }: Extract<Fact, { readonly type: "reply-superseded" }>,
): void {
  const turn = state.turns[turnId];
  if (turn?.isBegun === true && source.kind === "partner") turn.shownTo = null;
}

/** Nobody can have seen what a hold was to show that shows something else now, or nothing. */
function hideShownOn(state: SessionState, holdId: string): void {
  for (const turn of Object.values(state.turns)) {
    if (turn.shownHoldId === holdId) Object.assign(turn, { shownHoldId: null, shownTo: null });
  }
}

/** A hold that has answered, left or ended is no longer waited for. */
function endProbesOf(state: SessionState, holdId: string): void {
  for (const hold of Object.values(state.holds)) {
    if (hold.probing === null) continue;
    const holdIds = hold.probing.holdIds.filter((probed) => probed !== holdId);
    hold.probing = { ...hold.probing, holdIds };
  }
}

function applyPartySeen(state: SessionState, fact: Extract<Fact, { type: "party-seen" }>): void {
  remember(state.identities, fact.identity, fact);
  for (const profile of fact.profiles) remember(state.profiles, profile, fact);
  for (const threadId of fact.threadIds) state.threads[threadId] = fact.seat;
  forgetOldest(state.identities, KNOWN_PARTIES_MAX);
  forgetOldest(state.profiles, KNOWN_PARTIES_MAX);
  forgetOldest(state.threads, THREADS_MAX);
}

function remember(
  parties: Record<string, KnownParty>,
  key: string,
  { seat, sendsHistory }: { readonly seat: "caller" | "responder"; readonly sendsHistory: boolean },
): void {
  const known = parties[key];
  parties[key] = {
    caller: (known?.caller ?? false) || seat === "caller",
    responder: (known?.responder ?? false) || seat === "responder",
    // The two ends of a session can share an identity, and only the responder's habit matters.
    sendsHistory: (known?.sendsHistory ?? false) || (sendsHistory && seat === "responder"),
  };
}

function forgetOldest(record: Record<string, unknown>, countMax: number): void {
  const keys = Object.keys(record);
  for (const key of keys.slice(0, Math.max(0, keys.length - countMax))) delete record[key];
}

function holdOf(state: SessionState, holdId: string): Hold {
  const hold = state.holds[holdId];
  assert(hold !== undefined, `hold ${holdId} is live`);
  return hold;
}

function turnOf(state: SessionState, turnId: number): SessionState["turns"][string] {
  const turn = state.turns[turnId];
  assert(turn !== undefined, `turn ${turnId} is live`);
  return turn;
}
