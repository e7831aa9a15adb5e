import type { SessionStore } from "../storage/session-store";
import { renderQuestion } from "./render-question";

/** Enough to answer most questions; the whole request is a page of its own. */
const QUESTION_CHARS_MAX = 4_000;

/** What a turn asks, as it was shown (PAIR-9), or as it would be. Cut after some thousand characters. */
export function questionOfTurn(
  store: SessionStore,
  { turnId, requestId }: { readonly turnId: number; readonly requestId: string },
): string {
  return cut(store.readPrompt(turnId)?.text ?? renderQuestion(store, requestId));
}

/** The part of a request that was not shown before, cut likewise. */
export function questionOfRequest(store: SessionStore, requestId: string): string {
  return cut(renderQuestion(store, requestId));
}

function cut(text: string): string {
  // By code points, so that no character is cut in two.
  return text.length <= QUESTION_CHARS_MAX
    ? text
    : `${[...text].slice(0, QUESTION_CHARS_MAX).join("")}…`;
}
