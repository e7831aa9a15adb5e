import type { Operator } from "../../console-protocol/identity";
import type {
  LiveChange,
  LiveSession,
  PresentOperator,
  SessionEvent,
  SessionMessage,
} from "../../console-protocol/session-message";
import { entryOf, recordEvents, type TurnEntry, type TurnRecord } from "./turn-entry";

export type SessionWelcome = Extract<SessionMessage, { readonly type: "welcome" }>;

/** What a page knows of a session. */
export interface SessionState {
  readonly welcome: SessionWelcome | null;
  /** The server's clock less this machine's. */
  readonly clockOffsetMs: number;
  readonly live: LiveSession | null;
  /** Which live state that is. */
  readonly revision: number;
  /** False from a loss until the events that were missed and the live state have come. */
  readonly isCaughtUp: boolean;
  readonly events: readonly SessionEvent[];
  readonly records: ReadonlyMap<number, TurnRecord>;
  /** In the order of their ids. An entry that has not changed is the same object as before. */
  readonly turns: readonly TurnEntry[];
  readonly presence: readonly PresentOperator[];
  /** What this page sent as drafts and the server has not confirmed, by turn. */
  readonly ownDrafts: ReadonlyMap<number, OwnDraft>;
}

interface OwnDraft {
  readonly startChars: number;
  readonly text: string;
}

export type SessionAction =
  | { readonly type: "message"; readonly message: SessionMessage; readonly nowMs: number }
  | ({ readonly type: "draft-sent"; readonly turnId: number } & OwnDraft)
  | { readonly type: "lost" };

export function createSessionState(): SessionState {
  return {
    welcome: null,
    clockOffsetMs: 0,
    live: null,
    revision: 0,
    isCaughtUp: false,
    events: [],
    records: new Map(),
    turns: [],
    presence: [],
    ownDrafts: new Map(),
  };
}

/** The sequence after which events are missing here; null where there are none. */
export function lastSequence({ events }: SessionState): number | null {
  return events.at(-1)?.sequence ?? null;
}

export function reduceSession(state: SessionState, action: SessionAction): SessionState {
  switch (action.type) {
    case "message":
      return receive(state, action.message, action.nowMs);
    case "draft-sent":
      return { ...state, ownDrafts: withOwnDraft(state.ownDrafts, action) };
    case "lost":
      return { ...state, isCaughtUp: false, ownDrafts: new Map() };
  }
}

function receive(state: SessionState, message: SessionMessage, nowMs: number): SessionState {
  switch (message.type) {
    case "welcome": {
      const known = message.isResumed ? state : createSessionState();
      return { ...known, welcome: message, clockOffsetMs: message.nowMs - nowMs };
    }
    case "events":
      return addEvents(state, message.events);
    case "live":
      return withLive(state, message.session, message.revision);
    case "live-changed":
      // One that does not follow what is here changes nothing, and the page asks for the whole.
      return state.live === null || isGap(state, message)
        ? state
        : withLive(state, changedLive(state.live, message), message.revision);
    case "presence":
      return { ...state, presence: message.operators };
    case "draft":
      return growDraft(state, message.turnId, message.startChars, message.text);
    case "draft-accepted":
      return acceptDraft(state, message.turnId, message.acceptedChars);
    case "draft-refused":
      return correctTurn(state, message.turnId, message.acceptedText, message.claimedBy);
    case "done":
    case "refused":
      return state;
  }
}

/** Whether a message that came before this one is missing. */
export function isGap({ revision }: SessionState, message: SessionMessage): boolean {
  return message.type === "live-changed" && message.afterRevision !== revision;
}

function withLive(state: SessionState, live: LiveSession, revision: number): SessionState {
  return withTurns({ ...state, live, revision, isCaughtUp: true });
}

function changedLive({ turns, undecidedHolds }: LiveSession, change: LiveChange): LiveSession {
  const changed = new Map(change.changedTurns.map((turn) => [turn.turnId, turn]));
  return {
    ...change.overview,
    turns: [
      ...turns
        .filter(({ turnId }) => !change.endedTurnIds.includes(turnId))
        .map((turn) => ({ ...turn, ...changed.get(turn.turnId) })),
      ...change.openedTurns,
    ],
    undecidedHolds: [
      ...undecidedHolds.filter(({ holdId }) => !change.endedHoldIds.includes(holdId)),
      ...change.arrivedHolds,
    ],
  };
}

/** After a reconnect the server may repeat what is known already. */
function addEvents(state: SessionState, events: readonly SessionEvent[]): SessionState {
  const last = lastSequence(state) ?? -1;
  const added = events.filter(({ sequence }) => sequence > last);
  if (added.length === 0) return state;
  const records = recordEvents(state.records, added);
  return withTurns({ ...state, records, events: [...state.events, ...added] });
}

function withTurns(state: SessionState): SessionState {
  const { records, live } = state;
  const before = new Map(state.turns.map((entry) => [entry.turnId, entry]));
  const liveTurns = new Map(live?.turns.map((turn) => [turn.turnId, turn]));
  const ids = [...new Set([...records.keys(), ...liveTurns.keys()])].toSorted((a, b) => a - b);
  const turns = ids.map((turnId) =>
    entryOf(turnId, records.get(turnId), liveTurns.get(turnId), before.get(turnId)),
  );
  return { ...state, turns };
}

function growDraft(
  state: SessionState,
  turnId: number,
  startChars: number,
  text: string,
): SessionState {
  return mapLiveTurn(state, turnId, (turn) =>
    // A piece that does not fit was overtaken by a newer `live`, which has it.
    turn.draftText.length === startChars ? { ...turn, draftText: turn.draftText + text } : turn,
  );
}

function acceptDraft(state: SessionState, turnId: number, acceptedChars: number): SessionState {
  const own = state.ownDrafts.get(turnId);
  if (own === undefined) return state;
  return mapLiveTurn(state, turnId, (turn) => {
    const { draftText } = turn;
    if (draftText.length >= acceptedChars || own.startChars > draftText.length) return turn;
    const whole = draftText.slice(0, own.startChars) + own.text;
    return { ...turn, draftText: whole.slice(0, acceptedChars) };
  });
}

function correctTurn(
  state: SessionState,
  turnId: number,
  draftText: string,
  claimedBy: Operator | null,
): SessionState {
  const ownDrafts = new Map(state.ownDrafts);
  ownDrafts.delete(turnId);
  return mapLiveTurn({ ...state, ownDrafts }, turnId, (turn) => ({
    ...turn,
    draftText,
    claimedBy,
  }));
}

function mapLiveTurn(
  state: SessionState,
  turnId: number,
  change: (turn: LiveSession["turns"][number]) => LiveSession["turns"][number],
): SessionState {
  const { live } = state;
  if (live === null) return state;
  const turns = live.turns.map((turn) => (turn.turnId === turnId ? change(turn) : turn));
  return withTurns({ ...state, live: { ...live, turns } });
}

function withOwnDraft(
  drafts: ReadonlyMap<number, OwnDraft>,
  { turnId, startChars, text }: OwnDraft & { readonly turnId: number },
): ReadonlyMap<number, OwnDraft> {
  const own = drafts.get(turnId);
  const follows = own !== undefined && startChars >= own.startChars;
  const grown = follows
    ? { ...own, text: own.text.slice(0, startChars - own.startChars) + text }
    : { startChars, text };
  return new Map(drafts).set(turnId, grown);
}
