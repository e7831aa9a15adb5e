import type { ConsoleReader } from "../core/console-visitor";
import type { SessionState } from "../pairing/state";
import type { SessionStore } from "../storage/session-store";

/** What somebody may see who sees only what was not over when they were invited. */
export interface HistoryScope {
  /** The first event at or after that time. */
  readonly firstSequence: number;
  /** The first turn that was opened from then on. */
  readonly firstTurnId: number;
  /** Turns that were opened before, and were not over. */
  readonly earlierTurnIds: readonly number[];
}

export const WHOLE_HISTORY: HistoryScope = { firstSequence: 0, firstTurnId: 0, earlierTurnIds: [] };

/** Turns that were open at an invitation have ended by then as a rule; what is further on is not looked at. */
const FACTS_READ_MAX = 4_000;
const FACTS_READ_AT_ONCE = 500;
/** More turns than anybody can answer at once. */
const EARLIER_TURNS_MAX = 256;

/** Null where nothing is stored yet, so that all there will be is new. */
export function historyScopeOf(
  parts: { readonly store: SessionStore; readonly state: SessionState } | null,
  { sees, invitedAtMs }: ConsoleReader,
): HistoryScope {
  if (sees.history || invitedAtMs === null || parts === null) return WHOLE_HISTORY;
  const { store, state } = parts;
  const firstSequence = findFirstSequence(store, invitedAtMs);
  const earlier = new Set<number>();
  for (const turn of Object.values(state.turns)) {
    if (turn.openedAtMs < invitedAtMs && !turn.isAnswered) earlier.add(turn.turnId);
  }
  let firstTurnId = state.nextTurnId;
  for (const { fact } of readFactsFrom(store, firstSequence)) {
    if (fact.type === "turn-opened") firstTurnId = Math.min(firstTurnId, fact.turnId);
    // What ended after the invitation was not over at it.
    if (fact.type === "turn-answered" || fact.type === "turn-expired") earlier.add(fact.turnId);
  }
  const earlierTurnIds = [...earlier]
    .filter((turnId) => turnId < firstTurnId)
    .toSorted((a, b) => a - b)
    .slice(-EARLIER_TURNS_MAX);
  return { firstSequence, firstTurnId, earlierTurnIds };
}

export function isTurnInScope(scope: HistoryScope, turnId: number): boolean {
  return turnId >= scope.firstTurnId || scope.earlierTurnIds.includes(turnId);
}

/** Facts are in the order of time, and their sequences have no gaps. */
function findFirstSequence(store: SessionStore, fromMs: number): number {
  let low = 1;
  let high = store.lastSequence() + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [fact] = store.readFacts(middle - 1, 1);
    if (fact !== undefined && fact.atMs < fromMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function* readFactsFrom(store: SessionStore, firstSequence: number) {
  let after = firstSequence - 1;
  while (after < firstSequence - 1 + FACTS_READ_MAX) {
    const facts = store.readFacts(after, FACTS_READ_AT_ONCE);
    yield* facts;
    if (facts.length < FACTS_READ_AT_ONCE) return;
    after += facts.length;
  }
}
