import type { HoldOpening } from "../core/leg";
import type { Message } from "../core/message";
import type { Reply } from "../core/turn";
import type { ResponderMessage, SessionReader } from "../pairing/input";
import type { SessionState } from "../pairing/state";
import type { SessionStore } from "../storage/session-store";
import { checkReply, countToolCalls } from "./check-reply";
import { describeReplyFaults, type ReplyFault } from "./reply-fault";
import { readResponderMessage, replyContentOf } from "./responder-message";

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
    checkReply(turnId, holdId) {
      const requestId = state.turns[turnId]?.requestId;
      const message = readResponderMessage(readLastMessage(store, opening, holdId));
      // The ids of tool calls are minted when the reply is stored.
      const content = replyContentOf(message, () => "");
      if (requestId === undefined || content === null || "error" in content) return null;
      const { reply } = content;
      const faults = checkStoredReply(store, requestId, reply);
      const callCount = countToolCalls(reply);
      return faults.length === 0
        ? null
        : describeReplyFaults(faults, { callCount, isForChat: true });
    },
  };
}

/** PAIR-10. Reads no more of the request than what it demands. */
export function checkStoredReply(
  store: SessionStore,
  requestId: string,
  reply: Reply,
): readonly ReplyFault[] {
  const settings = store.readSettings(requestId);
  if (settings === null) return [];
  const { type } = settings.toolChoice;
  const areToolsAsked = countToolCalls(reply) > 0 || type === "required" || type === "tool";
  const tools = areToolsAsked ? (store.readTools(requestId) ?? []) : [];
  return checkReply({ ...settings, tools }, reply);
}

/** Clients put few instructions behind the last words, as SillyTavern does. */
const INSTRUCTIONS_SKIPPED = 8;

/** The last message that is no instruction to a model: these count for nothing (PAIR-4), and are nobody's words. */
export function readLastMessage(
  store: SessionStore,
  opening: HoldOpening | null,
  holdId: string,
): Message | undefined {
  if (opening?.holdId === holdId) return opening.request.messages.findLast(isSaid);
  const last = store.readMessages(holdId, -1).at(-1);
  if (last === undefined || isSaid(last)) return last;
  return store.readMessages(holdId, -1 - INSTRUCTIONS_SKIPPED).findLast(isSaid);
}

function isSaid({ role }: Message): boolean {
  return role !== "system" && role !== "developer";
}

function describeMessage(lastMessage: Message | undefined): ResponderMessage {
  const message = readResponderMessage(lastMessage);
  if (message.kind === "text") return { kind: "text", isEmpty: message.text.trim() === "" };
  return message;
}
