import { assertNever } from "../core/assert";
import { bytesOfJson } from "../core/json-bytes";
import type { Message } from "../core/message";
import { eventsOfReply, textReply, type Reply, type Seat } from "../core/turn";
import type { SessionState } from "../pairing/state";
import { messageOfReply } from "../storage/request-parts";
import type { ResponseEnd, StoredResponse } from "../storage/response-store";
import type { ReplyContent, SessionStore } from "../storage/session-store";
import { receivedReply } from "./cut-reply";
import { readDraftText } from "./drafts";
import { isDelayed, isOnItsWay } from "./reply-progress";
import type {
  FetchedResponse,
  KeptReplies,
  KeptReply,
  ResponseHistory,
  ResponseInput,
} from "./response-api";

export interface ResponseSource {
  readonly store: SessionStore;
  readonly state: SessionState;
  readonly nowMs: number;
}

/** A response as far as its client has got it; null where there is none, or where it was deleted. */
export function fetchResponse(
  { store, state, nowMs }: ResponseSource,
  holdId: string,
): FetchedResponse | null {
  const stored = store.responses.read(holdId);
  if (stored === null) return null;
  const { createdAtMs, context, options, end } = stored;
  const kept = { createdAtMs, context, options, seat: seatOf(stored, state) };
  const content = contentOf(store, end);
  const hold = state.holds[holdId];
  if (content === null) {
    // A request that is held no more and ended with nothing gave its place to another one.
    return { ...kept, outcome: { kind: hold === undefined ? "over" : "awaited" } };
  }
  const given = { content, givenAtMs: givenAtMsOf(end), hold };
  if (isOnItsWay(given, nowMs)) return { ...kept, outcome: { kind: "awaited" } };
  if ("error" in content) return { ...kept, outcome: { kind: "error", error: content.error } };
  if (isCut(content)) {
    const events = eventsOfReply(partGone(store, end, content));
    return { ...kept, outcome: { kind: "cut", events } };
  }
  return { ...kept, outcome: { kind: "reply", events: eventsOfReply(content.reply) } };
}

/**
 * The conversation up to and with a response, for a request that continues it: without the instructions, which were for that
 * response alone.
 */
export function readResponseHistory(
  source: ResponseSource,
  holdId: string,
  bytesMax: number,
): ResponseHistory {
  const { store, state } = source;
  const stored = store.responses.read(holdId);
  if (stored === null) return { kind: "unknown" };
  const reply = replyOf(source, stored);
  if (reply === null) return { kind: "unanswered" };
  const messages = [...readInput(store, stored), messageOfReply(reply)];
  if (bytesOfJson(messages) > bytesMax) return { kind: "too-long" };
  return { kind: "found", messages, seat: seatOf(stored, state) };
}

/** The replies whose items a request names, as far as they are kept. */
export function readKeptReplies(
  source: ResponseSource,
  holdIds: readonly string[],
  bytesMax: number,
): KeptReplies {
  const { store, state } = source;
  const replies: KeptReply[] = [];
  let bytes = 0;
  for (const holdId of holdIds) {
    const stored = store.responses.read(holdId);
    const reply = stored === null ? null : replyOf(source, stored);
    if (stored === null || reply === null) continue;
    bytes += bytesOfJson(reply);
    if (bytes > bytesMax) return { kind: "too-long" };
    const events = eventsOfReply(reply);
    replies.push({ holdId, events, seat: seatOf(stored, state) });
  }
  return { kind: "found", replies };
}

/** What a response answers, without its instructions. */
export function readResponseInput(
  { store, state }: ResponseSource,
  holdId: string,
): ResponseInput | null {
  const stored = store.responses.read(holdId);
  if (stored === null) return null;
  return { messages: readInput(store, stored), seat: seatOf(stored, state) };
}

/**
 * A reply that can be gone on from. While it goes out, its client may have its end before that is known here, so that only a reply of which
 * nothing can have gone is none.
 */
function replyOf({ store, nowMs }: ResponseSource, { end }: StoredResponse): Reply | null {
  const content = contentOf(store, end);
  if (content === null || "error" in content || isCut(content)) return null;
  return isDelayed({ content, givenAtMs: givenAtMsOf(end) }, nowMs) ? null : content.reply;
}

function isCut({ delivery }: ReplyContent): boolean {
  return delivery !== undefined && delivery.cutAfterChars !== null;
}

function partGone(
  store: SessionStore,
  end: ResponseEnd | null,
  { reply, delivery }: Extract<ReplyContent, { readonly reply: Reply }>,
): Reply {
  const turnId = end?.kind === "reply" ? end.turnId : undefined;
  const draftChars = turnId === undefined ? 0 : readDraftText(store, turnId).length;
  return receivedReply(reply, delivery, draftChars);
}

function givenAtMsOf(end: ResponseEnd | null): number {
  return end?.kind === "reply" ? (end.givenAtMs ?? 0) : 0;
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
