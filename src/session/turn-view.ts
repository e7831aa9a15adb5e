import type { RawExchange, TurnView } from "../console-protocol/turn-view";
import type { AnswerTarget } from "../pairing/input";
import type { SessionState } from "../pairing/state";
import type { SessionStore, StoredRequest } from "../storage/session-store";
import { turnIdOf } from "./find-turn";
import { findLoggedTurn } from "./turn-history";

/** Where the parts of a turn are stored. */
interface TurnPlace {
  readonly turnId: number | null;
  readonly requestId: string;
  readonly holdId: string;
  readonly sourceId: string | null;
}

/**
 * A turn with all that its caller sent, or an undecided request. Without the context, instructions to the model, parameters and unknown
 * fields are left out. Null where there is none.
 */
export function viewTurn(
  store: SessionStore,
  state: SessionState,
  target: AnswerTarget,
  seesContext: boolean,
): TurnView | null {
  const place = placeOf(store, state, target);
  const stored = place === null ? null : store.readRequest(place.requestId);
  if (place === null || stored === null) return null;
  const { tools, toolChoice, allowsParallelToolCalls, responseFormat } = stored.request;
  return {
    turnId: place.turnId,
    atMs: stored.atMs,
    dialect: stored.dialect,
    isStream: store.readIsStream(place.holdId) === true,
    ...conversationOf(stored, store.unshownIndexOnArrival(place.requestId), seesContext),
    tools,
    toolChoice,
    allowsParallelToolCalls,
    responseFormat,
    parameters: seesContext ? stored.request.parameters : null,
    unknownFields: seesContext ? stored.request.unknownFields : null,
    answer: answerOf(store, place),
  };
}

/** What went over the wire; null where there is no such turn. A retry's exchange stands for the first attempt's. */
export function viewRawExchange(
  store: SessionStore,
  state: SessionState,
  target: AnswerTarget,
): RawExchange | null {
  const place = placeOf(store, state, target);
  if (place === null) return null;
  const kept = store.rawExchanges.read(place.holdId) ?? store.rawExchanges.read(place.requestId);
  return { request: kept?.request ?? null, response: kept?.response ?? null };
}

function placeOf(store: SessionStore, state: SessionState, target: AnswerTarget): TurnPlace | null {
  const turnId = turnIdOf(state, target);
  if (turnId === null) return undecidedPlace(state, target);
  const turn = state.turns[turnId];
  if (turn === undefined || turn.isAnswered) return findLoggedTurn(store, turnId);
  return { turnId, requestId: turn.requestId, holdId: turn.holdId, sourceId: null };
}

function undecidedPlace(state: SessionState, target: AnswerTarget): TurnPlace | null {
  const hold = "holdId" in target ? state.holds[target.holdId] : undefined;
  if (hold === undefined || hold.seat !== null) return null;
  const { holdId } = hold.arrival;
  return { turnId: null, requestId: holdId, holdId, sourceId: null };
}

function conversationOf(
  { request: { messages } }: StoredRequest,
  newFromIndex: number,
  seesContext: boolean,
): Pick<TurnView, "messages" | "newFromIndex"> {
  if (seesContext) return { messages, newFromIndex };
  const isSeen = ({ role }: (typeof messages)[number]): boolean =>
    role !== "system" && role !== "developer";
  return {
    messages: messages.filter(isSeen),
    newFromIndex: messages.slice(0, newFromIndex).filter(isSeen).length,
  };
}

function answerOf(store: SessionStore, { sourceId }: TurnPlace): TurnView["answer"] {
  const content = sourceId === null ? null : store.readReply(sourceId);
  if (content === null) return null;
  return "error" in content ? { error: content.error } : { reply: content.reply };
}
