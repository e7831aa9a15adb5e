import type { InboxEntry } from "./inbox-entry";

/** The first or the last session of the list that waits, or the one beside a session that waits itself, round the ends; null if no other does. */
export function nextWaitingSession(
  entries: readonly InboxEntry[],
  sessionName: string,
  step: 1 | -1,
): string | null {
  const names = entries
    .filter(({ waitingTurns }) => waitingTurns.length > 0)
    .map((entry) => entry.sessionName);
  const index = names.indexOf(sessionName);
  const next =
    index === -1 ? names.at(step === 1 ? 0 : -1) : names.at((index + step) % names.length);
  return next === undefined || next === sessionName ? null : next;
}
