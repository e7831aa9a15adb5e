import type { Turn } from "../pairing/state";
import type { SessionStore } from "../storage/session-store";

/** PAIR-20: whether the caller gets a reply while it is written. Only of a plain text is a part as good as the whole. */
export function canDraft(store: SessionStore, { holdId, requestId }: Turn): boolean {
  // A retry may read a stream where the first attempt did not, and the other way round.
  if (store.readIsStream(holdId) !== true) return false;
  const settings = store.readSettings(requestId);
  if (settings === null || settings.responseFormat.type !== "text") return false;
  return settings.toolChoice.type === "auto" || settings.toolChoice.type === "none";
}
