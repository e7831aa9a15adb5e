import type { HoldOpening, SideRequest } from "../core/leg";
import { textOf } from "../core/message";
import type { SessionState } from "../pairing/state";
import { isSideRequest } from "../side-requests/detect-side-request";
import { quotesConversation } from "../side-requests/quotes-conversation";
import type { SessionStore } from "../storage/session-store";

/** UIs quote the end of a conversation: a turn or two. */
const RECENT_TURNS = 4;
/** A turn is some ten facts, and a busy session's turns overlap. */
const RECENT_FACTS = 64;
const RECENT_HOLDS = 8;

/** Health probes come every few seconds, completions with each pause in typing. */
const RECURRENT_KINDS: ReadonlySet<string> = new Set(["probe", "autocomplete", "emoji"]);

/**
 * PAIR-2: the request's own marks and, only where they do not suffice, the session's conversation decide. The kind that is recorded
 * is the signature's id, which names the client and what it asks for.
 */
export function decideSideRequest(
  { sideRequest: candidate, request }: HoldOpening,
  state: SessionState,
  store: SessionStore,
): SideRequest | null {
  if (candidate === null || !state.answersSideRequests) return null;
  const quotes = (): boolean => quotesConversation(request, readRecentTexts(state, store));
  if (!isSideRequest(candidate.marks, quotes)) return null;
  return {
    kind: candidate.signatureId,
    answer: candidate.answer,
    isRecurrent: RECURRENT_KINDS.has(candidate.kind),
  };
}

/** What was said lately at either end, and what the held requests ask: a title may come before or with its chat's first message. */
function readRecentTexts(state: SessionState, store: SessionStore): readonly string[] {
  const texts: string[] = [];
  for (let turnId = state.nextTurnId - 1; turnId >= 1; turnId -= 1) {
    if (turnId < state.nextTurnId - RECENT_TURNS) break;
    const prompt = store.readPrompt(turnId);
    if (prompt !== null) texts.push(prompt.text);
  }
  // Appending nothing tells how long the log is.
  const lastSequence = store.appendFacts([]);
  for (const { fact } of store.readFacts(Math.max(0, lastSequence - RECENT_FACTS), RECENT_FACTS)) {
    if (fact.type !== "turn-answered") continue;
    const { source } = fact;
    const content = store.readReply(source.kind === "partner" ? source.holdId : source.replyId);
    if (content !== null && "reply" in content)
      texts.push(textOf({ role: "assistant", parts: content.reply.parts }));
  }
  for (const holdId of Object.keys(state.holds).slice(-RECENT_HOLDS)) {
    const last = store.readMessages(holdId, -1).at(-1);
    if (last !== undefined) texts.push(textOf(last));
  }
  return texts;
}
