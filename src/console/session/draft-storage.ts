import type { KeyValueStore } from "../answer/kept-answers";

export interface StoredDraft {
  readonly text: string;
  /** How much of the text had been given to the socket; the server may have less of it. */
  readonly sentChars: number;
  readonly savedAtMs: number;
}

export interface DraftStorage {
  read(sessionName: string, question: string): StoredDraft | null;
  /** False where the browser keeps nothing. */
  write(sessionName: string, question: string, draft: StoredDraft): boolean;
  forget(sessionName: string, question: string): void;
}

const PREFIX = "motive-proxy.draft.";

/** Nobody comes back for an answer that is older than every turn may be. */
const KEPT_MS = 7 * 86_400_000;

/** What was typed and not sent, by session and question, so that a reload or a crash costs no character. */
export function createDraftStorage(storage: KeyValueStore | null, nowMs: number): DraftStorage {
  if (storage !== null) removeOld(storage, nowMs);
  return {
    read: (sessionName, question) => parse(storage?.getItem(keyOf(sessionName, question)) ?? null),
    write: (sessionName, question, draft) => {
      try {
        storage?.setItem(keyOf(sessionName, question), JSON.stringify(draft));
        return storage !== null;
      } catch {
        // The quota is used up. The text is still in the editor, and the composer says that it is not kept.
        return false;
      }
    },
    forget: (sessionName, question) => storage?.removeItem(keyOf(sessionName, question)),
  };
}

/** A session's name has no line break. */
function keyOf(sessionName: string, question: string): string {
  return `${PREFIX}${sessionName}\n${question}`;
}

function parse(source: string | null): StoredDraft | null {
  if (source === null) return null;
  const value = parseAny(source);
  if (typeof value !== "object" || value === null) return null;
  const { text, sentChars, savedAtMs } = value as Readonly<Record<string, unknown>>;
  if (typeof text !== "string" || typeof sentChars !== "number" || typeof savedAtMs !== "number")
    return null;
  return { text, sentChars: Math.max(0, Math.min(sentChars, text.length)), savedAtMs };
}

function parseAny(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    // Another page of this origin, or a person, wrote something else there.
    return null;
  }
}

function removeOld(storage: KeyValueStore, nowMs: number): void {
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index));
  for (const key of keys) {
    if (key === null || !key.startsWith(PREFIX)) continue;
    const draft = parse(storage.getItem(key));
    if (draft === null || nowMs - draft.savedAtMs > KEPT_MS) storage.removeItem(key);
  }
}
