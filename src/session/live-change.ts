import type { LiveChange, LiveSession, LiveTurn } from "../console-protocol/session-message";

/** What has changed from one live state to a later one; null where nothing has. What is asked never changes, and is not sent again. */
export function liveChangeOf(before: LiveSession, after: LiveSession): LiveChange | null {
  const { turns, undecidedHolds, ...overview } = after;
  const { turns: _, undecidedHolds: __, ...overviewBefore } = before;
  const turnsBefore = new Map(before.turns.map((turn) => [turn.turnId, turn]));
  const turnIds = new Set(turns.map(({ turnId }) => turnId));
  const holdIdsBefore = new Set(before.undecidedHolds.map(({ holdId }) => holdId));
  const holdIds = new Set(undecidedHolds.map(({ holdId }) => holdId));
  const lists: Omit<LiveChange, "overview"> = {
    openedTurns: turns.filter(({ turnId }) => !turnsBefore.has(turnId)),
    changedTurns: turns.flatMap((turn) => {
      const known = turnsBefore.get(turn.turnId);
      return known === undefined || isSameTurn(known, turn) ? [] : [progressOf(turn)];
    }),
    endedTurnIds: [...turnsBefore.keys()].filter((turnId) => !turnIds.has(turnId)),
    arrivedHolds: undecidedHolds.filter(({ holdId }) => !holdIdsBefore.has(holdId)),
    endedHoldIds: [...holdIdsBefore].filter((holdId) => !holdIds.has(holdId)),
  };
  const isSame =
    isSameRecord(overview, overviewBefore) &&
    Object.values(lists).every((list) => list.length === 0);
  return isSame ? null : { overview, ...lists };
}

/** The state of a reader who was told that a draft has grown. A piece that does not fit is left to the next change. */
export function withGrownDraft(
  session: LiveSession,
  { turnId, startChars, text }: DraftGrowth,
): LiveSession {
  const turns = session.turns.map((turn) =>
    turn.turnId === turnId && turn.draftText.length === startChars
      ? { ...turn, draftText: turn.draftText + text }
      : turn,
  );
  return { ...session, turns };
}

export interface DraftGrowth {
  readonly turnId: number;
  /** Where the text stands in the answer, in UTF-16 units. */
  readonly startChars: number;
  readonly text: string;
}

function progressOf(turn: LiveTurn): LiveChange["changedTurns"][number] {
  const { openedAtMs: _, deadlineAtMs: __, questionText: ___, ...progress } = turn;
  return progress;
}

function isSameTurn(one: LiveTurn, other: LiveTurn): boolean {
  if (one === other) return true;
  const { claimedBy, ...rest } = one;
  const { claimedBy: otherClaimedBy, ...otherRest } = other;
  return isSameRecord(claimedBy ?? {}, otherClaimedBy ?? {}) && isSameRecord(rest, otherRest);
}

/** Of records whose values are no objects. */
function isSameRecord(
  one: Readonly<Record<string, unknown>>,
  other: Readonly<Record<string, unknown>>,
): boolean {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => one[key] === other[key]);
}
