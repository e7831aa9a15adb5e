import { assertNever } from "../core/assert";
import { bytesOfJson } from "../core/json-bytes";
import type { Message } from "../core/message";
import { eventsOfReply, textReply, type Seat } from "../core/turn";
import type { SessionState } from "../pairing/state";
import { messageOfReply } from "../storage/request-parts";
import type { ResponseEnd, StoredResponse } from "../storage/response-store";
import type { ReplyContent, SessionStore } from "../storage/session-store";
import type {
  FetchedResponse,
  KeptReplies,
  KeptReply,
  ResponseHistory,
  ResponseInput,
} from "./response-api";

/** A response as its client got it; null where there is none, or where it was deleted. */
export function fetchResponse(
  store: SessionStore,
  state: SessionState,
  holdId: string,
): FetchedResponse | null {
  const stored = store.responses.read(holdId);
  if (stored === null) return null;
  const { createdAtMs, context, options } = stored;
  const kept = { createdAtMs, context, options, seat: seatOf(stored, state) };
  const content = contentOf(store, stored.end);
  if (content === null) {
    // A request that is held no more and ended with nothing gave its place to another one.
    return { ...kept, outcome: { kind: state.holds[holdId] === undefined ? "over" : "awaited" } };
  }
  if ("error" in content) return { ...kept, outcome: { kind: "error", error: content.error } };
  return { ...kept, outcome: { kind: "reply", events: eventsOfReply(content.reply) } };
}

/**
 * The conversation up to and with a response, for a request that continues it: without the instructions, which were for that
 * response alone.
 */
export function readResponseHistory(
  store: SessionStore,
  state: SessionState,
  holdId: string,
  bytesMax: number,
): ResponseHistory {
  const stored = store.responses.read(holdId);
  if (stored === null) return { kind: "unknown" };
  const content = contentOf(store, stored.end);
  if (content === null || "error" in content) return { kind: "unanswered" };
  const messages = [...readInput(store, stored), messageOfReply(content.reply)];
  if (bytesOfJson(messages) > bytesMax) return { kind: "too-long" };
  return { kind: "found", messages, seat: seatOf(stored, state) };
}

/** The replies whose items a request names, as far as they are kept. */
export function readKeptReplies(
  store: SessionStore,
  state: SessionState,
  holdIds: readonly string[],
  bytesMax: number,
): KeptReplies {
  const replies: KeptReply[] = [];
  let bytes = 0;
  for (const holdId of holdIds) {
    const stored = store.responses.read(holdId);
    const content = stored === null ? null : contentOf(store, stored.end);
    if (stored === null || content === null || "error" in content) continue;
    bytes += bytesOfJson(content.reply);
    if (bytes > bytesMax) return { kind: "too-long" };
    const events = eventsOfReply(content.reply);
    replies.push({ holdId, events, seat: seatOf(stored, state) });
  }
  return { kind: "found", replies };
}

/** What a response answers, without its instructions. */
export function readResponseInput(
  store: SessionStore,
  state: SessionState,
  holdId: string,
): ResponseInput | null {
  const stored = store.responses.read(holdId);
  if (stored === null) return null;
  return { messages: readInput(store, stored), seat: seatOf(stored, state) };
}

function readInput(store: SessionStore, stored: StoredResponse): readonly Message[] {
  return store.readMessages(stored.holdId, stored.instructionCount);
}

function contentOf(store: SessionStore, end: ResponseEnd | null): ReplyContent | null {
  if (end === null) return null;
  switch (end.kind) {
    case "reply":
    case "notice":
      return store.readReply(end.sourceId);
    case "prompt": {
      const prompt = store.readPrompt(end.turnId);
      return prompt === null ? null : { reply: textReply(prompt.text) };
    }
    case "error":
      return { error: end.error };
    default:
      return assertNever(end);
  }
}

/** A caller gets replies; a responder gets prompts, and is told about its commands. */
function seatOf({ holdId, end }: StoredResponse, state: SessionState): Seat | null {
  if (end?.kind === "reply") return "caller";
  if (end?.kind === "prompt" || end?.kind === "notice") return "responder";
  return state.holds[holdId]?.seat ?? null;
}
