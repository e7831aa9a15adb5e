import type { SessionEntry } from "../../console-protocol/inbox-message";
import { markSeen, type SeenMark } from "../inbox/session-to-entry";
import { storedSignal } from "./stored-signal";

/** What this browser has seen of each session. */
export const seenSessions = storedSignal<Readonly<Record<string, SeenMark>>>(
  "seen-sessions",
  {},
  readMarks,
);

/** Marks a session as seen as it is now. */
export function setSeen(session: SessionEntry, isKnown: (sessionName: string) => boolean): void {
  seenSessions.value = markSeen(seenSessions.peek(), session, isKnown);
}

function readMarks(stored: unknown): Readonly<Record<string, SeenMark>> | null {
  if (typeof stored !== "object" || stored === null) return null;
  return Object.fromEntries(Object.entries(stored).filter(isMark));
}

function isMark(entry: [string, unknown]): entry is [string, SeenMark] {
  const value = entry[1];
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as Partial<SeenMark>).createdAtMs === "number" &&
    typeof (value as Partial<SeenMark>).turnCount === "number"
  );
}
