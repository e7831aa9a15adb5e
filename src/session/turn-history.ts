import type { Fact } from "../pairing/fact";
import type { SessionStore } from "../storage/session-store";

/** What the log tells of a turn, also of one that has ended long ago. */
export interface LoggedTurn {
  readonly turnId: number;
  /** The hold of the request that asked. */
  readonly requestId: string;
  /** The hold that stood in its place in the end: that of the last retry. */
  readonly holdId: string;
  /** Under which id the reply is stored; null where there is none. */
  readonly sourceId: string | null;
}

type Opened = Extract<Fact, { readonly type: "turn-opened" }>;

const PAGE_FACTS = 64;
/** A turn has some ten facts, so the next opening is near. */
const OPENING_PAGE_FACTS = 12;

/** A reply that waits for its client may wait for long; later retries are not looked for. */
const FACTS_AFTER_ANSWER_MAX = 512;

/**
 * Finds a turn in the log. Turns are opened in the order of their ids, so that the opening is found by halving; what became of it
 * comes soon after as a rule.
 */
export function findLoggedTurn(store: SessionStore, turnId: number): LoggedTurn | null {
  const found = findOpening(store, turnId);
  return found === null ? null : followTurn(store, found.opened, found.sequence);
}

/** The turn that an operator's reply was for. It is looked for from the newest facts on, as it is asked for after a lost connection. */
export function findTurnOfReply(store: SessionStore, replyId: string): number | null {
  for (let last = store.lastSequence(); last > 0; last -= PAGE_FACTS) {
    const after = Math.max(0, last - PAGE_FACTS);
    for (const { fact } of store.readFacts(after, last - after)) {
      if (fact.type !== "turn-answered" && fact.type !== "reply-superseded") continue;
      if (fact.source.kind === "operator" && fact.source.replyId === replyId) return fact.turnId;
    }
  }
  return null;
}

function findOpening(
  store: SessionStore,
  turnId: number,
): { readonly sequence: number; readonly opened: Opened } | null {
  // The opening is after `low`, and not after `high`.
  let low = 0;
  let high = store.lastSequence();
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const next = nextOpening(store, middle, high);
    if (next?.opened.turnId === turnId) return next;
    if (next === null || next.opened.turnId > turnId) high = middle;
    else low = next.sequence;
  }
  return null;
}

function nextOpening(
  store: SessionStore,
  afterSequence: number,
  lastSequence: number,
): { readonly sequence: number; readonly opened: Opened } | null {
  for (const { sequence, fact } of factsAfter(store, afterSequence, OPENING_PAGE_FACTS)) {
    if (sequence > lastSequence) return null;
    if (fact.type === "turn-opened") return { sequence, opened: fact };
  }
  return null;
}

function followTurn(
  store: SessionStore,
  { turnId, holdId: requestId }: Opened,
  openedSequence: number,
): LoggedTurn {
  let holdId = requestId;
  let sourceId: string | null = null;
  let lastSequence = Number.POSITIVE_INFINITY;
  for (const { sequence, fact } of factsAfter(store, openedSequence, PAGE_FACTS)) {
    if (sequence > lastSequence || isEndOf(fact, turnId)) break;
    if (fact.type === "hold-retried" && fact.holdId === holdId) holdId = fact.arrival.holdId;
    if (fact.type === "turn-answered" && fact.turnId === turnId) {
      const { source } = fact;
      sourceId = source.kind === "partner" ? source.holdId : source.replyId;
      lastSequence = sequence + FACTS_AFTER_ANSWER_MAX;
    }
  }
  return { turnId, requestId, holdId, sourceId };
}

function isEndOf(fact: Fact, turnId: number): boolean {
  if (fact.type === "session-expired") return true;
  return (fact.type === "turn-delivered" || fact.type === "turn-expired") && fact.turnId === turnId;
}

function* factsAfter(
  store: SessionStore,
  afterSequence: number,
  pageFacts: number,
): Generator<{ readonly sequence: number; readonly fact: Fact }> {
  let after = afterSequence;
  for (;;) {
    const page = store.readFacts(after, pageFacts);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < pageFacts) return;
    after = last.sequence;
  }
}
