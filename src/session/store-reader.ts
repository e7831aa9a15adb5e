import type { HoldOpening } from "../core/leg";
import type { Message } from "../core/message";
import type { ResponderMessage, SessionReader } from "../pairing/input";
import type { SessionState } from "../pairing/state";
import type { SessionStore } from "../storage/session-store";
import { checkToolCall } from "./check-tool-call";
import { readResponderMessage } from "./responder-message";

/** Answers the state machine's questions from the store, and from the request that is not stored yet. */
export function createStoreReader(
  store: SessionStore,
  state: SessionState,
  opening: HoldOpening | null,
): SessionReader {
  return {
    findDelivered: (textDigest) => store.findDelivered(textDigest),
    findReceived: (textDigest) => store.findReceived(textDigest),
    findMinted: (id) => store.findMinted(id),
    readMessage: (holdId) => describeMessage(readLastMessage(store, opening, holdId)),
    checkToolCall(turnId, toolName, inputJson) {
      const turn = state.turns[turnId];
      const stored = turn === undefined ? null : store.readRequest(turn.requestId);
      if (stored === null) return "The question is no longer open.";
      return checkToolCall(stored.request, toolName, inputJson);
    },
  };
}

export function readLastMessage(
  store: SessionStore,
  opening: HoldOpening | null,
  holdId: string,
): Message | undefined {
  if (opening?.holdId === holdId) return opening.request.messages.at(-1);
  return store.readMessages(holdId, -1).at(-1);
}

function describeMessage(lastMessage: Message | undefined): ResponderMessage {
  const message = readResponderMessage(lastMessage);
  if (message.kind === "text") return { kind: "text", isEmpty: message.text.trim() === "" };
  return message;
}
