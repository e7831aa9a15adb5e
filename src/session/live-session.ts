import type { LiveSession, LiveTurn } from "../console-protocol/session-message";
import { isUndecided } from "../pairing/party";
import type { SessionState, Turn } from "../pairing/state";
import { summariseSession } from "../pairing/status";
import type { SessionStore } from "../storage/session-store";
import { canDraft } from "./can-draft";
import { statusOfTurn } from "./describe-session";
import { isTurnInScope, type HistoryScope } from "./history-scope";
import { questionOfRequest, questionOfTurn } from "./question-text";

export interface LiveSource {
  readonly state: SessionState;
  readonly store: SessionStore;
  /** What was accepted of the reply to a turn. */
  readonly draftTextOf: (turnId: number) => string;
}

/** How a caller reads its reply. A retry may read it in another way. */
interface Reading {
  readonly isStream: boolean;
  readonly canDraft: boolean;
}

/**
 * The live state of a session as pages get it. It is read at each change, so that nothing which stays the same while a turn is open is
 * read from the store twice; what is over is forgotten.
 */
export class LiveSessionReader {
  /** By the id of the request. */
  #questions = new Map<string, string>();
  /** By the id of the hold. */
  #readings = new Map<string, Reading>();

  read({ state, store, draftTextOf }: LiveSource): LiveSession {
    const questions = carriedOver(this.#questions);
    const readings = carriedOver(this.#readings);
    this.#questions = questions.kept;
    this.#readings = readings.kept;
    return {
      status: summariseSession("", state).status,
      responderKind: state.responderKind,
      answersSideRequests: state.answersSideRequests,
      isContextHidden: state.isContextHidden,
      turns: Object.values(state.turns).map((turn) => ({
        ...readings.get(turn.holdId, () => readingOf(store, turn)),
        turnId: turn.turnId,
        openedAtMs: turn.openedAtMs,
        deadlineAtMs: turn.deadlineAtMs,
        status: statusOfTurn(turn),
        isCallerAttached: state.holds[turn.holdId]?.isAttached === true,
        claimedBy: turn.claimedBy,
        draftText: turn.isBegun ? draftTextOf(turn.turnId) : "",
        questionText: questions.get(turn.requestId, () => questionOfTurn(store, turn)),
      })),
      undecidedHolds: Object.values(state.holds)
        .filter(isUndecided)
        // Whose client has left asks nothing any more; one whose leg was lost comes back.
        .filter(({ isAttached, isLegLost }) => isAttached || isLegLost)
        .map(({ arrival: { holdId, atMs } }) => ({
          holdId,
          sinceMs: atMs,
          questionText: questions.get(holdId, () => questionOfRequest(store, holdId)),
        })),
    };
  }
}

/** The state as far as this reader may see it. A player sees of others neither who they are nor what they write. */
export function seenLiveSession(
  session: LiveSession,
  { scope, playerId }: { readonly scope: HistoryScope; readonly playerId: string | null },
): LiveSession {
  const turns = session.turns.filter(({ turnId }) => isTurnInScope(scope, turnId));
  return {
    ...session,
    turns: playerId === null ? turns : turns.map((turn) => ownTurn(turn, playerId)),
  };
}

function ownTurn(turn: LiveTurn, playerId: string): LiveTurn {
  const isOthers = turn.claimedBy?.operatorId !== playerId;
  const tells = turn.claimedBy !== null || turn.draftText !== "";
  return isOthers && tells ? { ...turn, claimedBy: null, draftText: "" } : turn;
}

function readingOf(store: SessionStore, turn: Turn): Reading {
  return { isStream: store.readIsStream(turn.holdId) === true, canDraft: canDraft(store, turn) };
}

/** Takes from what was known before, and keeps what was asked for. */
function carriedOver<T>(known: ReadonlyMap<string, T>) {
  const kept = new Map<string, T>();
  const get = (id: string, read: () => T): T => {
    const value = known.get(id) ?? read();
    kept.set(id, value);
    return value;
  };
  return { kept, get };
}
