import type { TabStorage } from "../kept/tab-storage";

export interface StoredDraft {
  readonly text: string;
  /** How much of the text had been given to the socket; the server may have less of it. */
  readonly sentChars: number;
  /** Where the caret was, with text behind it that waits; null at the end. */
  readonly caretChars: number | null;
  readonly savedAtMs: number;
}

export interface DraftStorage {
  read(sessionName: string, question: string): StoredDraft | null;
  /** False where the browser keeps nothing. */
  write(sessionName: string, question: string, draft: StoredDraft): boolean;
  forget(sessionName: string, question: string): void;
  /** Offers what a tab kept that is closed now. It stays where `take` says false. */
  recover(sessionName: string, question: string, take: (draft: StoredDraft) => boolean): void;
}

/** What was typed and not sent, by session and question. */
export function createDraftStorage(
  storage: Pick<TabStorage, "read" | "write" | "forget" | "recover">,
): DraftStorage {
  return {
    read: (sessionName, question) => readDraft(storage.read(nameOf(sessionName, question))),
    write: (sessionName, question, draft) => storage.write(nameOf(sessionName, question), draft),
    forget: (sessionName, question) => storage.forget(nameOf(sessionName, question)),
    recover: (sessionName, question, take) =>
      void storage.recover(nameOf(sessionName, question), (value) => {
        const draft = readDraft(value);
        return draft !== null && take(draft);
      }),
  };
}

/** The clocks of two machines are never quite the same. */
const CLOCK_SLACK_MS = 10_000;

/** Whether a draft can be for a turn: a session that was deleted counts its turns anew. */
export function isYoungerThan(openedAtMs: number, { savedAtMs }: StoredDraft): boolean {
  return savedAtMs + CLOCK_SLACK_MS >= openedAtMs;
}

/** A session's name has no line break. */
function nameOf(sessionName: string, question: string): string {
  return `draft ${sessionName}\n${question}`;
}

function readDraft(value: unknown): StoredDraft | null {
  if (typeof value !== "object" || value === null) return null;
  const { text, sentChars, caretChars, savedAtMs }: Readonly<Record<string, unknown>> = {
    ...value,
  };
  if (typeof text !== "string" || typeof sentChars !== "number" || typeof savedAtMs !== "number")
    return null;
  return {
    text,
    sentChars: Math.max(0, Math.min(sentChars, text.length)),
    caretChars: typeof caretChars === "number" && caretChars < text.length ? caretChars : null,
    savedAtMs,
  };
}
