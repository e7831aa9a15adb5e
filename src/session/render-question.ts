import { renderPrompt } from "../pairing/prompt";
import type { SessionStore } from "../storage/session-store";

/** PAIR-9: what a request asks, which is the part of it that the responder has not seen. */
export function renderQuestion(store: SessionStore, requestId: string): string {
  const newFrom = store.firstUnshownIndex(requestId);
  // The message before is the reply whose calls a tool's results belong to; near the end of a history it costs nothing to read.
  const from = Math.max(0, newFrom - 1);
  const messages = store.readMessages(requestId, from);
  return renderPrompt(messages.slice(newFrom - from), messages.slice(0, newFrom - from));
}
