import { digestMessage, type HashText } from "../core/digest";
import type { HoldOpening } from "../core/leg";
import type { Fact } from "../pairing/fact";
import { projectFact, type IndexContent } from "../pairing/index-projection";
import type { Arrival, SessionState } from "../pairing/state";
import type { Transition } from "../pairing/transition";
import type { ReplyContent, SessionStore } from "../storage/session-store";
import { receivedReply } from "./cut-reply";
import { readDraftText } from "./drafts";
import { renderNotice } from "./render-effect";
import { renderQuestion } from "./render-question";
import { readResponderMessage, replyContentOf } from "./responder-message";
import { readLastMessage } from "./store-reader";

interface Recording {
  readonly store: SessionStore;
  readonly hashText: HashText;
  readonly createToolCallId: () => string;
}

interface Brought {
  readonly opening?: HoldOpening;
  readonly operatorContent?: ReplyContent;
}

/**
 * Stores what a transition's facts speak of: requests, replies, prompts, and the index by which clients are recognised later
 * (PAIR-4). Runs in the transition's transaction.
 */
export function recordContent(
  recording: Recording,
  before: SessionState,
  decided: Transition,
  brought: Brought,
): void {
  for (const { atMs, fact } of decided.facts) {
    recordRequest(recording, fact, brought, atMs);
    recordReply(recording, fact, brought);
    recordPrompt(recording, decided.state, fact, atMs);
  }
  const content = createIndexContent(recording, before, decided, brought);
  for (const { fact } of decided.facts) recordEvidence(recording, fact, content);
}

function recordRequest({ store }: Recording, fact: Fact, { opening }: Brought, atMs: number): void {
  if (fact.type !== "hold-opened" && fact.type !== "hold-retried") return;
  const { holdId } = fact.arrival;
  if (opening?.holdId !== holdId) return;
  const { dialect, isStream = null, request, digests } = opening;
  store.saveRequest({ holdId, atMs, dialect, isStream, request, digests });
}

function recordReply(recording: Recording, fact: Fact, brought: Brought): void {
  if (fact.type !== "turn-answered" && fact.type !== "reply-superseded") return;
  const { source } = fact;
  if (source.kind === "operator") {
    if (brought.operatorContent !== undefined)
      recording.store.saveReply(source.replyId, brought.operatorContent);
    return;
  }
  const message = readResponderMessage(
    readLastMessage(recording.store, brought.opening ?? null, source.holdId),
  );
  const content = replyContentOf(message, recording.createToolCallId);
  if (content !== null) recording.store.saveReply(source.holdId, content);
}

/** The prompt is made when it is first shown, from what the responder has not seen by then (PAIR-9). */
function recordPrompt({ store }: Recording, state: SessionState, fact: Fact, atMs: number): void {
  if (fact.type !== "turn-shown" || store.readPrompt(fact.turnId) !== null) return;
  const requestId = state.turns[fact.turnId]?.requestId;
  if (requestId === undefined) return;
  const text = renderQuestion(store, requestId);
  store.savePrompt({ turnId: fact.turnId, requestId, atMs, text });
  store.markShown(requestId);
}

/** PAIR-4: the index by which clients are recognised later. */
function recordEvidence({ store }: Recording, fact: Fact, content: IndexContent): void {
  for (const row of projectFact(fact, content)) {
    if (row.type === "delivered") store.addDelivered(row);
    else if (row.type === "received") store.addReceived(row);
    else store.addMinted(row);
  }
}

/** What the index needs of the content, after the transition's requests, replies and prompts were stored. */
function createIndexContent(
  { store, hashText }: Recording,
  before: SessionState,
  { state, facts }: Transition,
  { opening }: Brought,
): IndexContent {
  const digestText = (text: string): string | null =>
    digestMessage({ role: "assistant", parts: [{ type: "text", text }] }, hashText).text;
  const sourceIds = new Map<number, string>();
  const arrivals = new Map<string, Arrival>();
  for (const { fact } of facts) {
    if (fact.type === "hold-opened" || fact.type === "hold-retried") {
      arrivals.set(fact.arrival.holdId, fact.arrival);
    }
    if (fact.type === "hold-resolved" && fact.outcome.kind === "reply") {
      sourceIds.set(fact.outcome.turnId, fact.outcome.sourceId);
    }
  }
  return {
    lastMessage(holdId) {
      const message = readLastMessage(store, opening ?? null, holdId);
      const isAsked = message?.role === "user" || message?.role === "tool";
      return isAsked ? digestMessage(message, hashText) : null;
    },
    lastUserDigest(holdId) {
      const arrival =
        arrivals.get(holdId) ?? (state.holds[holdId] ?? before.holds[holdId])?.arrival;
      return arrival?.lastUserDigest ?? null;
    },
    promptDigest: (turnId) => digestText(store.readPrompt(turnId)?.text ?? ""),
    reply(turnId) {
      const content = store.readReply(sourceIds.get(turnId) ?? "");
      if (content === null || "error" in content) return null;
      const { reply, delivery } = content;
      const { parts } = receivedReply(reply, delivery, readDraftText(store, turnId).length);
      return digestMessage({ role: "assistant", parts }, hashText);
    },
    noticeDigest: (notice) => digestText(renderNotice(store, state, notice)),
  };
}
