import type { ResponderKind } from "../../core/turn";
import type { InboxEntry } from "./inbox-entry";

export interface InboxFilter {
  /** Words that must all be found, each in the name, the label or a question. */
  readonly query: string;
  readonly isWaitingOnly: boolean;
  readonly isUnreadOnly: boolean;
  /** Null where every kind is shown. */
  readonly responderKind: ResponderKind | null;
}

export const SHOW_ALL: InboxFilter = {
  query: "",
  isWaitingOnly: false,
  isUnreadOnly: false,
  responderKind: null,
};

export function filterInbox(
  entries: readonly InboxEntry[],
  { query, isWaitingOnly, isUnreadOnly, responderKind }: InboxFilter,
): readonly InboxEntry[] {
  const words = foldText(query).split(/\s+/).filter(Boolean);
  return entries.filter(
    (entry) =>
      (!isWaitingOnly || entry.waitingTurns.length > 0) &&
      (!isUnreadOnly || entry.isUnread) &&
      (responderKind === null || entry.responderKind === responderKind) &&
      hasAllWords(entry, words),
  );
}

function hasAllWords(entry: InboxEntry, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const { sessionName, label, lastQuestionText, waitingTurns } = entry;
  const questions = waitingTurns.map(({ questionText }) => questionText);
  const text = foldText([sessionName, label, lastQuestionText, ...questions].join("\n"));
  return words.every((word) => text.includes(word));
}

/** Text without case and width: `ＡＢＣ` and `abc`, `ｶﾞ` and `ガ` are equal. Small letters may come apart, and are joined again. */
export function foldText(text: string): string {
  return text.normalize("NFKC").toLowerCase().normalize("NFKC");
}
