import { waitingSinceMs, type InboxEntry } from "./inbox-entry";

/** The longest wait first, then what is unread, then the most recent. Equal ones keep one order, so that no row jumps. */
export function sortInbox(entries: readonly InboxEntry[]): readonly InboxEntry[] {
  return entries.toSorted(compareEntries);
}

function compareEntries(a: InboxEntry, b: InboxEntry): number {
  return (
    compareWaits(waitingSinceMs(a), waitingSinceMs(b)) ||
    Number(b.isUnread) - Number(a.isUnread) ||
    b.lastActiveAtMs - a.lastActiveAtMs ||
    compareNames(a.sessionName, b.sessionName)
  );
}

function compareWaits(a: number | null, b: number | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a - b;
}

/** By code units: the order of a language is not that of every name, and differs between machines. */
function compareNames(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
