import type { LiveSession, LiveTurn } from "../console-protocol/session-message";
import { isUndecided } from "../pairing/party";
import type { SessionState, Turn } from "../pairing/state";
import { summariseSession } from "../pairing/status";
import type { SessionStore } from "../storage/session-store";
import { canDraft } from "./can-draft";
import { statusOfTurn } from "./describe-session";
import { readDraftText } from "./drafts";
import { isTurnInScope, type HistoryScope } from "./history-scope";
import { questionOfRequest, questionOfTurn } from "./question-text";

/**
 * The live state of a session as pages get it. What is asked never changes while a turn is open, so it is read once, and forgotten when
 * the turn is over.
 */
export class LiveSessionReader {
  #questions = new Map<string, string>();

  read(state: SessionState, store: SessionStore): LiveSession {
    const known = this.#questions;
    this.#questions = new Map();
    const remember = (requestId: string, read: () => string): string => {
      const question = known.get(requestId) ?? read();
      this.#questions.set(requestId, question);
      return question;
    };
    return {
      status: summariseSession("", state).status,
      responderKind: state.responderKind,
      answersSideRequests: state.answersSideRequests,
      isContextHidden: state.isContextHidden,
      turns: Object.values(state.turns).map((turn) => ({
        ...liveFieldsOf(state, turn, store),
        questionText: remember(turn.requestId, () => questionOfTurn(store, turn)),
      })),
      undecidedHolds: Object.values(state.holds)
        .filter(isUndecided)
        // Whose client has left asks nothing any more; one whose leg was lost comes back.
        .filter(({ isAttached, isLegLost }) => isAttached || isLegLost)
        .map(({ arrival: { holdId, atMs } }) => ({
          holdId,
          sinceMs: atMs,
          questionText: remember(holdId, () => questionOfRequest(store, holdId)),
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
  if (playerId === null) return { ...session, turns };
  return {
    ...session,
    turns: turns.map((turn) =>
      turn.claimedBy?.operatorId === playerId ? turn : { ...turn, claimedBy: null, draftText: "" },
    ),
  };
}

function liveFieldsOf(
  state: SessionState,
  turn: Turn,
  store: SessionStore,
): Omit<LiveTurn, "questionText"> {
  const { turnId, openedAtMs, deadlineAtMs, claimedBy, isBegun, holdId } = turn;
  return {
    turnId,
    openedAtMs,
    deadlineAtMs,
    status: statusOfTurn(turn),
    isCallerAttached: state.holds[holdId]?.isAttached === true,
    isStream: store.readIsStream(holdId) === true,
    claimedBy,
    draftText: isBegun ? readDraftText(store, turnId) : "",
    canDraft: canDraft(store, turn),
  };
}
